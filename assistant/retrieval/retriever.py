"""From a question to candidates: what is near in meaning and what shares words, ranked by one fused score."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.documents import Evidence, Query
from assistant.embedding import Embedder
from assistant.index.lexical import LexicalHit
from assistant.index.snapshot import Snapshot
from assistant.index.vectors import DenseHits, collection_language
from assistant.retrieval.centring import LanguageMeans, Vector, centred, passage_mean, question_mean
from assistant.retrieval.fusion import Candidate, fused
from assistant.retrieval.means import language_means
from assistant.settings import Settings

DENSE_CANDIDATES = 50
LEXICAL_CANDIDATES = 50
"""Passages that each side proposes, the dense side for each language."""

_WORKERS = 8  # searches at once: words, and each language's vectors


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a question found: hits with their raw vectors, and the score that no passage exceeds."""

    hits: Sequence[LexicalHit]
    vectors: Mapping[str, Vector]
    ceiling: float


class Retriever:
    """Finds candidates in one snapshot. Safe to use from several threads; close it with the snapshot."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, settings: Settings) -> None:
        self._snapshot, self._embedder, self._settings = snapshot, embedder, settings
        self._threads = ThreadPoolExecutor(_WORKERS, thread_name_prefix="retrieval")

    def retrieve(self, query: Query, k: int) -> tuple[Evidence, ...]:
        """The ``k`` best passages, best first, however many are of one document.

        Raises:
            EmbeddingModelError: the model cannot be loaded.
        """
        admitted = self._snapshot.matching(query.filters)
        if not query.text or k < 1 or not self._snapshot.documents or (admitted is not None and not admitted):
            return ()
        searching = self._threads.submit(self._by_words, query, admitted)
        vector, nearest = self._by_meaning(query)
        ranked = self._rank(query, searching.result(), vector, nearest)[:k]
        chunks = self._snapshot.chunks([candidate.chunk_id for _, candidate in ranked])
        found = [
            (score, candidate, chunk)
            for score, candidate in ranked
            if (chunk := chunks.get(candidate.chunk_id)) is not None and chunk.document_id in self._snapshot.documents
        ]
        return tuple(
            Evidence(
                chunk, self._snapshot.documents[chunk.document_id], score, rank, candidate.dense, candidate.lexical
            )
            for rank, (score, candidate, chunk) in enumerate(found, 1)
        )

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    @cached_property
    def _means(self) -> LanguageMeans:
        return language_means(self._embedder, self._settings.cache_dir)

    @cached_property
    def _passage_means(self) -> Mapping[str, Vector]:
        means, counts = self._snapshot.means, self._snapshot.counts
        return {each: passage_mean(self._means, each, means[each], counts[each]) for each in self._snapshot.languages}

    def _by_words(self, query: Query, admitted: Collection[str] | None) -> _Words:
        lexical = self._snapshot.lexical
        hits = lexical.search(query.text, query.language, LEXICAL_CANDIDATES, admitted)
        vectors = self._snapshot.vectors([hit.chunk_id for hit in hits])
        return _Words(hits, vectors, lexical.ceiling(query.text, query.language))

    def _by_meaning(self, query: Query) -> tuple[Vector, Mapping[str, DenseHits]]:
        """The question's centred vector, and each language's passages nearest to it.

        Within a language the order of raw vectors by their product with the centred question is that of the centred
        ones, but for their lengths, so the index can hold raw vectors and still propose the right candidates.
        """
        raw = self._embedder.encode_queries([query.text])[0]
        vector = centred(raw, question_mean(self._means, query.language))
        searches = {
            each: self._threads.submit(self._snapshot.nearest, vector, each, DENSE_CANDIDATES, query.filters)
            for each in self._snapshot.languages
        }
        return vector, {each: search.result() for each, search in searches.items()}

    def _rank(
        self, query: Query, words: _Words, vector: Vector, nearest: Mapping[str, DenseHits]
    ) -> list[tuple[float, Candidate]]:
        """Every proposed passage with its fused score, best first."""
        lexical = {hit.chunk_id: hit.score for hit in words.hits}
        by_language: dict[str, dict[str, Vector]] = {
            each: dict(zip(hits.ids, hits.vectors, strict=True)) for each, hits in nearest.items()
        }
        for hit in words.hits:
            document = self._snapshot.documents.get(hit.document_id)
            if document is not None and hit.chunk_id in words.vectors:
                language = collection_language(document.metadata.language)
                by_language.setdefault(language, {})[hit.chunk_id] = words.vectors[hit.chunk_id]
        ranked = []
        for language, vectors in by_language.items():
            if not vectors:
                continue
            dense = centred(np.stack(list(vectors.values())), self._passage_means[language]) @ vector
            for chunk_id, similarity in zip(vectors, dense.tolist(), strict=True):
                candidate = Candidate(chunk_id, language, similarity, lexical.get(chunk_id, 0.0))
                ranked.append((fused(candidate, query.language, words.ceiling), candidate))
        return sorted(ranked, key=lambda pair: (-pair[0], pair[1].chunk_id))
