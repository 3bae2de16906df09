"""The vectors of a generation, in Chroma: one collection a language, raw unit vectors, cosine distance.

A collection a language lets a question ask each language for its own best passages; a multilingual model would
otherwise prefer those in the question's own language, whatever they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from assistant.documents import Chunk, DocumentInfo, Filters

FOLDER_NAME = "chroma"
LANGUAGES = ("fr", "en", "xx")
"""The collections. Every language other than French and English shares ``xx``."""

# Chroma refuses more than get_max_batch_size() (5461) in one write and some 30 000 ids in one read.
_BATCH = 4000


@dataclass(frozen=True, slots=True)
class DenseHits:
    """The chunks nearest to a vector, best first: ids, cosine similarities (n,), raw vectors (n, dimension)."""

    ids: tuple[str, ...]
    similarities: NDArray[np.float32]
    vectors: NDArray[np.float32]


def collection_language(language: str) -> str:
    """The collection that holds a language's chunks."""
    return language if language in LANGUAGES else "xx"


class VectorStore:
    """The Chroma client of one generation. Thread-safe for reading."""

    def __init__(self, generation: Path) -> None:
        # Never telemetry: nothing leaves the machine.
        self._client = chromadb.PersistentClient(
            path=str(generation / FOLDER_NAME), settings=ChromaSettings(anonymized_telemetry=False)
        )
        self._collections: dict[str, Collection] = {}
        self._sizes: dict[str, int] = {}
        for found in self._client.list_collections():
            language = found.name.removeprefix("chunks-")
            self._collections[language] = self._client.get_collection(found.name, embedding_function=None)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that hold at least one chunk."""
        return tuple(sorted(language for language in self._collections if self._size(language) > 0))

    def count(self) -> int:
        return sum(map(self._size, self._collections))

    def _size(self, language: str) -> int:
        # Chroma counts by a statement to its database, which took a sixth of a busy server's time.
        if language not in self._sizes:
            self._sizes[language] = self._collections[language].count() if language in self._collections else 0
        return self._sizes[language]

    def add(self, documents: Sequence[tuple[DocumentInfo, Sequence[Chunk], NDArray[np.float32]]]) -> None:
        """Add the chunks of documents with their vectors; their old ones must have been deleted, since Chroma ignores
        known ids."""
        by_language: dict[str, list[tuple[DocumentInfo, Chunk, NDArray[np.float32]]]] = {}
        for document, chunks, vectors in documents:
            rows = by_language.setdefault(collection_language(document.metadata.language), [])
            rows += [(document, chunk, vector) for chunk, vector in zip(chunks, vectors, strict=True)]
        for language, rows in by_language.items():
            collection = self._collection(language)
            self._sizes.pop(language, None)
            for at in range(0, len(rows), _BATCH):
                part = rows[at : at + _BATCH]
                collection.add(
                    ids=[chunk.id for _, chunk, _ in part],
                    embeddings=cast(Any, np.stack([vector for _, _, vector in part])),
                    documents=[chunk.text for _, chunk, _ in part],
                    metadatas=cast(Any, [_metadata(document, chunk) for document, chunk, _ in part]),
                )

    def delete(self, language: str, chunk_ids: Sequence[str]) -> None:
        collection = self._collection(collection_language(language))
        self._sizes.pop(collection_language(language), None)
        for at in range(0, len(chunk_ids), _BATCH):
            collection.delete(ids=list(chunk_ids[at : at + _BATCH]))

    def nearest(self, vector: NDArray[np.float32], language: str, k: int, filters: Filters) -> DenseHits:
        """The ``k`` chunks of a language nearest to ``vector`` (dimension,) among those that ``filters`` admit."""
        size = self._size(language)
        if size == 0:
            return DenseHits((), np.zeros(0, np.float32), np.zeros((0, len(vector)), np.float32))
        result = self._collections[language].query(
            query_embeddings=cast(Any, [vector]),
            n_results=min(k, size),
            where=where(filters),
            include=["embeddings", "distances"],
        )
        ids = result["ids"][0]
        vectors = np.asarray((result["embeddings"] or [[]])[0], np.float32).reshape(len(ids), len(vector))
        return DenseHits(tuple(ids), 1 - np.asarray((result["distances"] or [[]])[0], np.float32), vectors)

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The raw vectors of chunks of any language, by id; unknown ids are left out."""
        found: dict[str, NDArray[np.float32]] = {}
        for collection in self._collections.values():
            missing = [i for i in chunk_ids if i not in found]
            for at in range(0, len(missing), _BATCH):
                result = collection.get(ids=missing[at : at + _BATCH], include=["embeddings"])
                found.update(zip(result["ids"], np.asarray(result["embeddings"], np.float32), strict=True))
        return found

    def ids(self) -> dict[str, list[str]]:
        """Every chunk id, by language: what a check compares with the registry."""
        found: dict[str, list[str]] = {}
        for language, collection in self._collections.items():
            found[language] = []
            while page := collection.get(include=[], limit=_BATCH, offset=len(found[language]))["ids"]:
                found[language].extend(page)
        return found

    def close(self) -> None:
        cast(Any, self._client).close()

    def _collection(self, language: str) -> Collection:
        if language not in self._collections:
            self._collections[language] = self._client.create_collection(
                f"chunks-{language}", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        return self._collections[language]


def where(filters: Filters) -> dict[str, Any] | None:
    """Chroma's form of a filter. It refuses an empty filter, two bare keys, ``$and`` of one and an empty ``$in``."""
    clauses: list[dict[str, Any]] = []
    for name, values in (("kind", filters.kind), ("language", filters.language), ("sector", filters.sector)):
        if values:
            clauses.append({name: {"$in": list(values)}})
    for name, values in (("cluster", filters.cluster), ("region", filters.region)):
        if values:
            any_of = [{name: {"$contains": value}} for value in values]
            clauses.append(any_of[0] if len(any_of) == 1 else {"$or": any_of})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def _metadata(document: DocumentInfo, chunk: Chunk) -> Mapping[str, object]:
    known = document.metadata
    fields: dict[str, object] = {
        "document_id": document.id,
        "path": document.path,
        "title": known.title,
        "kind": known.kind,
        "language": known.language,
        "cluster": list(known.cluster),
        "region": list(known.region),
        "sector": known.sector,
        "year": known.year,
        "heading": " › ".join(chunk.heading),
        "page": chunk.page,
        "position": chunk.position,
        "start": chunk.start,
        "end": chunk.end,
    }
    # Chroma knows neither None nor empty lists.
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
