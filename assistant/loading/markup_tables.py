"""A table of HTML as a grid; and whether it is one, or a frame for the layout of a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from assistant.loading.grid import Grid, GridCell
from assistant.loading.inline import HEADINGS, Element, name_of, words_of

_CELLS = frozenset({"td", "th"})
_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}
_NUMBER = re.compile(r"\s*\+?(\d+)")
_WIDEST, _TALLEST = 1000, 65_534
# Cells of data are shorter; a table of one row whose cells are longer stands columns of a page side by side.
_TEXT = 200


def is_layout(table: Element) -> bool:
    """Whether a table only arranges the parts of a page (old web pages, newsletters)."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if any(name_of(inner) in HEADINGS or name_of(inner) in {"table", "form"} for inner in table.iterdescendants()):
        return True
    rows = list(rows_of(table))
    cells = [cell for row in rows for cell in cells_of(row)]
    if any(name_of(cell) == "th" for cell in cells):
        return False
    widest = max((sum(1 for _ in cells_of(row)) for row in rows), default=0)
    return widest <= 1 or (len(rows) == 1 and any(len(words_of(cell)) > _TEXT for cell in cells))


def grid_of(table: Element, without: Collection[Element] = frozenset()) -> Grid:
    """The grid of a table, in the order in which browsers show its groups of rows."""
    caption = next((words_of(child, without) for child in table if name_of(child) == "caption"), "")
    groups = sorted(_groups(table), key=lambda group: group[0])
    rows = [row for place, group in groups for row in _grid_rows(place, group, without)]
    return Grid(tuple(rows), caption)


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table itself, not those of tables inside."""
    for child in table:
        if name_of(child) == "tr":
            yield child
        elif name_of(child) in _GROUPS:
            yield from (row for row in child if name_of(row) == "tr")


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    return (cell for cell in row if name_of(cell) in _CELLS)


def _groups(table: Element) -> Iterator[tuple[int, list[Element]]]:
    """Rows by group (head, body, foot): a cell never reaches out of its own."""
    loose: list[Element] = []
    for child in table:
        if name_of(child) == "tr":
            loose.append(child)
        elif name_of(child) in _GROUPS:
            if loose:
                yield 1, loose
                loose = []
            yield _GROUPS[name_of(child)], [row for row in child if name_of(row) == "tr"]
    if loose:
        yield 1, loose


def _grid_rows(place: int, rows: list[Element], without: Collection[Element]) -> Iterator[tuple[GridCell, ...]]:
    seen = [row for row in rows if row not in without]
    for number, row in enumerate(seen):
        cells = [cell for cell in cells_of(row) if cell not in without]
        heads = place == 0 or (bool(cells) and all(name_of(cell) == "th" for cell in cells))
        left = len(seen) - number
        yield tuple(
            GridCell(
                words_of(cell, without),
                _span(cell.get("colspan"), 1, _WIDEST),
                min(_span(cell.get("rowspan"), left, _TALLEST), left),
                heads,
            )
            for cell in cells
        )


def _span(written: str | None, of_zero: int, most: int) -> int:
    """A span as browsers read it: the number that it begins with; 0 is to the end of the group."""
    match = _NUMBER.match(written or "1")
    number = int(match[1][:6]) if match else 1
    return min(number, most) if number else of_zero
