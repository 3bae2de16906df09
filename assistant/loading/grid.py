"""Tables of every format: one grid, one way to find its headers, one rendering to text. Pure.

A loader builds a :class:`Grid` of the cells that its format has; :func:`lines_of` makes the lines of it that stand in
the document's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from assistant.documents import BlockKind, Box, Cell
from assistant.loading.cleaning import clean

LEVELS = " – "
"""Stands between the levels of a header in a row's text: ``Women – 2023: 51``."""

# A span that reaches beyond this is damage, not a table.
_MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the format has it. ``columns`` and ``rows`` are what it spans; ``header``: the format marks it so."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table. As in HTML, a cell takes the next place that no span from above covers."""

    rows: tuple[tuple[GridCell, ...], ...]
    caption: str = ""

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]], caption: str = "") -> Self:
        """A grid without spans."""
        return cls(tuple(tuple(GridCell(text) for text in row) for row in rows), caption)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of a table in the text: a row with its cells (spans count from the line's beginning), or words beside."""

    kind: BlockKind
    text: str
    cells: tuple[Cell, ...] = ()
    boxes: tuple[Box, ...] = ()


Placed = list[GridCell | None]
"""A row with each cell at every place that it covers."""


def lines_of(grid: Grid) -> tuple[GridLine, ...]:
    """The lines of a table, one by one to be read and cut: ``Header: value; Header: value``.

    A table of one row or one column has no header and is given line by line.
    """
    rows = [row for row in fill(grid) if any(cell is not None and cell.text for cell in row)]
    lines = [GridLine("caption", clean(grid.caption))] if grid.caption.strip() else []
    if not rows:
        return tuple(lines)
    if len(rows) == 1 or max(len(row) for row in rows) == 1:
        return (*lines, *(_line([], row) for row in rows))
    header, *body = rows
    names = [(cell.text,) if cell is not None and cell.text else () for cell in header]
    return (*lines, *(_line(names, row) for row in body))


def fill(grid: Grid) -> list[Placed]:
    """Each row with its cells at the places that they cover, spans filled; texts on one line each."""
    filled: list[Placed] = []
    open_spans: dict[int, tuple[int, GridCell]] = {}
    for row in grid.rows:
        placed: Placed = []
        for cell in row:
            _cover(placed, open_spans)
            one_line = GridCell(" ".join(clean(cell.text).split()), cell.columns, cell.rows, cell.header, cell.boxes)
            for _ in range(min(max(1, cell.columns), _MOST_COLUMNS - len(placed))):
                if cell.rows > 1:
                    open_spans[len(placed)] = (cell.rows - 1, one_line)
                placed.append(one_line)
        _cover(placed, open_spans)
        filled.append(placed)
    return filled


def _cover(placed: Placed, open_spans: dict[int, tuple[int, GridCell]]) -> None:
    """Put the cells that reach down from above at the places that come next."""
    while (covering := open_spans.pop(len(placed), None)) is not None:
        left, cell = covering
        if left > 1:
            open_spans[len(placed)] = (left - 1, cell)
        placed.append(cell)


def _line(names: Sequence[tuple[str, ...]], row: Placed) -> GridLine:
    pieces: list[str] = []
    cells: list[Cell] = []
    boxes: list[Box] = []
    length = 0
    for place, cell in enumerate(row):
        if cell is None or not cell.text:
            continue
        header = names[place] if place < len(names) else ()
        before = ("; " if pieces else "") + (f"{LEVELS.join(header)}: " if header else "")
        start = length + len(before)
        length = start + len(cell.text)
        pieces.append(before + cell.text)
        cells.append(Cell(header, start, length))
        boxes += cell.boxes
    return GridLine("row", "".join(pieces), tuple(cells), tuple(dict.fromkeys(boxes)))
