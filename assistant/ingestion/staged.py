"""Carries out a plan on a copy of the live generation, and publishes the copy when it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from assistant.chunking import embedded_text
from assistant.embedding import Embedder
from assistant.errors import DocumentError
from assistant.index.embedding_cache import EmbeddingCache, text_hash
from assistant.index.generations import IndexFolder
from assistant.index.refused import write_errors
from assistant.index.registry import FileRecord, FileState, Registry
from assistant.index.writer import Entry, IndexWriter
from assistant.ingestion.embed import CachedEncoder
from assistant.ingestion.ledger import Ledger
from assistant.ingestion.manifests import manifest_of
from assistant.ingestion.plan import Action, Step
from assistant.ingestion.prepare import Prepared, Preparer, previous_path
from assistant.ingestion.records import (
    duplicate_record,
    failed_outcome,
    failed_record,
    planned_outcome,
    same_but_for_time,
)
from assistant.ingestion.scan import FoundFile
from assistant.loading import Loader
from assistant.settings import Settings

CHUNKS_AT_ONCE = 512
"""Passages stored in one go: enough for batches of even length, few enough to take little memory."""


@dataclass
class StagedRun:
    """One use of ``write``. ``embedded`` and ``reused`` count passages afterwards."""

    settings: Settings
    embedder: Embedder
    folder: IndexFolder
    rebuild: bool
    ledger: Ledger
    embedded: int = 0
    reused: int = 0

    def write(self, current: int | None, steps: Sequence[Step], blocked: Sequence[FileRecord]) -> int | None:
        """The number of the new generation, or None when nothing came out differently and none was made.

        Args:
            current: the live generation, if there is one.
            steps: what to do with the files that can be opened.
            blocked: the records of those that cannot.
        """
        ledger = self.ledger
        number = self.folder.next_number()
        with ExitStack() as stack:
            old: Registry | None = None
            if current is not None:
                old = stack.enter_context(Registry(self.folder.generation(current)))
            with ledger.timed("stage"), write_errors():
                staging = self.folder.stage(from_current=not self.rebuild)
                stack.callback(self.folder.discard_staging)
                writer = stack.enter_context(IndexWriter(staging))
                cache = stack.enter_context(EmbeddingCache(self.folder.embedding_cache, self.embedder.model_id))
            ledger.check()
            encoder = CachedEncoder(self.embedder, cache, self._after_call, ledger.timed)
            preparer = Preparer(self.settings, self.embedder, ledger, old, writer.registry, self.rebuild)
            loader = stack.enter_context(Loader(self.settings))
            self._read_all(steps, loader, preparer, encoder, writer)
            with ledger.timed("write"), write_errors():
                self._block(blocked, preparer, encoder, writer, old)
                self._finish(steps, old, writer)
            if not ledger.dirty and current is not None and not self.rebuild:
                return None
            ledger.check()
            with ledger.timed("publish"), write_errors():
                self._publish(writer, cache, staging, number)
        self.embedded, self.reused = encoder.embedded, encoder.reused
        return number

    def _publish(self, writer: IndexWriter, cache: EmbeddingCache, staging: Path, number: int) -> None:
        documents, chunks = writer.registry.counts()
        cache.keep_only(writer.registry.embedding_hashes())
        writer.finish(manifest_of(self.settings, self.embedder, number, documents, chunks, writer.dimension))
        self.folder.publish(staging, number)

    def _after_call(self, chunks: int) -> None:
        self.ledger.chunks_done += chunks
        self.ledger.tell()
        self.ledger.check()

    def _read_all(
        self, steps: Sequence[Step], loader: Loader, preparer: Preparer, encoder: CachedEncoder, writer: IndexWriter
    ) -> None:
        reading = [s for s in steps if s.action in (Action.ADD, Action.UPDATE, Action.MOVE)]
        self.ledger.files_total = len(reading)
        self.ledger.tell()
        waiting: list[Prepared] = []
        for prepared in preparer.prepare_all(reading, loader):
            waiting.append(prepared)
            if sum(p.chunks for p in waiting) >= CHUNKS_AT_ONCE:
                self._store(waiting, encoder, writer)
                waiting.clear()
        self._store(waiting, encoder, writer)

    def _store(self, prepared: Sequence[Prepared], encoder: CachedEncoder, writer: IndexWriter) -> None:
        pairs = [pair for p in prepared for pair in p.documents or ()]
        texts = [embedded_text(document.info.metadata.title, c) for document, chunks in pairs for c in chunks]
        hashes = [text_hash(text) for text in texts]
        with write_errors():
            vectors = encoder.encode(texts, hashes)
        with self.ledger.timed("write"), write_errors():
            entries: list[Entry] = []
            at = 0
            for document, chunks in pairs:
                end = at + len(chunks)
                entries.append(Entry(document, chunks, vectors[at:end], tuple(hashes[at:end])))
                at = end
            for p in prepared:
                _remove_leftovers(p, writer)
                writer.registry.put_file(p.record)
                self.ledger.note(p.outcome)
            writer.put(entries)

    def _block(
        self,
        blocked: Sequence[FileRecord],
        preparer: Preparer,
        encoder: CachedEncoder,
        writer: IndexWriter,
        old: Registry | None,
    ) -> None:
        known = old.files() if old is not None else {}
        self.ledger.dirty |= not all(same_but_for_time(record, known.get(record.path)) for record in blocked)
        self._store([preparer.carry_over(record) for record in blocked], encoder, writer)

    def _finish(self, steps: Sequence[Step], old: Registry | None, writer: IndexWriter) -> None:
        """What needs no reading, and what moved files leave behind; after all reading, so that ids can move."""
        known = old.files() if old is not None else {}
        for step in steps:
            if step.action in (Action.UNCHANGED, Action.FAIL):
                self.ledger.note(planned_outcome(step, known.get(step.path)))
            elif step.action is Action.DELETE:
                self._forget(step.path, writer)
                self.ledger.note(planned_outcome(step, None))
            elif step.action is Action.MOVE and step.origin:
                self._forget(step.origin, writer)
            elif step.action is Action.DUPLICATE and step.found and step.origin:
                record = None if self.rebuild else known.get(step.path)
                self._repeat(step, step.found, step.origin, record, writer)

    def _repeat(
        self, step: Step, found: FoundFile, origin: str, record: FileRecord | None, writer: IndexWriter
    ) -> None:
        """Note a file whose content is that of another one; where that one cannot be read, this one cannot either."""
        original = writer.registry.file(origin)
        if original is not None and original.state in (FileState.FAILED, FileState.STALE):
            failed = failed_record(found, DocumentError(original.reason, original.code), record)
            self.ledger.dirty |= not same_but_for_time(failed, record)
            writer.registry.put_file(failed)
            self.ledger.note(failed_outcome(failed))
            return
        self._forget(step.path, writer)
        writer.registry.put_file(duplicate_record(found, origin))
        self.ledger.note(planned_outcome(step, None))

    def _forget(self, path: str, writer: IndexWriter) -> None:
        self.ledger.dirty = True
        for document_id in writer.registry.document_ids(path).values():
            writer.delete(document_id)
        writer.registry.delete_file(path)


def _remove_leftovers(prepared: Prepared, writer: IndexWriter) -> None:
    """Documents that the file's new version no longer has, such as rows removed from a table."""
    if prepared.documents is None:
        return
    kept = {document.info.id for document, _ in prepared.documents}
    for document_id in writer.registry.document_ids(previous_path(prepared.step)).values():
        if document_id not in kept:
            writer.delete(document_id)
