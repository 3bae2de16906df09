"""The two questions that every interface asks: ``search`` and ``ask``, answered from the newest state of the index."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType

from assistant.activity import ActivityLog, open_activity
from assistant.answering import CANDIDATES, Answerer, small_talk, standalone
from assistant.documents import Answer, By, Filters, Retrieval, Turn
from assistant.embedding import Embedder, open_embedder
from assistant.errors import AssistantError, IndexMismatchError, IndexMissingError
from assistant.index.generations import IndexFolder
from assistant.index.lexical import LEXICAL_VERSION
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.reader import Reader, open_reader
from assistant.retrieval import Retriever, diversify, understand
from assistant.settings import Settings

_FIRST = "Saint-Nazaire"  # a question whose language only the slower way can tell, which takes long at first use


@dataclass(slots=True)
class _Opened:
    """A snapshot with what answers from it, and how many questions are using it now."""

    stamp: tuple[int, int]
    snapshot: Snapshot
    retriever: Retriever
    answerer: Answerer
    users: int = 0
    retired: bool = False

    def close(self) -> None:
        self.retriever.close()
        self.snapshot.close()


@dataclass(frozen=True, slots=True)
class State:
    """What an interface shows while it waits: whether the models are loaded, and whether there is an index.
    ``problem`` is one line that says what is in the way, or empty."""

    model_loaded: bool
    generation: int | None
    problem: str = ""


@dataclass
class Assistant:
    """Answers questions from an index folder. Thread-safe; one an application.

    A sync that ends in this or another process is noticed at the next question: the pointer of the index is read
    each time, which costs microseconds, and the new generation is opened when it has moved. Questions under way
    finish on the generation that they began with.
    """

    settings: Settings
    embedder: Embedder = field(init=False)
    reader: Reader | None = field(init=False)
    activity: ActivityLog = field(init=False)
    _opened: _Opened | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _opening: threading.Lock = field(default_factory=threading.Lock, init=False)
    _problem: str = field(default="", init=False)
    _known: dict[str, Embedder] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.embedder = open_embedder(self.settings)
        self.reader = open_reader(self.settings, self.embedder)
        self.activity = open_activity(self.settings)

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def search(self, question: str, filters: Filters | None = None, k: int = 10) -> Retrieval:
        """The ``k`` passages that bear on a question, best first, with the probability that they answer it.

        Copies and translations of one passage, and too many of one document, are left out after reading.

        Raises:
            IndexUnusableError: there is no index, or it cannot be used as it is.
            EmbeddingModelError: the model cannot be loaded.
        """
        with self._use() as opened:
            query = understand(question, filters or Filters())
            found = opened.retriever.retrieve(query, max(k, CANDIDATES))
            read, _ = opened.answerer.read(query, found)
            seen = {each.evidence.chunk.id for each in read}
            unread = [replace(each, score=0.0) for each in found if each.chunk.id not in seen]
            ranked = [replace(e, rank=n) for n, e in enumerate([*(each.evidence for each in read), *unread], 1)]
            return Retrieval(query, diversify(ranked, query.language, k), opened.answerer.confidence(query, read))

    def ask(self, question: str, conversation: Sequence[Turn] = (), filters: Filters | None = None) -> Iterator[Answer]:
        """Answer a question in growing versions; the last one is complete. Raises as :meth:`search` does."""
        with self._use() as opened:
            chat = small_talk(question, understand(question).language, opened.snapshot.documents)
            if chat is not None:
                yield replace(chat, by=By.TALK)
                return
            alone = standalone(question, conversation, opened.snapshot, self.settings, opened.answerer.entities)
            understood_as = "" if alone == question else alone
            query = understand(alone, filters or Filters())
            found = opened.retriever.retrieve(query, CANDIDATES)
            for answer in opened.answerer.answer(query, found, conversation):
                yield replace(answer, understood_as=understood_as)

    def answer(self, question: str, filters: Filters | None = None) -> Answer:
        """The complete answer to a question that stands alone. Raises as :meth:`search` does."""
        *_, last = self.ask(question, (), filters)
        return last

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The newest state of the index, for the time of the block. Raises as :meth:`search` does."""
        with self._use() as opened:
            yield opened.snapshot

    def load(self) -> None:
        """Load models and index now, so that the first question does not wait. Never raises; see :meth:`state`."""
        try:
            self.embedder.load()
            self.search(_FIRST)  # whatever is made at first use is made now
            self._problem = ""
        except AssistantError as error:
            self._problem = str(error)

    def know(self, embedder: Embedder) -> None:
        """Be ready to answer with another model, from an index that is being made with it."""
        self._known.setdefault(self.embedder.model_id, self.embedder)
        self._known[embedder.model_id] = embedder

    def state(self) -> State:
        """How far loading is; cheap enough to be asked every second."""
        try:
            generation = IndexFolder(self.settings.index_dir).require_current()
        except AssistantError as error:
            return State(self._settled, None, str(error))
        return State(self._settled, generation, self._problem)

    @property
    def _settled(self) -> bool:
        return self.embedder.loaded and (self.reader is None or self.reader.settled)

    def close(self) -> None:
        with self._lock:
            opened, self._opened = self._opened, None
            if opened is not None:
                self._retire(opened)

    @contextmanager
    def _use(self) -> Iterator[_Opened]:
        opened = self._newest()
        try:
            yield opened
        finally:
            with self._lock:
                opened.users -= 1
                if opened.retired and opened.users == 0:
                    opened.close()

    def _newest(self) -> _Opened:
        stamp = IndexFolder(self.settings.index_dir).stamp()
        with self._lock:
            if self._opened is not None and self._opened.stamp == stamp:
                self._opened.users += 1
                return self._opened
        with self._opening:  # one thread opens; the others go on with what is open, or wait for the first one
            with self._lock:
                current = self._opened
            if current is None or current.stamp != stamp:
                fresh = self._open(stamp)
                with self._lock:
                    if self._opened is not None:
                        self._retire(self._opened)
                    self._opened = fresh
        with self._lock:
            if self._opened is None:
                raise IndexMissingError("The assistant has been closed.")
            self._opened.users += 1
            return self._opened

    def _open(self, stamp: tuple[int, int]) -> _Opened:
        snapshot = open_snapshot(self.settings.index_dir)
        made = snapshot.manifest
        known = self._known.get(made.embedding_model, self.embedder)
        if known is not self.embedder:  # the reader shares the word embeddings of the one that answers
            self.embedder, self.reader = known, open_reader(self.settings, known)
        for what, in_index, here in (
            ("embedding model", made.embedding_model, self.embedder.model_id),
            ("word index", made.lexical, LEXICAL_VERSION),
        ):
            if in_index != here:
                snapshot.close()
                raise IndexMismatchError(
                    f"The index was made with another {what} ({in_index}; here: {here}); "
                    "run `python ingest.py --rebuild`, or set back what changed."
                )
        retriever = Retriever(snapshot, self.embedder, self.settings)
        return _Opened(stamp, snapshot, retriever, Answerer(snapshot, self.reader, self.settings))

    @staticmethod
    def _retire(opened: _Opened) -> None:
        opened.retired = True
        if opened.users == 0:
            opened.close()
