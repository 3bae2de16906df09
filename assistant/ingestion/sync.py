"""The one writer: carries out a plan on a copy of the live generation, and publishes the copy when it is whole."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count

from assistant.chunking import CHUNKER_VERSION, embedded_text, split
from assistant.documents import Chunk, DocumentInfo, LoadedDocument
from assistant.embedding import Embedder, open_embedder
from assistant.errors import DocumentError, IndexMismatchError
from assistant.index.embedding_cache import EmbeddingCache, text_hash
from assistant.index.generations import IndexFolder
from assistant.index.lexical import LEXICAL_VERSION
from assistant.index.lock import writer_lock
from assistant.index.manifest import Manifest
from assistant.index.refused import write_errors
from assistant.index.registry import FileRecord, Registry, StoredDocument
from assistant.index.writer import IndexWriter
from assistant.ingestion.embed import CachedEncoder
from assistant.ingestion.plan import Action, Step, plan
from assistant.ingestion.records import (
    duplicate_record,
    failed_outcome,
    failed_record,
    indexed_record,
    now,
    planned_outcome,
    skipped_outcome,
)
from assistant.ingestion.report import FileOutcome, Progress, ProgressListener, SyncReport
from assistant.ingestion.scan import scan, select
from assistant.loading import Loader, read_sidecar
from assistant.settings import Settings

FILES_AHEAD = 16
"""Files that the workers may read ahead of the embedding; bounds the memory that waiting documents take."""

CHUNKS_AT_ONCE = 512
"""Passages embedded in one call: enough for batches of even length, few enough to lose little in a crash."""

Sidecar = Mapping[str, Mapping[str, object]]


def sync(
    settings: Settings,
    *,
    paths: Sequence[str] = (),
    dry_run: bool = False,
    rebuild: bool = False,
    embedder: Embedder | None = None,
    on_progress: ProgressListener | None = None,
) -> SyncReport:
    """Make the index equal to the corpus folder and report what was done.

    Args:
        paths: restricts the sync to these files and folders; everything when empty.
        dry_run: only say what would be done.
        rebuild: build every document anew, beside the index that answers meanwhile.
        embedder: the model to use, if the caller has one open already.
        on_progress: is told after each file that has been read and each batch embedded.

    Raises:
        UsageError: the corpus folder or a path does not exist, or the metadata file is malformed.
        IndexLockedError: another ingestion is running.
        IndexMismatchError: the index was made otherwise; ``rebuild`` mends it.
        IndexWriteError: the disk refused a write. As with every error, the index is as it was.
        EmbeddingModelError: the model cannot be loaded.
    """
    folder = IndexFolder(settings.index_dir)
    with writer_lock(folder.lock):
        run = _Run(settings, embedder or open_embedder(settings), folder, rebuild, on_progress)
        return run.execute(paths, dry_run)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file that has been read: its new documents, or None to leave the indexed ones; and what is noted of it."""

    step: Step
    documents: tuple[tuple[StoredDocument, tuple[Chunk, ...]], ...] | None
    record: FileRecord
    outcome: FileOutcome

    @property
    def chunks(self) -> int:
        return sum(len(chunks) for _, chunks in self.documents or ())


