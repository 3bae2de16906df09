"""Finding professions by what their descriptions say: by meaning, and by words. Pure, but for reading the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.index.lexical import LexicalIndex
from assistant.professions.catalogue import Profession

Vectors = NDArray[np.float32]
How = Literal["name", "text", "near"]

# The constants were chosen on 99 queries of one to five words, in both languages, each meant for one of the 25 shipped
# professions and rarely using its own words, and on 16 for trades that the corpus does not describe. The right
# profession comes first for 83 % and among the first three for 96 %; of the other trades 8 find nothing that is sure.
BEST_PASSAGES = 3
"""The mean over this many passages of a description stands for it: a single one may match by chance."""
WORDS_WEIGHT = 0.2
"""Of the words' share of what they could reach, beside a cosine of vectors without their language."""
SURE = 0.21
"""Score from which a description is about what was asked."""
NEAR = 0.15
"""Score from which it may still be shown as the nearest there is, where nothing is sure."""
BESIDE_THE_BEST = 0.6
"""Share of the best score under which a description is about something else."""
MOST_NEAR = 3
_WORD_HITS = 200
_WORDS_ALONE = 0.25
"""Share of the words' ceiling that a description must reach when there are only words to go by."""


@dataclass(frozen=True, slots=True)
class Found:
    """A profession that a search found: by its name, in its description, or only as the nearest in meaning."""

    profession: Profession
    score: float
    how: How


def by_words(text: str, language: str, lexical: LexicalIndex, owners: Mapping[str, str]) -> dict[str, float]:
    """Share of what the words could reach, in [0, 1], by profession; ``owners`` gives the profession of a document."""
    ceiling = lexical.ceiling(text, language)
    scores: dict[str, float] = {}
    if ceiling > 0 and owners:
        for hit in lexical.search(text, language, _WORD_HITS, owners.keys()):
            scores.setdefault(owners[hit.document_id], min(hit.score / ceiling, 1.0))
    return scores


def by_meaning(query: Vectors, passages: Mapping[str, Vectors]) -> dict[str, float]:
    """Mean similarity of each profession's best passages to a query.

    Args:
        query: a unit vector without its language, shape (dimension,).
        passages: likewise of each profession's passages, shape (n, dimension), n > 0.
    """
    return {id_: float(np.sort(vectors @ query)[-BEST_PASSAGES:].mean()) for id_, vectors in passages.items()}


def combined(
    professions: Sequence[Profession],
    spelled: Mapping[str, float],
    worded: Mapping[str, float],
    meant: Mapping[str, float] | None,
) -> list[Found]:
    """What three ways of looking found, best first: names, then descriptions, or else the nearest.

    Args:
        professions: all that may be found.
        spelled: likeness of names, by id; only of those that are like enough.
        worded: as :func:`by_words` gives it.
        meant: as :func:`by_meaning` gives it; None while there is no model.
    """
    if meant is None:
        text = {id_: score for id_, score in worded.items() if score >= _WORDS_ALONE}
        sure = text
    else:
        text = {id_: score + WORDS_WEIGHT * worded.get(id_, 0.0) for id_, score in meant.items()}
        best = max(text.values(), default=0.0)
        sure = {id_: score for id_, score in text.items() if score >= max(SURE, BESIDE_THE_BEST * best)}
    found = [
        Found(p, 1 + spelled[p.id] + text.get(p.id, 0.0), "name") if p.id in spelled else Found(p, sure[p.id], "text")
        for p in professions
        if p.id in spelled or p.id in sure
    ]
    if not found and meant is not None:
        close = [Found(p, text[p.id], "near") for p in professions if text.get(p.id, 0.0) >= NEAR]
        found = sorted(close, key=lambda f: -f.score)[:MOST_NEAR]
    return sorted(found, key=lambda f: -f.score)
