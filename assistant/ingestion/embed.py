"""Vectors for passages: from the cache where they are known, from the model otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Embedder
from assistant.index.embedding_cache import EmbeddingCache


class CachedEncoder:
    """Encodes passages and remembers every vector at once. ``embedded`` and ``reused`` count what it did."""

    def __init__(self, embedder: Embedder, cache: EmbeddingCache) -> None:
        self._embedder = embedder
        self._cache = cache
        self.embedded = 0
        self.reused = 0

    def encode(self, texts: Sequence[str], hashes: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of ``texts``, shape (texts, dimension); ``hashes`` are their keys in the cache."""
        known = self._cache.get(list(dict.fromkeys(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        if missing:
            vectors = dict(zip(missing, self._embedder.encode_passages(list(missing.values())), strict=True))
            self._cache.put(vectors)
            known |= vectors
        self.embedded += len(missing)
        self.reused += len(texts) - len(missing)
        return np.stack([known[key] for key in hashes]) if hashes else np.zeros((0, 0), np.float32)
