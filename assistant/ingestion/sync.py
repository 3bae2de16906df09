"""The one writer: carries out a plan on a copy of the live generation, and publishes the copy when it is whole."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count

from assistant.chunking import CHUNKER_VERSION, embedded_text, split
from assistant.documents import Chunk, DocumentInfo, LoadedDocument
from assistant.embedding import Embedder, open_embedder
from assistant.errors import AssistantError, DocumentError, IndexMismatchError, IndexWriteError
from assistant.index.embedding_cache import EmbeddingCache, text_hash
from assistant.index.generations import IndexFolder
from assistant.index.lexical import LEXICAL_VERSION
from assistant.index.lock import writer_lock
from assistant.index.manifest import Manifest
from assistant.index.registry import FileRecord, FileState, Registry, StoredDocument
from assistant.index.writer import IndexWriter
from assistant.ingestion.embed import CachedEncoder
from assistant.ingestion.plan import Action, Step, plan
from assistant.ingestion.report import FileOutcome, Progress, ProgressListener, SyncReport
from assistant.ingestion.scan import Scan, scan, select
from assistant.loading import Loader, read_sidecar
from assistant.settings import Settings

FILES_AHEAD = 16
"""Files that the workers may read ahead of the embedding; bounds the memory that waiting documents take."""

CHUNKS_AT_ONCE = 512
"""Passages embedded in one call: enough for batches of even length, few enough to lose little in a crash."""

_NOTHING_TO_WRITE = (Action.UNCHANGED, Action.FAIL)


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
    embedder = embedder or open_embedder(settings)
    folder = IndexFolder(settings.index_dir)
    with writer_lock(folder.lock):
        run = _Run(settings, embedder, folder, rebuild, on_progress)
        return run.execute(paths, dry_run)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file that has been read and split, ready to be embedded."""

    step: Step
    documents: tuple[tuple[StoredDocument, tuple[Chunk, ...]], ...]

    @property
    def chunks(self) -> int:
        return sum(len(chunks) for _, chunks in self.documents)


