"""Every development set has two halves: one may be looked at while tuning, the other is kept to measure.

A half takes whole documents, with all questions about them: what was tuned on questions about one document says
nothing new about that document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

HALVES = ("half 0, looked at", "half 1, held out")
"""What results call the halves, by number."""

WHOLE = "both halves"


def half_of(subject: str) -> int:
    """The half, 0 or 1, of all questions on ``subject``: the same in every run and on every machine.

    >>> half_of("reports/glass"), half_of("reports/lace")
    (0, 1)
    """
    # The prefix keeps this apart from other divisions by the hash of a name, such as that of the training data.
    return hashlib.sha256(f"half {subject}".encode()).digest()[0] % 2


def subject(documents: Sequence[str], name: str) -> str:
    """What decides on the half of a question: the first of its gold ``documents``, or its own ``name`` without any.

    A document in another language or format counts as the same one.

    >>> subject(["reports/clocks.fr.md", "jobs/clockmaker.en.pdf"], "q1"), subject([], "q1")
    ('reports/clocks', 'q1')
    """
    if not documents:
        return name
    folder, slash, file = documents[0].rpartition("/")
    return f"{folder}{slash}{file.partition('.')[0]}"


class _Halved(Protocol):
    @property
    def half(self) -> int: ...


_T = TypeVar("_T", bound=_Halved)


def parts(half: int | None) -> Mapping[str, int | None]:
    """What to report apart, by name: the given half, or without one each half and then both together."""
    if half is not None:
        return {HALVES[half]: half}
    return {HALVES[0]: 0, HALVES[1]: 1, WHOLE: None}


def of_half(items: Iterable[_T], half: int | None) -> list[_T]:
    """The items of that half; all of them for None."""
    return [item for item in items if half in (None, item.half)]
