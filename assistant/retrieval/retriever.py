"""From a question to evidence: candidates from meaning and from words, one fused score, a varied choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.documents import Evidence, Query, Retrieval
from assistant.embedding import Embedder
from assistant.index.lexical import LexicalHit
from assistant.index.snapshot import Snapshot
from assistant.index.vectors import DenseHits, collection_language
from assistant.retrieval.asked import Dossier, asked, dossier
from assistant.retrieval.calibration import language_means
from assistant.retrieval.centring import LanguageMeans, Vector, centred, passage_mean
from assistant.retrieval.confidence import Signals, probability, shipped, signals
from assistant.retrieval.diversity import Scored, choose
from assistant.retrieval.fusion import Candidate, fused
from assistant.retrieval.named import Catalogue, Naming
from assistant.retrieval.question import question_vector
from assistant.retrieval.references import asks_for_sources, is_reference_list
from assistant.retrieval.rerank import RERANKED, Reranker
from assistant.settings import Settings

DENSE_CANDIDATES = 50
LEXICAL_CANDIDATES = 50
"""Passages that each side proposes, the dense side for each language."""

NAMED_BONUS = 0.06
"""Added to the score of passages of a document that the question names. From .06 to .1, recall@5 across languages on
the project's own questions rises from .90 to .93; other sets, whose questions name no document, stay as they are."""

