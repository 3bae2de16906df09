"""What is known of a page of a PDF before it is understood: lines of text and ruled lines, with their places."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.documents import Box
from assistant.loading.grid import GridCell

Turn = int
"""By how many degrees text is turned clockwise, as it is seen: 0, 90, 180 or 270; ``SLANTED`` for all others."""

SLANTED: Turn = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one base line. Points, from the lower left corner of the page; ``size`` is the height.

    A whole table, once found, takes the place of its lines as one line with ``rows`` of cells; so does a figure with
    its label (``card``).
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool = False
    rows: tuple[tuple[GridCell, ...], ...] = ()
    card: bool = False

    @property
    def middle(self) -> float:
        """Half way between bottom and top."""
        return (self.bottom + self.top) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


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
class Note:
    """Words that a person has put on a page: the contents of an annotation, and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """What of one page is read in one direction: its lines, in the order of the file.

    ``number`` counts from 1, sizes are points. A page that also holds text turned by ``turn`` degrees has a second
    ``Page`` with its number, whose lines lie as one sees them after turning the paper. ``stamps`` is text that
    stands across the page or over other text: a watermark.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    turn: Turn = 0
    stamps: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()

    def box(self, line: Line) -> Box:
        """Where a line stands on the page as it is displayed, from the top left corner."""
        x0, y0, x1, y1 = line.left, self.height - line.top, line.right, self.height - line.bottom
        if self.turn == 90:
            x0, y0, x1, y1 = self.height - y1, x0, self.height - y0, x1
        elif self.turn == 180:
            x0, y0, x1, y1 = self.width - x1, self.height - y1, self.width - x0, self.height - y0
        elif self.turn == 270:
            x0, y0, x1, y1 = y0, self.width - x1, y1, self.width - x0
        return Box(self.number, round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))