@dataclass
class _Run:
    settings: Settings
    embedder: Embedder
    folder: IndexFolder
    rebuild: bool
    on_progress: ProgressListener | None
    seconds: dict[str, float] = field(default_factory=dict)
    outcomes: dict[str, FileOutcome] = field(default_factory=dict)
    dirty: bool = False
    """Whether the staged generation differs from the live one; failing again as before changes nothing."""

    def execute(self, paths: Sequence[str], dry_run: bool) -> SyncReport:
        current = self._usable_generation()
        with ExitStack() as stack:
            old: Registry | None = None
            if current is not None:
                old = Registry(self.folder.generation(current))
                stack.callback(old.close)
            with self._timed("scan"):
                sidecar = read_sidecar(self.settings.corpus_dir)
                found = scan(self.settings.corpus_dir, sidecar)
                known = old.files() if old is not None and not self.rebuild else {}
                selection = select(paths, self.settings.corpus_dir)
                steps = plan(found.files, known, [s.path for s in found.skipped if s.failed], selection)
            for skipped in found.skipped:
                self._note(skipped_outcome(skipped, known.get(skipped.path)))
            idle = all(step.action in (Action.UNCHANGED, Action.FAIL) for step in steps)
            if dry_run or (idle and not self.rebuild):
                for step in steps:
                    self._note(planned_outcome(step, known.get(step.path)))
                return self._report(current, dry_run=dry_run)
            return self._write(current, old, steps, sidecar)

    def _usable_generation(self) -> int | None:
        """The live generation, if there is one; for a rebuild also one that was made otherwise."""
        current = self.folder.current()
        if current is None or not self.folder.generation(current).is_dir():
            return None
        if not self.rebuild:
            manifest = Manifest.load(self.folder.generation(current))
            differences = manifest.differences(self._manifest(current))
            if differences:
                raise IndexMismatchError(
                    f"The index was made otherwise ({'; '.join(differences)}); "
                    "run `python ingest.py --rebuild`, or set back what changed."
                )
        return current

    def _manifest(self, number: int, documents: int = 0, chunks: int = 0, dimension: int = 0) -> Manifest:
        return Manifest(
            generation=number,
            embedding_model=self.embedder.model_id,
            dimension=dimension,
            chunker=CHUNKER_VERSION,
            chunk_tokens=self.settings.chunk_tokens,
            lexical=LEXICAL_VERSION,
            documents=documents,
            chunks=chunks,
            created=now(),
        )

    def _write(self, current: int | None, old: Registry | None, steps: Sequence[Step], sidecar: Sidecar) -> SyncReport:
        number = self.folder.next_number()
        with ExitStack() as stack:
            with self._timed("stage"), write_errors():
                staging = self.folder.stage(from_current=not self.rebuild)
                stack.callback(self.folder.discard_staging)
                writer = stack.enter_context(IndexWriter(staging))
                cache = stack.enter_context(EmbeddingCache(self.folder.embedding_cache, self.embedder.model_id))
            loader = stack.enter_context(Loader(self.settings))
            encoder = CachedEncoder(self.embedder, cache)
            self._read_all(steps, old, sidecar, loader, encoder, writer)
            with self._timed("write"), write_errors():
                for step in steps:
                    self._finish_step(step, old, writer)
            if not self.dirty and current is not None and not self.rebuild:
                return self._report(current)
            with self._timed("publish"), write_errors():
                documents, chunks = writer.registry.counts()
                cache.keep_only(writer.registry.embedding_hashes())
                writer.finish(self._manifest(number, documents, chunks, writer.dimension))
                self.folder.publish(staging, number)
        self.folder.sweep()
        return replace(self._report(number), chunks_embedded=encoder.embedded, chunks_reused=encoder.reused)

    # Reading

    def _read_all(
        self,
        steps: Sequence[Step],
        old: Registry | None,
        sidecar: Sidecar,
        loader: Loader,
        encoder: CachedEncoder,
        writer: IndexWriter,
    ) -> None:
        reading = [s for s in steps if s.action in (Action.ADD, Action.UPDATE, Action.MOVE)]
        files = old.files() if old is not None else {}
        waiting: list[_Prepared] = []
        for done, (step, future) in enumerate(_ahead(reading, loader, sidecar), 1):
            with self._timed("read"):
                waiting.append(self._prepare(step, future, files.get(step.path), old, writer))
            if sum(p.chunks for p in waiting) >= CHUNKS_AT_ONCE:
                self._store(waiting, encoder, writer)
                waiting.clear()
            self._tell(done, len(reading), encoder, step.path)
        self._store(waiting, encoder, writer)
        self._tell(len(reading), len(reading), encoder, "")

    def _prepare(
        self,
        step: Step,
        future: Future[tuple[LoadedDocument, ...]],
        record: FileRecord | None,
        old: Registry | None,
        writer: IndexWriter,
    ) -> _Prepared:
        assert step.found is not None
        try:
            loaded = future.result()
        except DocumentError as error:
            failed = failed_record(step.found, error, record)
            self.dirty |= record is None or replace(failed, synced=record.synced) != record
            # A rebuild starts from nothing, so the version that goes on answering has to be carried over.
            kept = self._carried_over(step.path, old) if self.rebuild and failed.hash else None
            return _Prepared(step, kept, failed, failed_outcome(failed))
        ids = self._document_ids(step, loaded, writer)
        documents = tuple(self._split(step.path, doc, id_) for doc, id_ in zip(loaded, ids, strict=True))
        self.dirty = True
        chunks = sum(len(c) for _, c in documents)
        outcome = FileOutcome(step.path, step.action, origin=step.origin, documents=len(documents), chunks=chunks)
        return _Prepared(step, documents, indexed_record(step.found), outcome)

    def _split(self, file: str, loaded: LoadedDocument, document_id: str) -> tuple[StoredDocument, tuple[Chunk, ...]]:
        info = DocumentInfo(document_id, _document_path(file, loaded), loaded.metadata)
        limit = min(self.settings.chunk_tokens, self.embedder.max_tokens)
        chunks = split(loaded, document_id, self.embedder.count_tokens, limit)
        return StoredDocument(info, file, loaded.text, loaded.blocks), chunks

    def _carried_over(
        self, file: str, old: Registry | None
    ) -> tuple[tuple[StoredDocument, tuple[Chunk, ...]], ...] | None:
        if old is None:
            return None
        documents = [old.document(id_) for id_ in old.document_ids(file).values()]
        return tuple(
            self._split(file, LoadedDocument(d.info.metadata, d.text, d.blocks, _row(d.info.path)), d.info.id)
            for d in documents
            if d is not None
        )

    def _document_ids(self, step: Step, loaded: Sequence[LoadedDocument], writer: IndexWriter) -> list[str]:
        """Known documents keep their id, also when their file has moved; new ones get one that is free."""
        old_file = _old_file(step)
        known = writer.registry.document_ids(old_file)
        ids: list[str] = []
        for document in loaded:
            path = _document_path(step.path, document)
            old_id = known.get(_document_path(old_file, document))
            ids.append(old_id or _free_id(path, lambda i: i in ids or writer.registry.has_document(i)))
        return ids

    # Writing

    def _store(self, prepared: Sequence[_Prepared], encoder: CachedEncoder, writer: IndexWriter) -> None:
        pairs = [pair for p in prepared for pair in p.documents or ()]
        texts = [embedded_text(document.info.metadata.title, c) for document, chunks in pairs for c in chunks]
        hashes = [text_hash(text) for text in texts]
        with self._timed("embed"), write_errors():
            vectors = encoder.encode(texts, hashes)
        with self._timed("write"), write_errors():
            at = 0
            for p in prepared:
                self._remove_leftovers(p, writer)
                for document, chunks in p.documents or ():
                    end = at + len(chunks)
                    writer.put(document, chunks, vectors[at:end], hashes[at:end])
                    at = end
                writer.registry.put_file(p.record)
                self._note(p.outcome)

    @staticmethod
    def _remove_leftovers(prepared: _Prepared, writer: IndexWriter) -> None:
        """Documents that the file's new version no longer has, such as rows removed from a table."""
        if prepared.documents is None:
            return
        kept = {document.info.id for document, _ in prepared.documents}
        for document_id in writer.registry.document_ids(_old_file(prepared.step)).values():
            if document_id not in kept:
                writer.delete(document_id)

    def _finish_step(self, step: Step, old: Registry | None, writer: IndexWriter) -> None:
        """What needs no reading, and what moved files leave behind; after all reading, so that ids can move."""
        if step.action in (Action.UNCHANGED, Action.FAIL):
            known = old.files().get(step.path) if old is not None and step.action is Action.FAIL else None
            self._note(planned_outcome(step, known))
        elif step.action is Action.DELETE:
            self._forget(step.path, writer)
            self._note(planned_outcome(step, None))
        elif step.action is Action.MOVE and step.origin:
            self._forget(step.origin, writer)
        elif step.action is Action.DUPLICATE and step.found and step.origin:
            self._forget(step.path, writer)
            writer.registry.put_file(duplicate_record(step.found, step.origin))
            self._note(planned_outcome(step, None))

    def _forget(self, path: str, writer: IndexWriter) -> None:
        self.dirty = True
        for document_id in writer.registry.document_ids(path).values():
            writer.delete(document_id)
        writer.registry.delete_file(path)

    # Telling

    def _note(self, outcome: FileOutcome) -> None:
        self.outcomes[outcome.path] = outcome

    def _tell(self, done: int, total: int, encoder: CachedEncoder, path: str) -> None:
        if self.on_progress is not None:
            self.on_progress(Progress(done, total, encoder.embedded + encoder.reused, path))

    def _report(self, number: int | None, *, dry_run: bool = False) -> SyncReport:
        documents = chunks = 0
        if number is not None:
            registry = Registry(self.folder.generation(number))
            documents, chunks = registry.counts()
            registry.close()
        outcomes = tuple(self.outcomes[path] for path in sorted(self.outcomes))
        return SyncReport(number, outcomes, documents, chunks, seconds=dict(self.seconds), dry_run=dry_run)

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


