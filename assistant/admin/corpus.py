"""The corpus as an admin sees it: what lies in the folder beside what the index knows, file by file."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from assistant.documents import DocumentInfo, LoadWarning
from assistant.errors import AssistantError
from assistant.index.registry import FileRecord, FileState
from assistant.ingestion.plan import Action, Step, plan
from assistant.ingestion.scan import Scan, content_hash, scan
from assistant.loading import read_sidecar
from assistant.service import Assistant

_FRESH_S = 3.0  # many uploads come at once; each need not look at the whole corpus
_CHANGING = frozenset({Action.ADD, Action.UPDATE, Action.MOVE, Action.DUPLICATE, Action.DELETE})


class RowState(StrEnum):
    """What an admin is told of a file."""

    INDEXED = "indexed"
    STALE = "stale"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    PENDING = "pending"
    """New or changed since the last sync."""
    REMOVED = "removed"
    """Gone from the folder, but answering until the next sync."""
    REFUSED = "refused"
    """In the folder, but of no kind that is read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file. ``size`` in bytes, ``synced`` UTC in ISO 8601 (empty before), ``modified`` seconds of the epoch."""

    path: str
    state: RowState
    title: str = ""
    reason: str = ""
    kind: str = ""
    language: str = ""
    clusters: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    chunks: int = 0
    size: int = 0
    synced: str = ""
    modified: float = 0.0
    also: str = ""
    """The file that a duplicate repeats."""
    warnings: tuple[LoadWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusState:
    """Every file, in order of path, and what the next sync would do."""

    rows: tuple[Row, ...]
    changes: tuple[Step, ...]
    """The steps of the next sync that change something; trying failed files again is none."""
    contents: Mapping[str, str] = field(default_factory=dict)
    """The path of each content hash, on disk or indexed."""
    problem: str = ""

    def row(self, path: str) -> Row | None:
        return next((row for row in self.rows if row.path == path), None)

    def folders(self) -> list[str]:
        """The folders that hold files."""
        return sorted({row.path.rpartition("/")[0] for row in self.rows} - {""})


class CorpusView:
    """Looks at the corpus again and again, and reads a file's content only when its size or times have changed."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._hashes: dict[Path, tuple[tuple[int, int, int], str]] = {}
        self._lock = threading.Lock()
        self._contents: tuple[float, Mapping[str, str]] = (float("-inf"), {})

    def path_of(self, content: str) -> str:
        """Where this content lies or is indexed, by its hash, as of a few seconds ago; an empty text if nowhere."""
        now = time.monotonic()
        if now - self._contents[0] > _FRESH_S:
            self._contents = (now, self.state().contents)
        return self._contents[1].get(content, "")

    def state(self) -> CorpusState:
        """The corpus now. Takes no lock of the index, so that it works while a sync runs. Never raises."""
        settings = self._assistant.settings
        with self._lock:
            try:
                found = scan(
                    settings.corpus_dir,
                    read_sidecar(settings.corpus_dir),
                    max_file_mb=settings.max_file_mb,
                    hash_of=self._hash,
                )
            except AssistantError as error:
                return CorpusState((), (), problem=str(error))
            there = {each.file for each in found.files}
            self._hashes = {file: known for file, known in self._hashes.items() if file in there}
        files: Mapping[str, FileRecord] = {}
        documents: Mapping[str, DocumentInfo] = {}
        chunks: Mapping[str, int] = {}
        try:
            with self._assistant.snapshot() as snapshot:
                files, documents, chunks = snapshot.files(), snapshot.documents, snapshot.chunk_counts()
        except AssistantError:
            pass  # nothing is indexed, or the index is of another model: everything waits for a sync
        steps = plan(found.files, files, [each.path for each in found.skipped if each.failed])
        changes = tuple(step for step in steps if _changes(step, files.get(step.path)))
        return CorpusState(_rows(found, files, steps, documents, chunks), changes, _contents(found, files))

    def _hash(self, file: Path) -> str:
        status = file.stat()
        stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        known = self._hashes.get(file)
        if known is None or known[0] != stamp:
            self._hashes[file] = known = (stamp, content_hash(file))
        return known[1]


def _changes(step: Step, record: FileRecord | None) -> bool:
    if step.action not in _CHANGING:
        return False
    failed = record is not None and record.state in (FileState.FAILED, FileState.STALE)
    retried = failed and step.found is not None and record is not None and record.attempted == step.found.hash
    return not retried


def _contents(found: Scan, files: Mapping[str, FileRecord]) -> dict[str, str]:
    indexed = {record.content: path for path, record in files.items() if record.content}
    return indexed | {file.content: file.path for file in found.files}


def _rows(
    found: Scan,
    files: Mapping[str, FileRecord],
    steps: tuple[Step, ...],
    documents: Mapping[str, DocumentInfo],
    chunks: Mapping[str, int],
) -> tuple[Row, ...]:
    by_file: dict[str, list[DocumentInfo]] = defaultdict(list)
    for document in documents.values():
        by_file[document.file].append(document)
    by_path = {step.path: step for step in steps}
    on_disk = {each.path: each for each in found.files}
    make = _Maker(files, by_file, chunks)
    rows = []
    for path in sorted({*files, *on_disk}):
        record = files.get(path)
        state, reason = _state(record, by_path.get(path))
        here = on_disk.get(path)
        modified = here.file.stat().st_mtime if here is not None and here.file.exists() else 0.0
        rows.append(make(path, state, reason, here.size if here else record.size if record else 0, modified))
    skipped = [
        make(each.path, RowState.FAILED if each.failed else RowState.REFUSED, each.reason, 0, 0.0)
        for each in found.skipped
    ]
    taken = {each.path for each in skipped}
    return tuple(sorted([*(row for row in rows if row.path not in taken), *skipped], key=lambda row: row.path))


def _state(record: FileRecord | None, step: Step | None) -> tuple[RowState, str]:
    if step is not None and step.action is Action.DELETE:
        return RowState.REMOVED, ""
    if record is None or (step is not None and _changes(step, record)):
        return RowState.PENDING, ""
    if step is None and record.state not in (FileState.FAILED, FileState.STALE):  # its file lies elsewhere now
        return RowState.REMOVED, ""
    return RowState(record.state.value), record.reason


@dataclass(frozen=True, slots=True)
class _Maker:
    files: Mapping[str, FileRecord]
    by_file: Mapping[str, list[DocumentInfo]]
    chunks: Mapping[str, int]

    def __call__(self, path: str, state: RowState, reason: str, size: int, modified: float) -> Row:
        record = self.files.get(path)
        documents = self.by_file.get(path, [])
        first = documents[0].metadata if documents else None
        return Row(
            path=path,
            state=state,
            title=first.title if first is not None and len(documents) == 1 else "",
            reason=reason,
            kind=(first.kind or "") if first is not None else "",
            language=first.language if first is not None else "",
            clusters=tuple(dict.fromkeys(name for d in documents for name in d.metadata.cluster)),
            document_ids=tuple(d.id for d in documents),
            chunks=sum(self.chunks.get(d.id, 0) for d in documents),
            size=size,
            synced=record.synced if record is not None else "",
            modified=modified,
            also=(record.duplicate_of or "") if record is not None else "",
            warnings=record.warnings if record is not None else (),
        )