@dataclass
class _Run:
    settings: Settings
    embedder: Embedder
    folder: IndexFolder
    rebuild: bool
    on_progress: ProgressListener | None
    seconds: dict[str, float] = field(default_factory=dict)
    outcomes: dict[str, FileOutcome] = field(default_factory=dict)
    _dirty: bool = False
    """Whether the staged generation differs from the live one; failing again as before changes nothing."""

    def execute(self, paths: Sequence[str], dry_run: bool) -> SyncReport:
        current = self._usable_generation()
        with self._timed("scan"):
            sidecar = read_sidecar(self.settings.corpus_dir)
            found = scan(self.settings.corpus_dir, sidecar)
            known = self._known_files(current)
            selection = select(paths, self.settings.corpus_dir)
            present = [s.path for s in found.skipped if s.failed]
            steps = plan(found.files, known, present, selection)
        self._note_skipped(found, known)
        for step in steps:
            if step.action in _NOTHING_TO_WRITE or dry_run:
                self._note(step, known)
        if dry_run or (not self.rebuild and all(s.action in _NOTHING_TO_WRITE for s in steps)):
            return self._report(current, dry_run=dry_run)
        return self._write(current, steps, known, sidecar)

    # What is there

    def _usable_generation(self) -> int | None:
        if self.rebuild:
            return None
        current = self.folder.current()
        if current is None or not self.folder.generation(current).is_dir():
            return None
        differences = Manifest.load(self.folder.generation(current)).differences(self._manifest(current))
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
            created=_now(),
        )

    def _known_files(self, current: int | None) -> Mapping[str, FileRecord]:
        if current is None:
            return {}
        registry = Registry(self.folder.generation(current))
        try:
            return registry.files()
        finally:
            registry.close()

    def _note_skipped(self, found: Scan, known: Mapping[str, FileRecord]) -> None:
        for skipped in found.skipped:
            action = Action.FAIL if skipped.failed else Action.SKIP
            stale = skipped.failed and skipped.path in known and known[skipped.path].hash != ""
            self.outcomes[skipped.path] = FileOutcome(skipped.path, action, skipped.reason, skipped.code, stale)

    def _note(self, step: Step, known: Mapping[str, FileRecord]) -> None:
        record = known.get(step.path)
        failed = step.action is Action.FAIL and record is not None
        self.outcomes[step.path] = FileOutcome(
            step.path,
            step.action,
            reason=record.reason if failed and record else "",
            code=record.code if failed and record else "",
            stale=failed and record is not None and record.state is FileState.STALE,
            origin=step.origin,
        )

    # Writing

    def _write(
        self,
        current: int | None,
        steps: Sequence[Step],
        known: Mapping[str, FileRecord],
        sidecar: Mapping[str, Mapping[str, object]],
    ) -> SyncReport:
        number = self.folder.next_number()
        try:
            with ExitStack() as stack:
                with self._timed("stage"), _write_errors():
                    staging = self.folder.stage(from_current=current is not None)
                    stack.callback(self.folder.discard_staging)
                    writer = IndexWriter(staging)
                    stack.callback(writer.close)
                    cache = EmbeddingCache(self.folder.embedding_cache, self.embedder.model_id)
                    stack.callback(cache.close)
                loader = stack.enter_context(Loader(self.settings))
                encoder = CachedEncoder(self.embedder, cache)
                self._carry_out(steps, known, sidecar, loader, encoder, writer)
                if current is not None and not self._dirty:
                    return self._report(current)
                with self._timed("publish"), _write_errors():
                    documents, chunks = writer.registry.counts()
                    cache.keep_only(writer.registry.embedding_hashes())
                    writer.finish(self._manifest(number, documents, chunks, writer.dimension))
                    self.folder.publish(staging, number)
                self.folder.sweep()
        except OSError as error:
            raise IndexWriteError(
                f"The index cannot be written: {error.strerror or error}. It is as it was before this run."
            ) from error
        report = self._report(number)
        return replace(report, chunks_embedded=encoder.embedded, chunks_reused=encoder.reused)

    def _carry_out(
        self,
        steps: Sequence[Step],
        known: Mapping[str, FileRecord],
        sidecar: Mapping[str, Mapping[str, object]],
        loader: Loader,
        encoder: CachedEncoder,
        writer: IndexWriter,
    ) -> None:
        # Deletions last: a moved file keeps the identity of its documents until it is written at its new place.
        reading = [s for s in steps if s.action in (Action.ADD, Action.UPDATE, Action.MOVE)]
        done = 0
        waiting: list[_Prepared] = []
        for step, future in _ahead(reading, loader, sidecar):
            with self._timed("read"):
                prepared = self._prepare(step, future, known, writer)
            done += 1
            if prepared is not None:
                waiting.append(prepared)
            if sum(p.chunks for p in waiting) >= CHUNKS_AT_ONCE:
                self._store(waiting, encoder, writer)
                waiting.clear()
            self._tell(done, len(reading), encoder, step.path)
        self._store(waiting, encoder, writer)
        self._tell(done, len(reading), encoder, "")
        with self._timed("write"), _write_errors():
            for step in steps:
                self._bookkeep(step, writer)

    def _prepare(
        self,
        step: Step,
        future: Future[tuple[LoadedDocument, ...]],
        known: Mapping[str, FileRecord],
        writer: IndexWriter,
    ) -> _Prepared | None:
        try:
            loaded = future.result()
            ids = self._document_ids(step, loaded, writer)
            return _Prepared(step, tuple(self._split(step, doc, id_) for doc, id_ in zip(loaded, ids, strict=True)))
        except DocumentError as error:
            self._fail(step, error, known.get(step.path), writer)
            return None

    def _split(self, step: Step, loaded: LoadedDocument, document_id: str) -> tuple[StoredDocument, tuple[Chunk, ...]]:
        info = DocumentInfo(document_id, _document_path(step.path, loaded), loaded.metadata)
        limit = min(self.settings.chunk_tokens, self.embedder.max_tokens)
        chunks = split(loaded, document_id, self.embedder.count_tokens, limit)
        return StoredDocument(info, step.path, loaded.text, loaded.blocks), chunks

    def _document_ids(self, step: Step, loaded: Sequence[LoadedDocument], writer: IndexWriter) -> list[str]:
        """Known documents keep their id, also when their file has moved; new ones get one that is free."""
        old_file = step.origin if step.action is Action.MOVE and step.origin else step.path
        old = writer.registry.document_ids(old_file)
        ids: list[str] = []
        for document in loaded:
            path = _document_path(step.path, document)
            known = old.get(_document_path(old_file, document))
            ids.append(known or _free_id(path, lambda i: writer.registry.has_document(i) or i in ids))
        return ids

    def _store(self, prepared: Sequence[_Prepared], encoder: CachedEncoder, writer: IndexWriter) -> None:
        pairs = [
            (embedded_text(document.info.metadata.title, chunk), document.info.id)
            for p in prepared
            for document, chunks in p.documents
            for chunk in chunks
        ]
        hashes = [text_hash(text) for text, _ in pairs]
        with self._timed("embed"), _write_errors():
            vectors = encoder.encode([text for text, _ in pairs], hashes) if pairs else None
        at = 0
        with self._timed("write"), _write_errors():
            for p in prepared:
                origin = p.step.origin if p.step.action is Action.MOVE and p.step.origin else p.step.path
                kept = {document.info.id for document, _ in p.documents}
                for old in writer.registry.document_ids(origin).values():
                    if old not in kept:
                        writer.delete(old)
                for document, chunks in p.documents:
                    if vectors is not None:
                        end = at + len(chunks)
                        writer.put(document, chunks, vectors[at:end], hashes[at:end])
                        at = end
                self._succeed(p, writer)

    # Bookkeeping

    def _succeed(self, prepared: _Prepared, writer: IndexWriter) -> None:
        step = prepared.step
        assert step.found is not None
        found = step.found
        self._dirty = True
        writer.registry.put_file(
            FileRecord(step.path, FileState.INDEXED, found.hash, found.content, found.hash, found.size, _now())
        )
        self.outcomes[step.path] = FileOutcome(
            step.path, step.action, origin=step.origin, documents=len(prepared.documents), chunks=prepared.chunks
        )

    def _fail(self, step: Step, error: DocumentError, record: FileRecord | None, writer: IndexWriter) -> None:
        assert step.found is not None
        found = step.found
        stale = record is not None and record.state in (FileState.INDEXED, FileState.STALE)
        failed = FileRecord(
            step.path,
            FileState.STALE if stale else FileState.FAILED,
            hash=record.hash if stale and record else "",
            content=record.content if stale and record else found.content,
            attempted=found.hash,
            size=found.size,
            synced=_now(),
            reason=str(error),
            code=error.code,
        )
        if record is None or replace(failed, synced=record.synced) != record:
            self._dirty = True
            with _write_errors():
                writer.registry.put_file(failed)
        self.outcomes[step.path] = FileOutcome(step.path, Action.FAIL, str(error), error.code, stale)

    def _bookkeep(self, step: Step, writer: IndexWriter) -> None:
        """The steps that need no reading, and what moved files leave behind."""
        self._dirty |= step.action in (Action.DELETE, Action.MOVE, Action.DUPLICATE)
        if step.action is Action.DELETE:
            self._forget(step.path, writer)
            self.outcomes[step.path] = FileOutcome(step.path, step.action)
        elif step.action is Action.MOVE and step.origin:
            self._forget(step.origin, writer)
        elif step.action is Action.DUPLICATE and step.found:
            self._forget(step.path, writer)
            found = step.found
            writer.registry.put_file(
                FileRecord(
                    step.path, FileState.DUPLICATE, found.hash, found.content, found.hash, found.size, _now(),
                    duplicate_of=step.origin,
                )
            )  # fmt: skip
            self.outcomes[step.path] = FileOutcome(step.path, step.action, origin=step.origin)

    @staticmethod
    def _forget(path: str, writer: IndexWriter) -> None:
        for document_id in writer.registry.document_ids(path).values():
            writer.delete(document_id)
        writer.registry.delete_file(path)

    # Telling

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
    steps: Sequence[Step], loader: Loader, sidecar: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[Step, Future[tuple[LoadedDocument, ...]]]]:
    """Each step with its future, in order, while the workers read a few files ahead."""
    queue: deque[tuple[Step, Future[tuple[LoadedDocument, ...]]]] = deque()
    for step in steps:
        assert step.found is not None
        queue.append((step, loader.submit(step.found.file, step.path, sidecar.get(step.path))))
        if len(queue) > FILES_AHEAD:
            yield queue.popleft()
    yield from queue


def _document_path(file: str, document: LoadedDocument) -> str:
    return file if document.row is None else f"{file}#{document.row}"


def _free_id(path: str, taken: Callable[[str], bool]) -> str:
    # The path at first sight names a document for good; a later file at the same path gets the next number.
    candidates = (sha256(f"{path}\0{attempt}".encode()).hexdigest()[:12] for attempt in count())
    return next(candidate for candidate in candidates if not taken(candidate))


@contextmanager
def _write_errors() -> Iterator[None]:
    """Turns what Chroma, tantivy and SQLite raise on a refused write into one error."""
    try:
        yield
    except AssistantError:
        raise
    except sqlite3.Error as error:
        raise IndexWriteError(f"The index cannot be written: {error}. It is as it was before this run.") from error
    except Exception as error:
        if _is_refused_write(error):
            raise IndexWriteError(
                f"The index cannot be written: {_first_line(error)}. It is as it was before this run."
            ) from error
        raise


def _is_refused_write(error: BaseException) -> bool:
    text = str(error).lower()
    return isinstance(error, OSError) or any(
        words in text for words in ("no space left", "disk is full", "disk full", "quota exceeded", "read-only")
    )


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
