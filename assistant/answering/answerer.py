"""Puts the ways of answering together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.abstention import abstain
from assistant.answering.extractive import extract
from assistant.documents import Answer, Retrieval, Turn
from assistant.embedding import Embedder
from assistant.index.snapshot import Snapshot
from assistant.settings import Settings


class Answerer:
    """Answers questions from their evidence, on one state of the index. Thread-safe."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, settings: Settings) -> None:
        self._snapshot = snapshot
        self._embedder = embedder
        self._settings = settings

    def answer(self, retrieval: Retrieval, conversation: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer in growing versions; the last one is complete.

        Raises:
            EmbeddingModelError: the embedding model cannot be loaded.
        """
        if not retrieval.evidence or retrieval.confidence < self._settings.abstain_below:
            yield abstain(retrieval, empty=not self._snapshot.documents)
            return
        yield extract(retrieval, self._embedder)