_CONSIDERED = 5  # ranked passages that are looked at for each one that is shown, so that copies can be left out
_JUDGED = 10  # passages that the confidence is made of, however many are asked for
_DOSSIERS = 24  # documents of what a question names that are read: those of two names with many versions
_DOSSIERS_KEPT = 500  # dossiers kept in memory, some 50 kB each
_THREADS = ThreadPoolExecutor(8, thread_name_prefix="retrieval")


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a question found: hits with their raw vectors, and the score that no passage exceeds."""

    hits: Sequence[LexicalHit]
    vectors: Mapping[str, Vector]
    ceiling: float


@dataclass(frozen=True, slots=True)
class _Named:
    """A document that questions name: what it says, and the raw vectors of its passages."""

    language: str
    said: Dossier
    vectors: Mapping[str, Vector]


class Retriever:
    """Finds evidence in one snapshot. Safe to use from several threads."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, settings: Settings) -> None:
        self._snapshot, self._embedder, self._settings = snapshot, embedder, settings
        self._dossiers: dict[str, _Named] = {}
        self._reranker = Reranker(settings.reranker) if settings.reranker else None

    def retrieve(self, query: Query, k: int = 10) -> Retrieval:
        """The ``k`` best passages, best first, with the probability that they answer the question.

        Raises:
            EmbeddingModelError: the model cannot be loaded.
        """
        evidence, measured = self._search(query, max(k, RERANKED if self._reranker else _JUDGED))
        if measured is None or k < 1:
            return Retrieval(query, (), 0.0)
        if self._reranker is not None:
            evidence = self._reranker.rerank(query.text, evidence)
        return Retrieval(query, evidence[:k], probability(measured, shipped()))

    def signals(self, query: Query) -> Signals | None:
        """What the confidence in the answer to ``query`` is made of; None when nothing is found."""
        return self._search(query, _JUDGED)[1]

    def _search(self, query: Query, k: int) -> tuple[tuple[Evidence, ...], Signals | None]:
        admitted = self._snapshot.matching(query.filters)
        if not query.text or not self._snapshot.documents or (admitted is not None and not admitted):
            return (), None
        searching = _THREADS.submit(self._by_words, query, admitted)
        reading = _THREADS.submit(self._by_name, query)
        meaning = self._by_meaning(query)
        words, (naming, about) = searching.result(), reading.result()
        named = [each for each in about if admitted is None or each in admitted]
        evidence = self._evidence(query, self._candidates(query, words, meaning, named), k)
        return evidence, self._judged(query, evidence[:_JUDGED], naming, about) if evidence else None

    def _by_name(self, query: Query) -> tuple[Naming, Sequence[str]]:
        """What the question names, and the documents called so; they are read now if they were not before."""
        naming = self._catalogue.named_in(query.text)
        about = sorted(frozenset().union(*naming.documents))[:_DOSSIERS]
        for document_id in about:
            self._dossier(document_id)
        return naming, about

    def _judged(self, query: Query, evidence: Sequence[Evidence], naming: Naming, about: Sequence[str]) -> Signals:
        idf = self._snapshot.lexical.idf
        return signals(
            query, evidence, idf, asked(query, naming, [self._dossier(each).said for each in about], evidence, idf)
        )

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue(self._snapshot.documents.values())

    def _dossier(self, document_id: str) -> _Named:
        found = self._dossiers.get(document_id)
        if found is None:
            if len(self._dossiers) >= _DOSSIERS_KEPT:
                self._dossiers.clear()
            document, chunks = self._snapshot.documents[document_id], self._snapshot.document_chunks(document_id)
            vectors = self._snapshot.vectors([chunk.id for chunk in chunks if not is_reference_list(chunk)])
            language = collection_language(document.metadata.language)
            found = self._dossiers[document_id] = _Named(language, dossier(document, chunks), vectors)
        return found

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
        vector = question_vector(query, self._embedder, self._means)
        searches = {
            each: _THREADS.submit(self._snapshot.nearest, vector, each, DENSE_CANDIDATES, query.filters)
            for each in self._snapshot.languages
        }
        return vector, {each: search.result() for each, search in searches.items()}

    def _candidates(
        self, query: Query, words: _Words, meaning: tuple[Vector, Mapping[str, DenseHits]], about: Sequence[str]
    ) -> list[tuple[float, Candidate]]:
        """Every proposed passage with its fused score, best first."""
        vector, nearest = meaning
        lexical = {hit.chunk_id: hit.score for hit in words.hits}
        by_language: dict[str, dict[str, Vector]] = {
            each: dict(zip(hits.ids, hits.vectors, strict=True)) for each, hits in nearest.items()
        }
        for hit in words.hits:
            document = self._snapshot.documents.get(hit.document_id)
            if document is not None and hit.chunk_id in words.vectors:
                language = collection_language(document.metadata.language)
                by_language.setdefault(language, {})[hit.chunk_id] = words.vectors[hit.chunk_id]
        named: set[str] = set()
        for each in map(self._dossier, about):
            by_language.setdefault(each.language, {}).update(each.vectors)
            named.update(each.vectors)
        candidates = []
        for language, vectors in by_language.items():
            if not vectors:
                continue
            dense = centred(np.stack(list(vectors.values())), self._passage_means[language]) @ vector
            for chunk_id, similarity in zip(vectors, dense.tolist(), strict=True):
                candidate = Candidate(chunk_id, language, similarity, lexical.get(chunk_id, 0.0))
                score = fused(candidate, query.language, words.ceiling) + NAMED_BONUS * (chunk_id in named)
                candidates.append((min(1.0, score), candidate))
        return sorted(candidates, key=lambda pair: (-pair[0], pair[1].chunk_id))

    def _evidence(self, query: Query, candidates: Sequence[tuple[float, Candidate]], k: int) -> tuple[Evidence, ...]:
        considered = candidates[: _CONSIDERED * k]
        by_id = {candidate.chunk_id: candidate for _, candidate in considered}
        chunks = self._snapshot.chunks(list(by_id))
        wanted = asks_for_sources(query.text)
        scored = [
            Scored(chunk, self._snapshot.documents[chunk.document_id], score)
            for score, candidate in considered
            if (chunk := chunks.get(candidate.chunk_id)) is not None
            and chunk.document_id in self._snapshot.documents
            and (wanted or not is_reference_list(chunk))
        ]
        return tuple(
            Evidence(
                one.chunk, one.document, one.score, rank,
                by_id[one.chunk.id].dense, by_id[one.chunk.id].lexical,
            )
            for rank, one in enumerate(choose(scored, query.language, k), 1)
        )  # fmt: skip
