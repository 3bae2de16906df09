"""What a reader is given and what it says. Frozen, without any I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as it is read: ``about`` is its title and heading path in a line, ``sentences`` are spans of ``text``."""

    about: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader says of one passage, in logits: 0 is even odds, more is more likely.

    ``answers``: that the passage answers the question; ``sentences``: for each sentence, that it belongs to the
    answer.
    """

    answers: float
    sentences: tuple[float, ...]


def sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logits as probabilities."""
    probabilities: NDArray[np.float32] = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return probabilities


class Reader(Protocol):
    """Reads a question and passages together. Thread-safe.

    Every method may raise :class:`~assistant.errors.ReaderError` with one line that names the remedy.
    """

    @property
    def name(self) -> str:
        """What reads, with its version: figures fitted with one reader do not hold for another."""

    @property
    def settled(self) -> bool:
        """Whether the next question is read without a wait, or it is known that nothing can be loaded."""

    def load(self) -> None:
        """Load now (seconds) what is not loaded."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading a passage, in the same order."""

    def support(self, sentence: str, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """For each passage the probability in [0, 1] that it bears ``sentence`` out, shape (n,)."""
