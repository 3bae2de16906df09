"""Which of the passages that were read are shown as a list: not ten of one document, not the same words twice, not
both languages of one text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.documents import Evidence
from assistant.index.analysis import terms

PER_DOCUMENT = 3
"""Passages of one document at most: enough for a list that two passages split, without crowding out the others."""

FURTHER_SHARE = 0.4
"""Share of the list that may be a second or third passage of its document, so that six of ten are distinct."""

OWN_LANGUAGE_BONUS = 0.1
"""How much less likely the version in the question's language may be than its translation and still be preferred."""

SAME_TEXT = 0.9
"""Share of common words from which two passages count as copies."""


def diversify(ranked: Sequence[Evidence], language: str, k: int) -> tuple[Evidence, ...]:
    """At most ``k`` of ``ranked`` (best first), in the same order with new ranks, for a question in ``language``."""
    chosen: list[Evidence] = []
    spare: list[Evidence] = []
    taken: Counter[str] = Counter()
    for one in without_copies(ranked, language):
        if len(chosen) == k:
            break
        again = taken[one.document.id]
        if again >= PER_DOCUMENT or (again and _further(taken) >= FURTHER_SHARE * k):
            spare.append(one)
            continue
        taken[one.document.id] += 1
        chosen.append(one)
    filled = chosen + spare[: k - len(chosen)]  # in a small corpus, more of one document is better than nothing
    return tuple(replace(one, rank=n) for n, one in enumerate(sorted(filled, key=lambda one: one.rank), 1))


def without_copies(ranked: Sequence[Evidence], language: str) -> tuple[Evidence, ...]:
    """``ranked`` (best first) without passages that repeat a better one, and of each document in one version only: the
    most likely, a little sooner the one in the asker's ``language``."""
    dropped = _other_versions(ranked, language)
    kept: list[Evidence] = []
    seen: list[frozenset[str]] = []
    for one in ranked:
        words = frozenset(terms(one.chunk.text, "fr"))
        if one.document.id not in dropped and not any(_alike(words, other) for other in seen):
            seen.append(words)
            kept.append(one)
    return tuple(kept)


def _further(taken: Counter[str]) -> int:
    return sum(count - 1 for count in taken.values())


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    return len(first & second) >= SAME_TEXT * max(1, len(first | second))


def _other_versions(ranked: Iterable[Evidence], language: str) -> set[str]:
    """Ids of documents of which another version (the same ``id`` in the front matter) is the one to show.

    A row of a table is at most a summary of the document with its ``id``: it replaces another row, never that
    document, or questions across languages would find the summary in their own language and nothing else.
    """
    best: dict[tuple[str, bool], tuple[float, str]] = {}
    versions: dict[tuple[str, bool], set[str]] = {}
    for one in ranked:
        for id_ in one.document.metadata.extra.get("id", ())[:1]:
            key = id_, one.document.row is not None
            bonus = OWN_LANGUAGE_BONUS if one.document.metadata.language == language else 0.0
            versions.setdefault(key, set()).add(one.document.id)
            best[key] = max(best.get(key, (-1.0, "")), (one.score + bonus, one.document.id))
    return {document for key, documents in versions.items() for document in documents if document != best[key][1]}
