"""Evidence made by hand: documents in a dictionary, one passage for each paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.documents import Chunk, DocumentInfo, Evidence, Filters, Metadata, Query, Retrieval
from assistant.embedding import Embedder


class Library:
    """The part of a snapshot that answering reads, filled with ``add``."""

    def __init__(self) -> None:
        self.documents: dict[str, DocumentInfo] = {}
        self.embedder: Embedder | None = None
        self._texts: dict[str, str] = {}
        self._chunks: dict[str, tuple[Chunk, ...]] = {}

    def add(self, id_: str, text: str, heading: tuple[str, ...] = (), **metadata: object) -> DocumentInfo:
        metadata = {"title": id_, "language": "fr", **metadata}
        document = DocumentInfo(id_, f"reports/{id_}.md", Metadata(**metadata))
        chunks, start = [], 0
        for position, part in enumerate(text.split("\n\n")):
            chunks.append(Chunk(f"{id_}-{position}", id_, part, start, start + len(part), position, heading))
            start += len(part) + 2
        self.documents[id_], self._texts[id_], self._chunks[id_] = document, text, tuple(chunks)
        return document

    def text(self, id_: str) -> str:
        return self._texts[id_]

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors by the default model, of the passages alone."""
        texts = {chunk.id: chunk.text for chunks in self._chunks.values() for chunk in chunks if chunk.id in ids}
        assert self.embedder is not None, "this test needs library.embedder"
        return dict(zip(texts, self.embedder.encode_passages(list(texts.values())), strict=True))

    def document_chunks(self, id_: str) -> tuple[Chunk, ...]:
        return self._chunks[id_]

    def retrieval(
        self, question: str, ids: Sequence[str], language: str = "fr", confidence: float = 0.9,
        filters: Filters | None = None,
    ) -> Retrieval:  # fmt: skip
        """All passages of the documents ``ids``, best first, with falling scores."""
        chunks = [chunk for id_ in ids for chunk in self._chunks[id_]]
        evidence = tuple(
            Evidence(chunk, self.documents[chunk.document_id], 1 / rank, rank) for rank, chunk in enumerate(chunks, 1)
        )
        return Retrieval(Query(question, language, filters or Filters()), evidence, confidence)


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def evidence_of() -> Callable[[str], Evidence]:
    """One passage as evidence."""

    def make(text: str, language: str = "fr", **metadata: object) -> Evidence:
        library = Library()
        library.add("doc", text, language=language, **metadata)
        return library.retrieval("?", ["doc"], language).evidence[0]

    return make


@pytest.fixture
def no_model() -> SimpleNamespace:
    """In place of an embedder where none may be asked."""
    return SimpleNamespace()
