"""What readers open: one generation of the index, which no write ever changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from assistant.documents import Chunk, DocumentInfo, Filters
from assistant.errors import IndexUnusableError
from assistant.index.generations import IndexFolder
from assistant.index.lexical import LexicalIndex
from assistant.index.manifest import Manifest
from assistant.index.registry import FileRecord, Registry, StoredDocument
from assistant.index.vectors import DenseHits, VectorStore

LEXICAL_FOLDER = "lexical"


class Snapshot:
    """One generation, opened for reading. Safe to use from several threads; close it when nobody reads any more.

    ``documents`` is the whole catalogue by id; ``means`` and ``counts`` give, by language, the mean of the raw
    vectors of its chunks, shape (dimension,), and their number.
    """

    def __init__(self, generation: Path) -> None:
        self.manifest = Manifest.load(generation)
        self.generation = self.manifest.generation
        self._registry = Registry(generation)
        self._vectors = VectorStore(generation)
        self.lexical = LexicalIndex(generation / LEXICAL_FOLDER)
        self.documents: Mapping[str, DocumentInfo] = MappingProxyType(self._registry.documents())
        sums = {language: pair for language, pair in self._registry.language_sums().items() if pair[0] > 0}
        self.languages = tuple(sorted(sums))
        self.counts: Mapping[str, int] = MappingProxyType({lang: count for lang, (count, _) in sums.items()})
        self.means: Mapping[str, NDArray[np.float32]] = MappingProxyType(
            {lang: (total / count).astype(np.float32) for lang, (count, total) in sums.items()}
        )

    def nearest(self, vector: NDArray[np.float32], language: str, k: int, filters: Filters) -> DenseHits:
        """The ``k`` chunks of a language nearest to ``vector`` (dimension,), by raw cosine, best first."""
        return self._vectors.nearest(vector, language, k, filters)

    def vectors(self, chunk_ids: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """The raw vectors of chunks, by id."""
        return self._vectors.vectors(chunk_ids)

    def chunks(self, chunk_ids: Sequence[str]) -> Mapping[str, Chunk]:
        """Chunks by id; unknown ids are left out."""
        return self._registry.chunks(chunk_ids)

    def document_chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """All chunks of a document, in order."""
        return self._registry.document_chunks(document_id)

    def document(self, document_id: str) -> StoredDocument | None:
        """A document with its text and blocks, or None when it is not indexed."""
        return self._registry.document(document_id)

    def text(self, document_id: str) -> str:
        """The text of a document; empty when it is not indexed."""
        return self._registry.text(document_id) or ""

    def files(self) -> Mapping[str, FileRecord]:
        """Every file of the corpus that the last sync saw, with its state, by path."""
        return self._registry.files()

    def chunk_counts(self) -> Mapping[str, int]:
        """How many chunks each document has, by its id."""
        return self._registry.chunk_counts()

    def chunk_ids(self) -> frozenset[str]:
        """The ids of all chunks, as the registry has them."""
        return self._registry.chunk_ids()

    def vector_ids(self) -> frozenset[str]:
        """The ids of all chunks, as Chroma has them."""
        return frozenset(i for ids in self._vectors.ids().values() for i in ids)

    def matching(self, filters: Filters) -> frozenset[str] | None:
        """The ids of the documents that ``filters`` admit, or None when nothing is filtered."""
        if filters == Filters():
            return None
        return frozenset(id_ for id_, document in self.documents.items() if admits(filters, document))

    def close(self) -> None:
        self._registry.close()
        self._vectors.close()


def admits(filters: Filters, document: DocumentInfo) -> bool:
    """Whether a document matches every given field of ``filters``."""
    known = document.metadata
    return (
        (not filters.kind or known.kind in filters.kind)
        and (not filters.language or known.language in filters.language)
        and (not filters.sector or known.sector in filters.sector)
        and (not filters.cluster or not set(filters.cluster).isdisjoint(known.cluster))
        and (not filters.region or not set(filters.region).isdisjoint(known.region))
    )


def open_snapshot(index_dir: Path) -> Snapshot:
    """Open the live generation of an index. Opening never changes anything.

    Raises:
        IndexMissingError: nothing has been ingested yet.
        IndexMismatchError: the index has another layout than this version reads.
        IndexUnusableError: the index is damaged.
    """
    folder = IndexFolder(index_dir)
    for _ in range(2):  # a sync may sweep the generation between reading the pointer and opening it
        number = folder.require_current()
        try:
            return Snapshot(folder.generation(number))
        except Exception as error:
            if folder.current() == number:
                if isinstance(error, IndexUnusableError):
                    raise
                raise IndexUnusableError(
                    f"The index in {index_dir} is damaged ({error}); run `python ingest.py --rebuild`."
                ) from error
    raise IndexUnusableError(f"The index in {index_dir} keeps changing; try again.")
