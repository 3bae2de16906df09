"""Every development set has two halves: one may be looked at while tuning, the other is kept to measure.

A half takes whole documents, with all questions about them: what was tuned on questions about one document says
nothing new about that document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.errors import UsageError

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


def parse_half(text: str) -> int | None:
    """The number of a half, or None for both.

    Raises:
        UsageError: it is neither 0 nor 1 nor "both".
    """
    if text not in ("0", "1", "both"):
        raise UsageError("--half must be 0 (looked at while tuning), 1 (held out) or both.")
    return None if text == "both" else int(text)
