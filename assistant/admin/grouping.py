"""Groups questions that ask the same thing in other words. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.activity import Entry

ALIKE = 0.945
"""Cosine of two questions' vectors from which they count as one.

Of the shipped questions (multilingual-e5-small), wordings of one question lie at .945 and above, in two languages
too; different questions about one cluster below. Other models spread further: they group less, not wrongly more."""
MOST_GROUPED = 3000
"""Different questions that are compared with each other; the most frequent, then the newest, come first."""

Encode = Callable[[Sequence[str]], Mapping[str, NDArray[np.float32]]]
"""Vectors of unit length by text."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same. ``entries`` are newest first; ``wordings`` are the different ones, most frequent
    first, and the first of them names the group."""

    wordings: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        return self.wordings[0]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.entries)


def grouped(entries: Sequence[Entry], encode: Encode) -> list[Group]:
    """The entries in groups, the largest first, then the newest."""
    same: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        same[plain(entry.question)].append(entry)
    ordered = sorted(same.values(), key=lambda each: (len(each), each[-1].asked), reverse=True)
    compared, rest = ordered[:MOST_GROUPED], ordered[MOST_GROUPED:]
    vectors = encode([each[-1].question for each in compared])
    dimension = max((vector.size for vector in vectors.values()), default=0)
    leaders = np.zeros((len(compared), dimension), np.float32)
    members: list[list[list[Entry]]] = []
    for each in compared:
        vector = vectors.get(each[-1].question)
        at = None if vector is None else _nearest(vector, leaders[: len(members)])
        if at is not None:
            members[at].append(each)
            continue
        if vector is not None:
            leaders[len(members)] = vector
        members.append([each])
    groups = [_group(each) for each in [*members, *([each] for each in rest)]]
    return sorted(groups, key=lambda group: (len(group.entries), group.entries[0].asked), reverse=True)


def plain(question: str) -> str:
    """A question without differences of case, spacing and final marks.

    >>> plain("Who  makes clocks ?") == plain("who makes clocks")
    True
    """
    return " ".join(question.casefold().split()).rstrip("?!. …")


def _nearest(vector: NDArray[np.float32], leaders: NDArray[np.float32]) -> int | None:
    if not len(leaders):
        return None
    similarities = leaders @ vector
    best = int(similarities.argmax())
    return best if similarities[best] >= ALIKE else None


def _group(questions: Sequence[Sequence[Entry]]) -> Group:
    ordered = sorted(questions, key=len, reverse=True)
    entries = sorted((entry for each in questions for entry in each), key=lambda entry: entry.asked, reverse=True)
    return Group(tuple(each[-1].question for each in ordered), tuple(entries))
