"""Tables of OpenDocument files: rows and cells with their repetitions and spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from assistant.loading.grid import Grid, GridCell
from assistant.loading.odf import TABLE

# A table may declare a row or cell as repeated a million times; only filled ones are, and only so often.
_MOST_REPEATED = 1000
_GROUPS = {f"{TABLE}{name}" for name in ("table-rows", "table-row-group")}
HIDDEN = frozenset({"collapse", "filter"})


def rows_of(table: Any, header: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, and whether the format marks them as headers."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child, header
        elif child.tag == f"{TABLE}table-header-rows":
            yield from rows_of(child, header=True)
        elif child.tag in _GROUPS:
            yield from rows_of(child, header)


def cells_of(row: Any) -> Iterator[Any]:
    """The cells of a row, and the places that a span covers."""
    for child in row:
        if child.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            yield child


def repeated(element: Any, what: str) -> int:
    """How often a row or cell stands there (``what``: ``rows``, ``columns``)."""
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated") or 1))


def spanned(cell: Any, what: str) -> int:
    """How many rows or columns a cell covers."""
    return max(1, int(cell.get(f"{TABLE}number-{what}-spanned") or 1))


def grid_of(table: Any, text_of: Callable[[Any], str]) -> Grid:
    """A table in a text as a grid; ``text_of`` gives the text of a cell."""
    rows: list[tuple[GridCell, ...]] = []
    for row, header in rows_of(table):
        if row.get(f"{TABLE}visibility") in HIDDEN:
            continue
        cells: list[GridCell] = []
        for cell in cells_of(row):
            if cell.tag == f"{TABLE}covered-table-cell":
                continue
            text = text_of(cell)
            one = GridCell(text, spanned(cell, "columns"), spanned(cell, "rows"), header)
            cells += [one] * min(repeated(cell, "columns"), _MOST_REPEATED)
        rows += [tuple(cells)] * min(repeated(row, "rows"), _MOST_REPEATED if any(c.text for c in cells) else 1)
    return Grid(tuple(rows))