def _ahead(
    steps: Sequence[Step], loader: Loader, sidecar: Sidecar
) -> Iterator[tuple[Step, Future[tuple[LoadedDocument, ...]]]]:
    """Each step with its future, in order, while the workers read a few files ahead."""
    queue: deque[tuple[Step, Future[tuple[LoadedDocument, ...]]]] = deque()
    for step in steps:
        assert step.found is not None
        queue.append((step, loader.submit(step.found.file, step.path, sidecar.get(step.path))))
        if len(queue) > FILES_AHEAD:
            yield queue.popleft()
    yield from queue


def _old_file(step: Step) -> str:
    """The path under which the registry knows the file of a step so far."""
    return step.origin if step.action is Action.MOVE and step.origin else step.path


def _document_path(file: str, document: LoadedDocument) -> str:
    return file if document.row is None else f"{file}#{document.row}"


def _row(path: str) -> int | None:
    row = path.rpartition("#")[2]
    return int(row) if "#" in path and row.isdigit() else None


def _free_id(path: str, taken: Callable[[str], bool]) -> str:
    # The path at first sight names a document for good; a later file at the same path gets the next number.
    candidates = (sha256(f"{path}\0{attempt}".encode()).hexdigest()[:12] for attempt in count())
    return next(candidate for candidate in candidates if not taken(candidate))
