"""Changes a staged generation: registry, vectors, lexical index and language means move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.documents import Chunk
from assistant.index.lexical import LexicalWriter
from assistant.index.manifest import Manifest
from assistant.index.registry import Registry, StoredDocument
from assistant.index.snapshot import LEXICAL_FOLDER
from assistant.index.vectors import VectorStore, collection_language


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to store: its chunks, their vectors (chunks, dimension) of unit length, and the hashes of the texts
    that were embedded."""

    document: StoredDocument
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32]
    hashes: tuple[str, ...]


class IndexWriter:
    """Writes documents into a private generation folder, which nobody reads before it is published."""

    def __init__(self, staging: Path) -> None:
        self._staging = staging
        self.registry = Registry(staging, writable=True)
        self._vectors = VectorStore(staging)
        self._lexical = LexicalWriter(staging / LEXICAL_FOLDER)
        self._sums = dict(self.registry.language_sums())

    def put(self, entries: Sequence[Entry]) -> None:
        """Store documents, each in place of its old version; many at once cost less than one by one."""
        for entry in entries:
            self.delete(entry.document.info.id)
            self.registry.put_document(entry.document, entry.chunks, entry.hashes)
            self._lexical.add(entry.document.info, entry.chunks)
            total = entry.vectors.sum(axis=0, dtype=np.float64)
            self._count(entry.document.info.metadata.language, len(entry.chunks), total)
        self._vectors.add([(entry.document.info, entry.chunks, entry.vectors) for entry in entries if entry.chunks])

    def delete(self, document_id: str) -> None:
        """Remove a document and its chunks; nothing happens when it is not there."""
        old = self.registry.document(document_id)
        if old is None:
            return
        ids = [chunk.id for chunk in self.registry.document_chunks(document_id)]
        gone = self._vectors.vectors(ids)
        language = old.info.metadata.language
        if gone:
            self._count(language, -len(gone), -np.stack(list(gone.values())).sum(axis=0, dtype=np.float64))
        self._vectors.delete(language, ids)
        self._lexical.delete_documents([document_id])
        self.registry.delete_document(document_id)

    def finish(self, manifest: Manifest) -> None:
        """Write everything out; the folder is then complete and ready to be published."""
        self.registry.put_language_sums(self._sums)
        self.registry.commit()
        self._lexical.commit()
        self.close()
        manifest.save(self._staging)

    @property
    def dimension(self) -> int:
        """The length of the vectors; 0 while there are none."""
        return max((len(total) for _, total in self._sums.values()), default=0)

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self.registry.close()
        self._vectors.close()

    def _count(self, language: str, number: int, total: NDArray[np.float64]) -> None:
        key = collection_language(language)
        known, sum_ = self._sums.get(key, (0, np.zeros_like(total)))
        self._sums[key] = (known + number, sum_ + total)
