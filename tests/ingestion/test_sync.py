"""A sync makes the index equal to the folder: real files, real Chroma, the real default model."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from assistant.cli.ingest import report_text
from assistant.documents import Block
from assistant.embedding import Embedder
from assistant.errors import (
    EmbeddingModelError,
    IndexLockedError,
    IndexMismatchError,
    IndexWriteError,
    UsageError,
)
from assistant.index.generations import IndexFolder
from assistant.index.lock import writer_lock
from assistant.index.registry import FileState
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.index.vectors import VectorStore
from assistant.ingestion import Action, Progress, SyncReport, sync
from assistant.settings import Settings, load_settings

pytestmark = pytest.mark.model

Run = Callable[..., SyncReport]
Write = Callable[..., Path]


def texts(settings: Settings) -> dict[str, str]:
    """What is indexed, by path, read through a snapshot as any reader does."""
    snapshot = open_snapshot(settings.index_dir)
    try:
        check_consistent(snapshot, settings)
        return {d.path: snapshot.text(id_) for id_, d in snapshot.documents.items()}
    finally:
        snapshot.close()


def check_consistent(snapshot: Snapshot, settings: Settings) -> None:
    """Registry, Chroma and lexical index hold the same chunks, and each chunk is a span of its document."""
    chunks = {c.id: c for d in snapshot.documents for c in snapshot.document_chunks(d)}
    for chunk in chunks.values():
        assert snapshot.text(chunk.document_id)[chunk.start : chunk.end] == chunk.text
    folder = IndexFolder(settings.index_dir)
    store = VectorStore(folder.generation(snapshot.generation))
    assert {i for ids in store.ids().values() for i in ids} == set(chunks)
    assert sum(snapshot.counts.values()) == len(chunks)
    found = {h.chunk_id for w in ("alpha", "beta", "gamma") for h in snapshot.lexical.search(w, "en", 1000)}
    assert found <= set(chunks)


def test_new_changed_and_deleted_files(run: Run, write: Write, settings: Settings) -> None:
    write("reports/a.md", "# Alpha\n\nThe alpha cluster makes clocks.")
    write("reports/b.md", "# Beta\n\nThe beta cluster makes boats.")
    report = run()
    assert [o.action for o in report.outcomes] == [Action.ADD, Action.ADD]
    assert report.chunks_embedded == 2
    write("reports/a.md", "# Alpha\n\nThe alpha cluster makes watches.")
    (settings.corpus_dir / "reports/b.md").unlink()
    write("reports/c.md", "# Gamma\n\nThe gamma cluster makes glass.")
    report = run()
    assert {o.path: o.action for o in report.outcomes} == {
        "reports/a.md": Action.UPDATE,
        "reports/b.md": Action.DELETE,
        "reports/c.md": Action.ADD,
    }
    indexed = texts(settings)
    assert set(indexed) == {"reports/a.md", "reports/c.md"}
    assert "watches" in indexed["reports/a.md"]


def test_nothing_changed_embeds_nothing_and_makes_no_generation(run: Run, write: Write) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    first = run()
    again = run()
    assert [o.action for o in again.outcomes] == [Action.UNCHANGED]
    assert (again.chunks_embedded, again.chunks_reused) == (0, 0)
    assert again.generation == first.generation
    assert again.documents == 1


def test_a_moved_file_keeps_its_identity_and_embeds_nothing(run: Run, write: Write, settings: Settings) -> None:
    file = write("reports/a.md", "# Alpha\n\nText of alpha.")
    run()
    before = list(open_snapshot(settings.index_dir).documents)
    (settings.corpus_dir / "archive").mkdir()
    file.rename(settings.corpus_dir / "archive/b.md")
    report = run()
    assert [(o.action, o.path, o.origin) for o in report.outcomes] == [(Action.MOVE, "archive/b.md", "reports/a.md")]
    assert report.chunks_embedded == 0
    assert list(texts(settings)) == ["archive/b.md"]
    assert list(open_snapshot(settings.index_dir).documents) == before


def test_the_same_content_twice_is_indexed_once_with_both_paths(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    write("copy.md", "# Alpha\n\nText of alpha.")
    run()
    snapshot = open_snapshot(settings.index_dir)
    assert [(d.path, d.also_at) for d in snapshot.documents.values()] == [("a.md", ("copy.md",))]
    (settings.corpus_dir / "a.md").unlink()
    report = run()
    assert report.chunks_embedded == 0
    assert list(texts(settings)) == ["copy.md"]


def test_copies_of_a_file_that_fails_fail_too(run: Run, write: Write) -> None:
    write("a.pdf", "").write_bytes(b"%PDF-1.7\nnothing that follows")
    write("b.pdf", "").write_bytes(b"%PDF-1.7\nnothing that follows")
    first = run()
    assert [(o.path, o.code) for o in first.failed] == [("a.pdf", "broken"), ("b.pdf", "broken")]
    assert run().generation == first.generation


def test_the_same_content_under_another_ending_is_another_file(run: Run, write: Write, settings: Settings) -> None:
    write("a.csv", "# Alpha\n\nText of alpha.")
    write("b.md", "# Alpha\n\nText of alpha.")
    run()
    assert {path.partition("#")[0] for path in texts(settings)} == {"a.csv", "b.md"}


def test_unchanged_passages_of_a_changed_document_are_not_embedded_again(run: Run, write: Write) -> None:
    sections = [
        f"## Section {i}\n\nSentence number {i} about a subject. {'More words follow. ' * 60}" for i in range(4)
    ]
    write("a.md", "# Alpha\n\n" + "\n\n".join(sections))
    first = run()
    write("a.md", "# Alpha\n\n" + "\n\n".join([*sections[:-1], "## Last\n\nQuite another text."]))
    second = run()
    assert first.chunks_embedded >= 4
    assert second.chunks_embedded == 1
    assert second.chunks_reused > 0


def test_a_change_of_metadata_embeds_nothing(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText of alpha.", title="Alpha", sector="metrology")
    run()
    write("a.md", "# Alpha\n\nText of alpha.", title="Alpha", sector="glass")
    report = run()
    assert report.chunks_embedded == 0
    assert [d.metadata.sector for d in open_snapshot(settings.index_dir).documents.values()] == ["glass"]


def test_a_file_that_fails_costs_only_itself(run: Run, write: Write, settings: Settings) -> None:
    write("good.md", "# Alpha\n\nText of alpha.")
    write("empty.md", "").write_bytes(b"")
    write("picture.md", "").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    write("broken.pdf", "").write_bytes(b"%PDF-1.7\nnothing that follows")
    report = run()
    failed = {o.path: o for o in report.failed}
    assert set(failed) == {"empty.md", "picture.md", "broken.pdf"}
    for outcome in failed.values():
        assert outcome.reason
        assert "\n" not in outcome.reason
    assert list(texts(settings)) == ["good.md"]


def test_a_document_whose_new_version_fails_keeps_the_old_one(run: Run, write: Write, settings: Settings) -> None:
    file = write("a.md", "# Alpha\n\nText of alpha.")
    run()
    file.write_bytes(b"")
    report = run()
    assert [(o.action, o.stale) for o in report.outcomes] == [(Action.FAIL, True)]
    assert "alpha" in texts(settings)["a.md"]
    assert open_snapshot(settings.index_dir).files()["a.md"].state is FileState.STALE
    generation = report.generation
    assert run().generation == generation, "failing again as before changes nothing"
    write("a.md", "# Alpha\n\nText of beta.")
    run()
    assert "beta" in texts(settings)["a.md"]


def test_a_dry_run_changes_nothing(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText.")
    report = run(dry_run=True)
    assert [(o.action, o.path) for o in report.outcomes] == [(Action.ADD, "a.md")]
    assert IndexFolder(settings.index_dir).current() is None


def test_named_paths_leave_the_rest_alone(run: Run, write: Write, settings: Settings) -> None:
    write("jobs/a.md", "# Alpha\n\nText.")
    write("reports/b.md", "# Beta\n\nText.")
    run(paths=[str(settings.corpus_dir / "jobs")])
    assert list(texts(settings)) == ["jobs/a.md"]
    run(paths=["reports/b.md"])
    assert list(texts(settings)) == ["jobs/a.md", "reports/b.md"]


def test_a_path_outside_the_corpus_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not inside the corpus"):
        run(paths=[str(tmp_path / "elsewhere.md")])


def test_a_missing_corpus_is_named(settings: Settings, embedder: Embedder, tmp_path: Path) -> None:
    missing = load_settings(corpus_dir=tmp_path / "nowhere", index_dir=settings.index_dir)
    with pytest.raises(UsageError, match="nowhere"):
        sync(missing, embedder=embedder)


def test_a_missing_corpus_does_not_empty_the_index(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText.")
    run()
    settings.corpus_dir.rename(settings.corpus_dir.with_name("away"))
    with pytest.raises(UsageError):
        run()
    settings.corpus_dir.with_name("away").rename(settings.corpus_dir)
    assert list(texts(settings)) == ["a.md"]


def test_a_link_that_leads_outside_is_refused(run: Run, write: Write, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nNot for the index.")
    (settings.corpus_dir / "link.md").symlink_to(tmp_path / "secret.md")
    write("a.md", "# Alpha\n\nText.")
    report = run()
    assert [(o.path, o.code) for o in report.failed] == [("link.md", "outside")]
    assert list(texts(settings)) == ["a.md"]


def test_ignored_and_unknown_files_do_not_count_as_failures(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText.")
    write("drafts/b.md", "# Beta\n\nText.")
    (settings.corpus_dir / ".assistantignore").write_text("drafts/\n")
    (settings.corpus_dir / "film.mp4").write_bytes(b"film")
    report = run()
    assert report.failed == ()
    assert [o.path for o in report.of(Action.SKIP)] == ["film.mp4"]
    assert list(texts(settings)) == ["a.md"]


def test_a_document_of_a_kind_that_is_not_read_is_a_failure(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText.")
    (settings.corpus_dir / "plan.pages").write_bytes(b"PK")
    (failed,) = run().failed
    assert (failed.path, failed.code) == ("plan.pages", "unsupported")
    assert "PDF" in failed.reason


def test_what_was_left_out_of_a_file_is_told_and_kept(run: Run, write: Write, settings: Settings) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Site", "Places"])
    book.active.append(["Laon", 4])
    book.create_sheet("Paie").sheet_state = "hidden"
    book.save(settings.corpus_dir / "a.xlsx")
    write("b.md", "# Beta\n\nText.")
    report = run()
    (told,) = [outcome for outcome in report.outcomes if outcome.warnings]
    assert (told.path, [warning.code for warning in told.warnings]) == ("a.xlsx", ["hidden-sheets"])
    assert "Paie" in report_text(report)
    assert report.as_dict()["files"][0]["warnings"][0]["code"] == "hidden-sheets"  # type: ignore[index]
    run()
    snapshot = open_snapshot(settings.index_dir)
    assert snapshot.files()["a.xlsx"].warnings == told.warnings
    snapshot.close()


@pytest.mark.parametrize("field", ["chunker", "lexical"])
def test_an_index_of_an_earlier_version_is_rebuilt_by_an_ordinary_sync(
    run: Run, write: Write, settings: Settings, field: str
) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    write("b/b.md", "# Beta\n\nText of beta.")
    first = run()
    manifest = settings.index_dir / "generations" / str(first.generation) / "manifest.json"
    old = json.loads(manifest.read_text()) | {field: "0"}
    manifest.write_text(json.dumps(old))
    report = run(paths=[str(settings.corpus_dir / "b")])
    assert report.generation != first.generation
    assert len(report.rebuilt) == 1
    assert "earlier version" in report_text(report)
    assert (report.documents, report.chunks_embedded) == (2, 0), "all files, and nothing is embedded again"
    assert run().rebuilt == ()


def test_an_index_without_kinds_of_blocks_still_answers(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    generation = settings.index_dir / "generations" / str(run().generation)
    database = sqlite3.connect(generation / "registry.sqlite")
    database.execute("ALTER TABLE chunks DROP COLUMN blocks")
    database.execute("ALTER TABLE files DROP COLUMN warnings")
    database.execute("UPDATE documents SET blocks = '[[0, 14, [\"Alpha\"], null]]'")
    database.commit()
    database.close()
    snapshot = open_snapshot(settings.index_dir)
    (id_,) = snapshot.documents
    document = snapshot.document(id_)
    assert document is not None
    assert document.blocks == (Block(0, 14, ("Alpha",)),)
    assert snapshot.document_chunks(id_)[0].blocks == ()
    assert snapshot.files()["a.md"].warnings == ()
    snapshot.close()


def test_a_second_writer_is_refused(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText.")
    with writer_lock(IndexFolder(settings.index_dir).lock), pytest.raises(IndexLockedError):
        run()
    run()


def test_an_index_of_another_chunk_size_is_refused_until_it_is_rebuilt(
    write: Write, settings: Settings, embedder: Embedder
) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    sync(settings, embedder=embedder)
    other = settings.model_copy(update={"chunk_tokens": 64})
    with pytest.raises(IndexMismatchError, match="--rebuild"):
        sync(other, embedder=embedder)
    assert list(texts(settings)) == ["a.md"]
    report = sync(other, embedder=embedder, rebuild=True)
    assert report.documents == 1
    assert list(texts(other)) == ["a.md"]


def test_a_rebuild_keeps_the_old_version_of_a_file_that_fails_now(run: Run, write: Write, settings: Settings) -> None:
    file = write("a.md", "# Alpha\n\nText of alpha.")
    write("b.md", "# Beta\n\nText of beta.")
    run()
    file.write_bytes(b"")
    report = run(rebuild=True)
    assert [(o.path, o.stale) for o in report.failed] == [("a.md", True)]
    assert "alpha" in texts(settings)["a.md"]


def test_an_interrupted_run_leaves_the_old_state_and_embeds_nothing_twice(
    write: Write, settings: Settings, embedder: Embedder
) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    sync(settings, embedder=embedder)
    for i in range(3):
        write(f"new{i}.md", f"# New {i}\n\nText number {i}.")

    def interrupt(progress: object) -> None:
        if getattr(progress, "chunks_done", 0):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(settings, embedder=embedder, on_progress=interrupt)
    assert list(texts(settings)) == ["a.md"]
    report = sync(settings, embedder=embedder)
    assert (report.chunks_embedded, report.chunks_reused) == (0, 3)
    assert len(texts(settings)) == 4


def test_a_cancelled_run_leaves_the_old_state_and_says_so(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    generation = run().generation
    for i in range(3):
        write(f"new{i}.md", f"# New {i}\n\nText number {i}.")
    cancel = threading.Event()

    def stop(progress: Progress) -> None:
        if progress.chunks_done:
            cancel.set()

    report = run(on_progress=stop, cancel=cancel)
    assert (report.cancelled, report.outcomes, report.generation, report.documents) == (True, (), generation, 1)
    assert list(texts(settings)) == ["a.md"]
    assert IndexFolder(settings.index_dir).leftovers() == ()
    report = run(cancel=threading.Event())
    assert (report.cancelled, report.chunks_embedded, report.chunks_reused) == (False, 0, 3)
    assert len(texts(settings)) == 4


def test_a_run_can_be_cancelled_while_a_file_is_being_read(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    write("b.html", "<div>" * 200_000 + "deep")  # takes its reader a while
    cancel = threading.Event()
    report = run(on_progress=lambda _: cancel.set(), cancel=cancel)
    assert report.cancelled
    assert IndexFolder(settings.index_dir).current() is None


def test_files_that_cannot_be_opened_are_kept_with_their_reason(
    embedder: Embedder, write: Write, settings: Settings, tmp_path: Path
) -> None:
    small = settings.model_copy(update={"max_file_mb": 1})
    (settings.corpus_dir / "link.md").symlink_to(tmp_path / "elsewhere.md")
    (tmp_path / "elsewhere.md").write_text("outside")
    write("a.md", "# Alpha\n\nText of alpha.")
    write("big.md", "word " * 300_000)
    first = sync(small, embedder=embedder)
    assert {o.path: o.code for o in first.failed} == {"link.md": "outside", "big.md": "too-large"}
    files = open_snapshot(settings.index_dir).files()
    assert {p: (f.state, f.code) for p, f in files.items() if f.state is not FileState.INDEXED} == {
        "link.md": (FileState.FAILED, "outside"),
        "big.md": (FileState.FAILED, "too-large"),
    }
    assert all(f.reason for p, f in files.items() if p != "a.md")
    assert sync(small, embedder=embedder).generation == first.generation, "failing again as before changes nothing"
    (settings.corpus_dir / "link.md").unlink()
    (settings.corpus_dir / "big.md").unlink()
    sync(small, embedder=embedder)
    assert set(open_snapshot(settings.index_dir).files()) == {"a.md"}


def test_a_file_that_can_no_longer_be_opened_goes_on_answering_through_a_rebuild(
    run: Run, write: Write, settings: Settings, tmp_path: Path
) -> None:
    file = write("a.md", "# Alpha\n\nText of alpha.")
    write("b.md", "# Beta\n\nText of beta.")
    run()
    file.rename(tmp_path / "outside.md")
    file.symlink_to(tmp_path / "outside.md")
    for rebuild in (False, True):
        report = run(rebuild=rebuild)
        assert [(o.path, o.code, o.stale) for o in report.failed] == [("a.md", "outside", True)]
        assert "alpha" in texts(settings)["a.md"]
        assert open_snapshot(settings.index_dir).files()["a.md"].state is FileState.STALE
    file.unlink()
    run()
    assert list(texts(settings)) == ["b.md"]


def test_a_wrong_model_name_is_one_line_and_loses_nothing(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText.")
    wrong = settings.model_copy(update={"embedding_model": "./no/such/model"})
    with pytest.raises(EmbeddingModelError, match="no/such/model"):
        sync(wrong)
    run()
    assert list(texts(settings)) == ["a.md"]


def test_a_refused_write_is_one_line_and_leaves_the_index(
    run: Run, write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    run()
    write("a.md", "# Alpha\n\nText of beta.")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(IndexWriteError, match="No space left"):
        run()
    monkeypatch.undo()
    assert "alpha" in texts(settings)["a.md"]
    run()
    assert "beta" in texts(settings)["a.md"]


def test_readers_of_the_old_generation_finish_undisturbed(run: Run, write: Write, settings: Settings) -> None:
    write("a.md", "# Alpha\n\nText of alpha.")
    run()
    old = open_snapshot(settings.index_dir)
    write("a.md", "# Alpha\n\nText of beta.")
    run()
    (document,) = old.documents
    assert "alpha" in old.text(document)
    assert "beta" in texts(settings)["a.md"]


def test_files_in_an_archive_are_documents_that_move_with_it(run: Run, write: Write, settings: Settings) -> None:
    archive = write("a.zip", "")
    with ZipFile(archive, "w") as content:
        content.writestr("reports/alpha.md", "# Alpha\n\nThe alpha cluster makes clocks.")
        content.writestr("jobs#1.csv", "Title,Town\nBeta welder,Dole\nGamma turner,Lons\n")
    first = run()
    assert set(texts(settings)) == {"a.zip#reports/alpha.md", "a.zip#jobs%231.csv:1", "a.zip#jobs%231.csv:2"}
    before = list(open_snapshot(settings.index_dir).documents)
    archive.rename(settings.corpus_dir / "b.zip")
    report = run()
    assert (first.documents, report.documents, report.chunks_embedded) == (3, 3, 0)
    assert set(texts(settings)) == {"b.zip#reports/alpha.md", "b.zip#jobs%231.csv:1", "b.zip#jobs%231.csv:2"}
    assert list(open_snapshot(settings.index_dir).documents) == before
