"""The doctor finds what is broken on purpose, and names a remedy for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.doctor import Finding, Severity, examine, repair
from assistant.index.generations import IndexFolder
from assistant.index.lock import writer_lock
from assistant.index.registry import Registry
from assistant.index.vectors import VectorStore
from assistant.ingestion import SyncReport
from assistant.settings import Settings

pytestmark = pytest.mark.model

Run = Callable[..., SyncReport]
Write = Callable[..., Path]


def wrong(settings: Settings) -> list[Finding]:
    return [finding for finding in examine(settings) if finding.severity is not Severity.GOOD]


@pytest.fixture
def healthy(run: Run, write: Write, settings: Settings) -> Settings:
    write("reports/a.md", "# Alpha\n\nThe alpha cluster makes clocks.")
    write("reports/b.md", "# Beta\n\nLe cluster beta fabrique des bateaux et forme des marins.")
    run()
    return settings


def test_a_healthy_index_has_no_finding(healthy: Settings) -> None:
    assert wrong(healthy) == []


def test_every_finding_names_a_remedy(healthy: Settings) -> None:
    (healthy.corpus_dir / "reports/a.md").write_text("# Alpha\n\nChanged.")
    (healthy.corpus_dir / "leads-nowhere.md").symlink_to("/nowhere")
    (IndexFolder(healthy.index_dir).path / "generations" / "staging-1").mkdir()
    found = wrong(healthy)
    assert {finding.check for finding in found} == {"files", "corpus", "leftovers"}
    assert all(finding.remedy for finding in found)


def test_no_index_is_a_problem(settings: Settings) -> None:
    assert [f.check for f in wrong(settings)] == ["index"]


def test_passages_without_vectors_are_found(healthy: Settings) -> None:
    folder = IndexFolder(healthy.index_dir)
    store = VectorStore(folder.generation(folder.require_current()))
    for language, ids in store.ids().items():
        store.delete(language, ids[:1])
    store.close()
    (finding,) = wrong(healthy)
    assert "2 passages have no vectors" in finding.message
    assert "--rebuild" in finding.remedy


def test_words_of_no_passage_are_found(healthy: Settings) -> None:
    folder = IndexFolder(healthy.index_dir)
    registry = Registry(folder.generation(folder.require_current()), writable=True)
    registry.delete_document(next(iter(registry.documents())))
    registry.commit()
    registry.close()
    messages = [f.message for f in wrong(healthy)]
    assert any("1 words belong to no passage" in m for m in messages)
    assert any("1 vectors belong to no passage" in m for m in messages)


def test_another_chunk_size_or_model_is_found(healthy: Settings) -> None:
    other = healthy.model_copy(update={"chunk_tokens": 64})
    (finding,) = wrong(other)
    assert "chunk size 160 → 64" in finding.message
    assert "--rebuild" in finding.remedy
    other = healthy.model_copy(update={"embedding_model": "./no/such/model"})
    assert {f.check for f in wrong(other)} >= {"model"}


def test_a_file_that_failed_is_found(healthy: Settings, run: Run) -> None:
    (healthy.corpus_dir / "empty.md").write_bytes(b"")
    run()
    assert [("empty.md" in f.message, f.check) for f in wrong(healthy)] == [(True, "files")]


def test_repair_removes_leftovers_and_nothing_else(healthy: Settings) -> None:
    rubble = IndexFolder(healthy.index_dir).path / "generations" / "staging-1"
    rubble.mkdir()
    repair(healthy)
    assert not rubble.exists()
    assert wrong(healthy) == []


def test_a_running_ingestion_is_a_note(healthy: Settings) -> None:
    with writer_lock(IndexFolder(healthy.index_dir).lock):
        assert [(f.check, f.severity) for f in wrong(healthy)] == [("lock", Severity.NOTE)]
