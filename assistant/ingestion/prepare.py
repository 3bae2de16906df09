"""Reads files through the workers, a few ahead, and makes of each what is to be stored or why it cannot be."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, TimeoutError
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from assistant.chunking import split
from assistant.documents import Chunk, DocumentInfo, LoadedDocument
from assistant.embedding import Embedder
from assistant.errors import DocumentError
from assistant.index.registry import FileRecord, Registry, StoredDocument
from assistant.ingestion.ledger import Ledger
from assistant.ingestion.plan import Action, Step
from assistant.ingestion.records import failed_outcome, failed_record, indexed_record, same_but_for_time
from assistant.ingestion.report import FileOutcome
from assistant.loading import Loader
from assistant.settings import Settings

FILES_AHEAD = 16
"""Files that the workers may read ahead of the embedding; bounds the memory that waiting documents take."""

_CANCEL_CHECK_S = 0.2

Split = tuple[StoredDocument, tuple[Chunk, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that has been read: its new documents, or None to leave the indexed ones; and what is noted of it."""

    step: Step
    documents: tuple[Split, ...] | None
    record: FileRecord
    outcome: FileOutcome

    @property
    def chunks(self) -> int:
        return sum(len(chunks) for _, chunks in self.documents or ())


@dataclass(frozen=True)
class Preparer:
    """Makes :class:`Prepared` of steps.

    Args:
        old: the registry of the live generation, if there is one.
        staged: the registry of the generation being made, which knows which ids are taken.
        rebuild: the new generation starts from nothing.
    """

    settings: Settings
    embedder: Embedder
    ledger: Ledger
    old: Registry | None
    staged: Registry
    rebuild: bool

    def prepare_all(self, steps: Sequence[Step], loader: Loader) -> Iterator[Prepared]:
        """Each step in order, while the workers read on."""
        known = self.old.files() if self.old is not None else {}
        for step, future in _ahead(steps, loader):
            prepared = self._prepare(step, future, known.get(step.path))
            self.ledger.files_done += 1
            yield prepared
            self.ledger.tell(step.path)

    def carry_over(self, blocked: FileRecord) -> Prepared:
        """What a rebuild does with a file that the scan could not open and whose older version answers."""
        kept = self._carried_over(blocked.path) if self.rebuild and blocked.hash else None
        return Prepared(Step(Action.FAIL, blocked.path), kept, blocked, failed_outcome(blocked))

    def _prepare(self, step: Step, future: Future[tuple[LoadedDocument, ...]], record: FileRecord | None) -> Prepared:
        assert step.found is not None
        try:
            with self.ledger.timed("read"):
                loaded = self._wait(future)
        except DocumentError as error:
            failed = failed_record(step.found, error, record)
            self.ledger.dirty |= not same_but_for_time(failed, record)
            # A rebuild starts from nothing, so the version that goes on answering has to be carried over.
            kept = self._carried_over(step.path) if self.rebuild and failed.hash else None
            return Prepared(step, kept, failed, failed_outcome(failed))
        self.ledger.dirty = True
        ids = self._document_ids(step, loaded)
        with self.ledger.timed("split"):
            documents = tuple(
                self._split(step.path, _document_path(step.path, doc), doc, id_)
                for doc, id_ in zip(loaded, ids, strict=True)
            )
        chunks = sum(len(c) for _, c in documents)
        warnings = tuple(warning for document in loaded for warning in document.warnings)
        outcome = FileOutcome(
            step.path, step.action, origin=step.origin, documents=len(documents), chunks=chunks, warnings=warnings
        )
        return Prepared(step, documents, indexed_record(step.found, warnings), outcome)

    def _wait(self, future: Future[tuple[LoadedDocument, ...]]) -> tuple[LoadedDocument, ...]:
        while True:
            self.ledger.check()
            try:
                return future.result(_CANCEL_CHECK_S)
            except TimeoutError:
                continue

    def _split(self, file: str, path: str, loaded: LoadedDocument, document_id: str) -> Split:
        info = DocumentInfo(document_id, path, loaded.metadata, row=loaded.row, member=loaded.member)
        limit = min(self.settings.chunk_tokens, self.embedder.max_tokens)
        chunks = split(loaded, document_id, self.embedder.count_tokens, limit)
        return StoredDocument(info, file, loaded.text, loaded.blocks), chunks

    def _carried_over(self, file: str) -> tuple[Split, ...] | None:
        if self.old is None:
            return None
        documents = [self.old.document(id_) for id_ in self.old.document_ids(file).values()]
        return tuple(self._split(file, d.info.path, _as_loaded(d), d.info.id) for d in documents if d is not None)

    def _document_ids(self, step: Step, loaded: Sequence[LoadedDocument]) -> list[str]:
        """Known documents keep their id, also when their file has moved; new ones get one that is free."""
        old_file = previous_path(step)
        known = self.staged.document_ids(old_file)
        ids: dict[str, None] = {}
        for document in loaded:
            path = _document_path(step.path, document)
            old_id = known.get(_document_path(old_file, document))
            ids[old_id or _free_id(path, lambda i: i in ids or self.staged.has_document(i))] = None
        return list(ids)


def previous_path(step: Step) -> str:
    """The path under which the registry knows the file of a step so far."""
    return step.origin if step.action is Action.MOVE and step.origin else step.path


def _ahead(steps: Sequence[Step], loader: Loader) -> Iterator[tuple[Step, Future[tuple[LoadedDocument, ...]]]]:
    """Each step with its future, in order, while the workers read a few files ahead."""
    queue: deque[tuple[Step, Future[tuple[LoadedDocument, ...]]]] = deque()
    for step in steps:
        found = step.found
        assert found is not None
        queue.append((step, loader.submit(found.file, step.path, found.metadata, found.content)))
        if len(queue) > FILES_AHEAD:
            yield queue.popleft()
    while queue:
        yield queue.popleft()


def _as_loaded(document: StoredDocument) -> LoadedDocument:
    info = document.info
    return LoadedDocument(info.metadata, document.text, document.blocks, info.row, member=info.member)


def _document_path(file: str, document: LoadedDocument) -> str:
    # Exactly one mark is added, so that what stands before the last is the file, whatever the names.
    place = document.member.replace("#", "%23")
    if document.row is not None:
        place += f":{document.row}" if place else str(document.row)
    return f"{file}#{place}" if place else file


def _free_id(path: str, taken: Callable[[str], bool]) -> str:
    # The path at first sight names a document for good; a later file at the same path gets the next number.
    candidates = (sha256(f"{path}\0{attempt}".encode()).hexdigest()[:12] for attempt in count())
    return next(candidate for candidate in candidates if not taken(candidate))
