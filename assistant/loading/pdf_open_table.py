"""A table that may go on over the page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.loading.grid import GridCell
from assistant.loading.pdf_tables import Rows

# It does where its left edge is the same and its right one nearly so, but for so many points: cells may be centred.
_SAME_LEFT, _SAME_RIGHT = 6.0, 60.0


@dataclass(slots=True)
class OpenTable:
    """The rows of a table so far, and its edges on the page."""

    rows: list[tuple[GridCell, ...]]
    left: float
    right: float

    def goes_on(self, rows: Rows, left: float, right: float) -> bool:
        """Whether further rows belong to it: its head again, or as many columns with figures in the same ones."""
        elsewhere = abs(left - self.left) > _SAME_LEFT or abs(right - self.right) > _SAME_RIGHT
        if elsewhere or _columns(rows[0]) != _columns(self.rows[0]):
            return False
        if _texts(rows[0]) == _texts(self.rows[0]):
            return True
        has_head = all(cell.header for cell in rows[0] if cell.text) and any(cell.text for cell in rows[0])
        return not has_head and (len(self.rows) == 1 or _figures(rows) == _figures(self.rows[1:]))


def _columns(row: Sequence[GridCell]) -> int:
    return sum(cell.columns for cell in row)


def _texts(row: Sequence[GridCell]) -> list[str]:
    return [" ".join(cell.text.split()) for cell in row]


def _figures(rows: Sequence[Sequence[GridCell]]) -> list[bool]:
    """For each column, whether most of its cells hold a figure."""
    whole = [_texts(row) for row in rows if all(cell.columns == 1 for cell in row)]
    columns = zip(*(row for row in whole if len(row) == max(map(len, whole))), strict=True)
    return [2 * sum(any(map(str.isdigit, text)) for text in column) > len(column) for column in columns]
