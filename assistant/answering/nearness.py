"""How near sentences are to a question in meaning. Vectors of sentences are remembered, from one state of the index to
the next: questions come back to the same passages, and a sentence of twenty words takes about 5 ms on two cores."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answering.candidates import Candidate
from assistant.embedding import Embedder

REMEMBERED = 60_000
"""Sentences whose vectors are kept, in half precision: 46 MB with the default model. An index of 10 000 passages has
about as many."""

_LONGEST = 400
"""Characters of a sentence that are embedded: all of 97 in 100 sentences. A batch takes as long as its longest."""


class Nearness:
    """Measures candidates against questions. Thread-safe."""

    def __init__(self, embedder: Embedder, remembered: int = REMEMBERED) -> None:
        self._embedder, self._remembered = embedder, remembered
        self._vectors: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def question(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, (dimension,), of unit length."""
        vector: NDArray[np.float32] = self._embedder.encode_queries([text])[0]
        return vector

    def unknown(self, sentences: Iterable[str]) -> list[str]:
        """Those of the ``sentences`` (as :func:`in_place` gives them) whose vectors are not remembered, each once."""
        with self._lock:
            return [text for text in dict.fromkeys(sentences) if text not in self._vectors]

    def remember(self, vectors: Mapping[str, NDArray[np.float16] | NDArray[np.float32]]) -> None:
        """Keep vectors of sentences that were embedded before."""
        with self._lock:
            for text, vector in vectors.items():
                self._vectors[text] = vector.astype(np.float16)
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._remembered:
                self._vectors.popitem(last=False)

    def embed(self, sentences: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of new sentences, which are remembered from now on."""
        vectors = dict(zip(sentences, self._embedder.encode_passages(sentences), strict=True))
        self.remember(vectors)
        return vectors

    def measure(self, question: str, found: Sequence[Candidate]) -> dict[int, float]:
        """The cosine of each candidate, under its title and nearest heading, to the question; by its ``order``."""
        if not found:
            return {}
        vectors = self._of([in_place(candidate) for candidate in found])
        cosines = vectors @ self.question(question)
        return {candidate.order: float(cosine) for candidate, cosine in zip(found, cosines, strict=True)}

    def _of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known |= dict(zip(new, self._embedder.encode_passages(new).astype(np.float16), strict=True))
        self.remember(known)
        return np.stack([known[text] for text in texts]).astype(np.float32)


def in_place(candidate: Candidate) -> str:
    """A sentence under its title and its nearest heading, as it is embedded; of a very long one, its beginning."""
    title = candidate.evidence.document.metadata.title
    heading = (part for part in candidate.heading[-1:] if part != title)
    return "\n".join((title, *heading, candidate.text[:_LONGEST]))
