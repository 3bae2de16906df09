"""Doubles of the middle of answering: documents in a dictionary, and a reader that finds likely what it is told to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading import Read, read
from assistant.documents import Chunk, DocumentInfo, Evidence, Metadata, Query
from assistant.reader import Passage, Reader, Reading
from tests.blocks import blocks_in

UNLIKELY = -9.0


class Library:
    """The part of a snapshot that answering reads, filled with ``add``."""

    def __init__(self) -> None:
        self.documents: dict[str, DocumentInfo] = {}
        self.lexical = SimpleNamespace(idf=lambda _: 1.0)
        self._texts: dict[str, str] = {}
        self._chunks: dict[str, tuple[Chunk, ...]] = {}

    def add(self, id_: str, text: str, heading: tuple[str, ...] = (), **metadata: object) -> DocumentInfo:
        metadata = {"title": id_, "language": "fr", **metadata}
        document = DocumentInfo(id_, f"reports/{id_}.md", Metadata(**metadata))
        chunks, start = [], 0
        for position, part in enumerate(text.split("\n\n")):
            end = start + len(part)
            blocks = tuple(blocks_in(text, start, end, heading))
            chunks.append(Chunk(f"{id_}-{position}", id_, part, start, end, position, heading, blocks=blocks))
            start = end + 2
        self.documents[id_], self._texts[id_], self._chunks[id_] = document, text, tuple(chunks)
        return document

    def text(self, id_: str) -> str:
        return self._texts[id_]

    def document_chunks(self, id_: str) -> tuple[Chunk, ...]:
        return self._chunks[id_]

    def found(self, *ids: str) -> tuple[Evidence, ...]:
        """All passages of the documents ``ids``, best first, with falling scores."""
        chunks = [chunk for id_ in ids for chunk in self._chunks[id_]]
        return tuple(
            Evidence(chunk, self.documents[chunk.document_id], 1 / (rank + 1), rank)
            for rank, chunk in enumerate(chunks, 1)
        )

    def read(self, reader: Reader, *ids: str, question: str = "?", language: str = "fr") -> tuple[Read, ...]:
        """The same as ``reader`` sees it."""
        return read(Query(question, language), self.found(*ids), reader)


class FakeReader:
    """Finds a sentence as likely as the likeliest of the words that it holds (``likely``, in logits), and a passage as
    its best sentence; supports every claim but those with one of the words ``doubted``."""

    name = "fake"
    settled = True

    def __init__(self, likely: Mapping[str, float] | Sequence[str] = (), doubted: Sequence[str] = ()) -> None:
        self.likely = likely if isinstance(likely, Mapping) else dict.fromkeys(likely, 4.0)
        self.doubted = doubted
        self.batches: list[int] = []

    def load(self) -> None: ...

    def read(self, _: str, passages: Sequence[Passage]) -> list[Reading]:
        self.batches.append(len(passages))
        return [
            Reading(self._logit(each.text), tuple(self._logit(each.text[a:b]) for a, b in each.sentences))
            for each in passages
        ]

    def support(self, sentence: str, passages: Sequence[Passage]) -> NDArray[np.float32]:
        return np.full(len(passages), 0.05 if any(word in sentence for word in self.doubted) else 0.95, np.float32)

    def _logit(self, text: str) -> float:
        return max((logit for word, logit in self.likely.items() if word in text), default=UNLIKELY)
