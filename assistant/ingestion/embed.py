"""Vectors for passages: from the cache where they are known, from the model otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Embedder
from assistant.index.embedding_cache import EmbeddingCache

TEXTS_A_CALL = 128
"""Texts given to the model in one call: a few seconds of work, after which progress is told and kept."""


class CachedEncoder:
    """Encodes passages and remembers every vector at once. ``embedded`` and ``reused`` count what it did.

    Args:
        after_call: is called after each portion of texts that was embedded; what it raises ends the work.
        timed: measures the stages of the work.
    """

    def __init__(
        self,
        embedder: Embedder,
        cache: EmbeddingCache,
        after_call: Callable[[int], None],
        timed: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        self._embedder = embedder
        self._cache = cache
        self._after_call = after_call
        self._timed = timed
        self.embedded = 0
        self.reused = 0

    def encode(self, texts: Sequence[str], hashes: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of ``texts``, shape (texts, dimension); ``hashes`` are their keys in the cache."""
        known = self._cache.get(list(dict.fromkeys(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        self.reused += len(texts) - len(missing)
        self._after_call(len(texts) - len(missing))
        if missing:
            with self._timed("load model"):
                self._embedder.load()
            with self._timed("embed"):
                known |= self._embed(missing)
        return np.stack([known[key] for key in hashes]) if hashes else np.zeros((0, 0), np.float32)

    def _embed(self, missing: Mapping[str, str]) -> dict[str, NDArray[np.float32]]:
        found: dict[str, NDArray[np.float32]] = {}
        # Texts of like length share a call, and in it a batch, so that little is padded.
        keys = sorted(missing, key=lambda key: len(missing[key]))
        for at in range(0, len(keys), TEXTS_A_CALL):
            part = keys[at : at + TEXTS_A_CALL]
            vectors = dict(zip(part, self._embedder.encode_passages([missing[key] for key in part]), strict=True))
            self._cache.put(vectors)
            found |= vectors
            self.embedded += len(part)
            self._after_call(len(part))
        return found
