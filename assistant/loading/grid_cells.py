"""The cells of a table and where they stand, spans filled. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from assistant.documents import Box
from assistant.loading.cleaning import clean

# A span that reaches beyond this is damage, not a table.
_MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """A cell as the format has it. ``columns`` and ``rows`` are what it spans; ``header``: the format marks it so.

    Cells are told apart by identity, as two of them may well say the same.
    """

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


Placed = list[GridCell | None]
"""A row with each cell at every place that it covers."""


def fill(grid: Grid) -> list[Placed]:
    """Each row with its cells at the places that they cover, texts on one line each.

    All rows are equally long. Rows and columns without any text are left out, as are rows that hold nothing but cells
    from above.
    """
    filled: list[Placed] = []
    open_spans: dict[int, tuple[int, GridCell]] = {}
    for row in grid.rows:
        placed: Placed = []
        for cell in row:
            if open_spans:
                _cover(placed, open_spans)
            one_line = _on_one_line(cell)
            if cell.columns == 1 == cell.rows:
                placed.append(one_line)
                continue
            for _ in range(min(max(1, cell.columns), _MOST_COLUMNS - len(placed))):
                if cell.rows > 1:
                    open_spans[len(placed)] = (cell.rows - 1, one_line)
                placed.append(one_line)
        _cover(placed, open_spans)
        filled.append(placed)
    return _compact(filled)


def _on_one_line(cell: GridCell) -> GridCell:
    text = " ".join(clean(cell.text).split())
    return cell if text == cell.text else GridCell(text, cell.columns, cell.rows, cell.header, cell.boxes)


def _cover(placed: Placed, open_spans: dict[int, tuple[int, GridCell]]) -> None:
    """Put the cells that reach down from above at the places that come next."""
    while (covering := open_spans.pop(len(placed), None)) is not None:
        left, cell = covering
        if left > 1:
            open_spans[len(placed)] = (left - 1, cell)
        placed.append(cell)


def _compact(rows: list[Placed]) -> list[Placed]:
    width = max((len(row) for row in rows), default=0)
    even = [
        [cell if cell is not None and cell.text else None for cell in (*row, *[None] * (width - len(row)))]
        for row in rows
    ]
    used = [at for at in range(width) if any(row[at] is not None for row in even)]
    kept: list[Placed] = []
    for row in even:
        narrow = [row[at] for at in used]
        if distinct(narrow) and not (kept and all(a is b for a, b in zip(narrow, kept[-1], strict=True))):
            kept.append(narrow)
    return kept


def distinct(row: Placed) -> list[GridCell]:
    """The cells of a row that hold text, each once."""
    return list({id(cell): cell for cell in row if cell is not None}.values())


def texts(row: Placed) -> list[str]:
    """The text at each place, empty where there is none."""
    return [cell.text if cell is not None else "" for cell in row]


def runs(row: Placed) -> Iterable[tuple[GridCell, Sequence[int]]]:
    """Each cell with text, and the places that it covers side by side."""
    at = 0
    while at < len(row):
        cell, end = row[at], at + 1
        while end < len(row) and row[end] is cell:
            end += 1
        if cell is not None:
            yield cell, range(at, end)
        at = end
