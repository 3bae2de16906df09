"""A sheet as one sees it: hidden rows and columns gone, merged cells as spans. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping

from assistant.loading.grid_cells import GridCell
from assistant.loading.sheet_regions import Cells

Place = tuple[int, int]


class View:
    """What is left of a sheet without its hidden rows and columns; places count from 1."""

    def __init__(self, hidden_rows: Collection[int], hidden_columns: Collection[int]) -> None:
        self._rows, self._columns = sorted(hidden_rows), sorted(hidden_columns)
        self._hidden_rows, self._hidden_columns = frozenset(hidden_rows), frozenset(hidden_columns)
        self.hidden_rows_met: list[int] = []
        self.hidden_columns_met: list[int] = []
        """Hidden rows and columns that hold something."""

    def sees(self, place: Place) -> bool:
        """Whether a place is shown."""
        return place[0] not in self._hidden_rows and place[1] not in self._hidden_columns

    def place(self, place: Place) -> Place:
        """Where a place stands when what is hidden is gone."""
        return place[0] - bisect_left(self._rows, place[0]), place[1] - bisect_left(self._columns, place[1])

    def cells(self, found: Mapping[Place, tuple[str, bool]], merged: Iterable[tuple[int, int, int, int]]) -> Cells:
        """The cells that one sees, by place.

        Args:
            found: texts, and whether they are bold.
            merged: ranges that show the text of their first cell: first row and column, last row and column.
        """
        self._note_hidden(found)
        last_row = max((row for row, _ in found), default=0)
        last_column = max((column for _, column in found), default=0)
        cells = {
            self.place(at): GridCell(text, header=bold) for at, (text, bold) in found.items() if self.sees(at) and text
        }
        for top, left, bottom, right in merged:
            rows = [row for row in range(top, min(bottom, last_row) + 1) if row not in self._hidden_rows]
            columns = [at for at in range(left, min(right, last_column) + 1) if at not in self._hidden_columns]
            for row in rows:
                for column in columns:
                    cells.pop(self.place((row, column)), None)
            text, bold = found.get((top, left), ("", False))
            if rows and columns and text:
                cells[self.place((rows[0], columns[0]))] = GridCell(text, len(columns), len(rows), bold)
        return cells

    def _note_hidden(self, found: Mapping[Place, tuple[str, bool]]) -> None:
        filled = [at for at, (text, _) in found.items() if text]
        self.hidden_rows_met = sorted({row for row, _ in filled} & self._hidden_rows)
        self.hidden_columns_met = sorted({column for _, column in filled} & self._hidden_columns)
