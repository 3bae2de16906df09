"""What retrieval is compared with, over the same index: words alone, meaning alone, and reciprocal rank fusion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from assistant.documents import Filters, Query
from assistant.embedding import Embedder
from assistant.errors import UsageError
from assistant.index.snapshot import Snapshot

BASELINES = ("bm25", "dense", "rrf")
_DEPTH = 100  # passages of each side
_RRF_K = 60  # the constant of the original paper (Cormack et al., 2009)


def parse_baselines(text: str) -> tuple[str, ...]:
    """The names in a comma-separated list.

    Raises:
        UsageError: one of them is not a baseline.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in BASELINES:
            raise UsageError(f"--compare {name}: there is no such baseline; choose among {', '.join(BASELINES)}.")
    return names


def baseline(name: str, snapshot: Snapshot, embedder: Embedder) -> Callable[[Query], list[str]]:
    """A search by that baseline: a question to document ids, best first, each once."""

    def words(query: Query) -> list[str]:
        return [hit.chunk_id for hit in snapshot.lexical.search(query.text, query.language, _DEPTH)]

    def meaning(query: Query) -> list[str]:
        vector = embedder.encode_queries([query.text])[0]
        found = [snapshot.nearest(vector, language, _DEPTH, Filters()) for language in snapshot.languages]
        scored = [pair for hits in found for pair in zip(hits.similarities.tolist(), hits.ids, strict=True)]
        return [chunk_id for _, chunk_id in sorted(scored, reverse=True)[:_DEPTH]]

    def both(query: Query) -> list[str]:
        return reciprocal_rank_fusion([words(query), meaning(query)])

    search = {"bm25": words, "dense": meaning, "rrf": both}[name]

    def documents(query: Query) -> list[str]:
        ranked = search(query)
        chunks = snapshot.chunks(ranked)
        return list(dict.fromkeys(chunks[chunk_id].document_id for chunk_id in ranked if chunk_id in chunks))

    return documents


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]]) -> list[str]:
    """One ranking from several: the sum over them of 1 / (60 + rank), best first."""
    scores: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            scores[name] += 1 / (_RRF_K + rank)
    return sorted(scores, key=lambda name: (-scores[name], name))
