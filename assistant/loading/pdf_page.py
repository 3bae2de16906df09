"""What is known of a page of a PDF before it is understood: lines of text and ruled lines, with their places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one base line. Points, from the lower left corner of the page; ``size`` is the height.

    A whole table, once found, takes the place of its lines as one line with ``rows`` of cells.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def middle(self) -> float:
        """Half way between bottom and top."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, horizontal or vertical: its bounds, one of whose sides is thin. Points."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def horizontal(self) -> bool:
        return self.right - self.left >= self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, in the order of the file. ``number`` counts from 1, sizes are points."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
