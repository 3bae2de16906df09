"""Rows of a document as a table for the reader: which columns there are, and what stands in each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import Block, Cell
from assistant.loading.grid import EITHER, path_name

NOTHING = (0, 0)
"""The span of an empty cell."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and a span of the text for each column in each row.

    Without ``columns`` each row is a name (``names``) and its value, or the table names no columns.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]
    names: tuple[str, ...] = ()


def table_of(rows: Sequence[Block]) -> Table:
    """The table that some rows are, one after the other."""
    headers = [cell.header for row in rows for cell in row.cells]
    if all(len(row.cells) == 1 and row.cells[0].header for row in rows) and len(set(headers)) == len(rows) > 1:
        names = tuple(path_name(header) for header in headers)
        return Table((), tuple(((row.cells[0].start, row.cells[0].end),) for row in rows), names)
    columns = list(_columns(rows))
    if not any(columns):
        width = max((len(row.cells) for row in rows), default=0)
        return Table((), tuple(_padded([(cell.start, cell.end) for cell in row.cells], width) for row in rows))
    return Table(tuple(columns), tuple(tuple(_places(row.cells, columns)) for row in rows))


def _columns(rows: Sequence[Block]) -> dict[str, None]:
    """The names of the columns in order; one without a name stands where its values do."""
    columns: dict[str, None] = {}
    fullest = sorted(rows, key=lambda row: -len(row.cells))
    for row in fullest:
        for cell in row.cells:
            name = path_name(cell.header)
            if name not in columns and not any(part in columns for part in name.split(EITHER) if name != part):
                columns[name] = None
    return columns


def _places(cells: Sequence[Cell], columns: Sequence[str]) -> Iterator[Span]:
    found: dict[str, Span] = {}
    for cell in cells:
        name = path_name(cell.header)
        place = name if name in columns else next((part for part in name.split(EITHER) if part in columns), "")
        found.setdefault(place, (cell.start, cell.end))
    return (found.get(name, NOTHING) for name in columns)


def _padded(spans: Sequence[Span], width: int) -> tuple[Span, ...]:
    return (*spans, *[NOTHING] * (width - len(spans)))
