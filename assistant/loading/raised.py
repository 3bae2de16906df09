"""Raised and lowered characters, which fonts and markup show and plain text would run into their neighbours.

``12 345`` with a small 1 for a note must not become ``12 3451``, nor m² become m2.
"""

from __future__ import annotations

from typing import Final

_RAISED: Final = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def raised(text: str) -> str:
    """Figures and signs as superscripts; words stay as they are (``1er``, ``2nd``).

    >>> raised("2"), raised("(1)"), raised("er")
    ('²', '⁽¹⁾', 'er')
    """
    return text if _has_words(text) else text.translate(_RAISED)


def lowered(text: str) -> str:
    """Figures and signs as subscripts: the 2 of CO₂."""
    return text if _has_words(text) else text.translate(_LOWERED)


def _has_words(text: str) -> bool:
    return any(char.isalpha() and char != "n" for char in text) or (len(text.strip()) > 1 and "n" in text)
