"""Tables of Word documents as grids: spans, rows in content controls, rows that are deleted or hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.loading.docx_lists import Numbering
from assistant.loading.docx_runs import Line, Runs
from assistant.loading.docx_styles import switched, value
from assistant.loading.grid import Grid, GridCell, lines_of
from assistant.loading.ooxml import W

_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml")}
_DELETED = {f"{W}del", f"{W}moveFrom"}


@dataclass(slots=True)
class Row:
    """A row that is shown: its cells (``w:tc``), the columns left free before them, and whether it is a header."""

    cells: list[Any] = field(default_factory=list)
    before: int = 0
    header: bool = False


def rows_of(table: Any, runs: Runs) -> list[Row]:
    """The rows of a table that are shown."""
    rows = []
    for element in _inside(table, f"{W}tr"):
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            runs.skip(element)
        elif switched(properties, "hidden"):
            runs.skip(element, hidden=True)
        else:
            before = value(properties, "gridBefore") if properties is not None else ""
            rows.append(Row(list(_cells(element, runs)), int(before or 0), bool(switched(properties, "tblHeader"))))
    return rows


def is_layout(rows: Sequence[Row]) -> bool:
    """Whether a table only places texts on the page: a single row or column whose cells hold several paragraphs."""
    if len(rows) != 1 and any(len(row.cells) != 1 for row in rows):
        return False
    if len(rows) == 1 and len(rows[0].cells) == 1:
        return True
    return any(sum(1 for _ in cell.iter(f"{W}p")) > 1 for row in rows for cell in row.cells)


def grid_of(rows: Sequence[Row], runs: Runs, numbering: Numbering, lines: list[Line]) -> Grid:
    """The grid of a table; ``lines`` takes the paragraphs in it, for what hangs on them."""
    open_cells: dict[int, tuple[list[GridCell], int]] = {}
    placed: list[list[GridCell]] = []
    for row in rows:
        cells = [GridCell("") for _ in range(row.before)]
        column = row.before
        for element in row.cells:
            properties = element.find(f"{W}tcPr")
            columns = max(1, int(value(properties, "gridSpan") or 1))
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in open_cells:
                owner, at = open_cells[column]
                first = owner[at]
                owner[at] = GridCell(first.text, first.columns, first.rows + 1, first.header)
            else:
                text = _cell_text(element, runs, numbering, lines)
                if merge is not None:
                    open_cells[column] = cells, len(cells)
                else:
                    open_cells.pop(column, None)
                cells.append(GridCell(text, columns, 1, row.header))
            column += columns
        placed.append(cells)
    return Grid(tuple(tuple(cells) for cells in placed))


def _cell_text(cell: Any, runs: Runs, numbering: Numbering, lines: list[Line]) -> str:
    """The text of a cell on one line; items keep their signs, a table inside its rows."""
    pieces: list[str] = []
    for element in _inside(cell, f"{W}p", f"{W}tbl"):
        if element.tag == f"{W}tbl":
            inner = grid_of(rows_of(element, runs), runs, numbering, lines)
            pieces += [line.text for line in lines_of(inner)]
            continue
        line = runs.line(element)
        lines.append(line)
        mark = numbering.mark(element) if line.text else None
        pieces.append(line.text if mark is None else f"{'•' if mark[1] == '-' else mark[1]} {line.text}")
    return " ".join(filter(None, pieces))


def _cells(row: Any, runs: Runs) -> Iterator[Any]:
    for cell in _inside(row, f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            runs.skip(cell)
        else:
            yield cell


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """Children of these kinds, also where content controls or tracked insertions wrap them."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, *tags)
