"""The tables of rich text: each row tells where its cells end, so that spans follow from the edges of all rows."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from assistant.loading.grid import Grid, GridCell

# Edges nearer than this (in twips, a twentieth of a point) are the same; programs round.
_SAME_EDGE = 60


@dataclass(frozen=True, slots=True)
class _Cell:
    """The right edge of a cell, and whether it goes on from the one above or before it."""

    edge: int = 0
    below: bool = False
    beside: bool = False


@dataclass
class TableRows:
    """Collects the rows of a table until it ends."""

    _rows: list[tuple[list[_Cell], list[str], bool]] = field(default_factory=list)
    _cells: list[_Cell] = field(default_factory=list)
    _next: _Cell = field(default_factory=_Cell)
    _texts: list[str] = field(default_factory=list)
    _header: bool = False

    def define(self, word: str, value: int) -> None:
        """Take a control word that defines the row."""
        match word:
            case "trowd":
                self._cells, self._next, self._header = [], _Cell(), False
            case "clvmrg":
                self._next = replace(self._next, below=True)
            case "clmrg":
                self._next = replace(self._next, beside=True)
            case "cellx":
                self._cells.append(replace(self._next, edge=value))
                self._next = _Cell()
            case "trhdr":
                self._header = True

    def end_cell(self, text: str) -> None:
        """End a cell with what was written in it."""
        self._texts.append(" ".join(text.split()))

    def end_row(self) -> None:
        """End a row."""
        if self._texts:
            self._rows.append((list(self._cells), self._texts, self._header))
        self._texts = []

    def taken(self) -> Grid | None:
        """The table, if there was one; the next one begins."""
        self.end_row()
        rows, self._rows = self._rows, []
        return _grid(rows) if rows else None


def _grid(rows: list[tuple[list[_Cell], list[str], bool]]) -> Grid:
    edges = _distinct(sorted(cell.edge for cells, _, _ in rows for cell in cells))
    grid: list[list[GridCell]] = []
    above: dict[int, tuple[int, int]] = {}  # at which place a cell began: its row and number
    for cells, texts, header in rows:
        line: list[GridCell] = []
        place = 0
        for number, text in enumerate(texts):
            cell = cells[number] if number < len(cells) else _Cell(edge=edges[-1] + 1 if edges else 1)
            end = max(bisect_left(edges, cell.edge - _SAME_EDGE) + 1, place + 1)
            owner = above.get(place)
            if cell.below and owner is not None:
                at = grid[owner[0]][owner[1]]
                grid[owner[0]][owner[1]] = replace(at, rows=len(grid) - owner[0] + 1)
            elif cell.beside and line:
                line[-1] = replace(line[-1], columns=line[-1].columns + end - place)
            else:
                above[place] = len(grid), len(line)
                line.append(GridCell(text, end - place, 1, header))
            place = end
        grid.append(line)
    return Grid(tuple(tuple(line) for line in grid))


def _distinct(edges: list[int]) -> list[int]:
    found: list[int] = []
    for edge in edges:
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found
