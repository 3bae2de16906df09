"""The tables on a sheet, told apart by blank rows and columns between them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.loading.grid_cells import Grid, GridCell
from assistant.loading.grid_headers import is_note, sort_of

Cells = Mapping[tuple[int, int], GridCell]

# Words above a table further away, or more of them, are a text of their own.
_MOST_TITLES, _TITLE_GAP = 6, 3
# A part below a blank row goes on with the table above when this share of its first cells are of the same sort.
_ALIKE = 0.7
_LONGEST_TITLE = 200

_Rows = dict[int, dict[int, GridCell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A region that is a table."""

    grid: Grid


@dataclass(frozen=True, slots=True)
class Words:
    """A region of single cells: a text."""

    texts: tuple[str, ...]


@dataclass(slots=True)
class _Region:
    rows: _Rows

    @property
    def is_words(self) -> bool:
        return all(len(row) == 1 for row in self.rows.values())

    @property
    def last(self) -> int:
        return max(at + max(cell.rows for cell in row.values()) - 1 for at, row in self.rows.items())


def regions_of(cells: Cells) -> Iterator[Table | Words]:
    """The tables and texts of a sheet, from top to bottom and left to right."""
    for region in _joined(list(_blocks(cells))):
        if region.is_words:
            yield Words(tuple(cell.text for row in region.rows.values() for cell in row.values()))
            continue
        for rows in _side_by_side(region.rows):
            yield Table(_grid(rows))


def _blocks(cells: Cells) -> Iterator[_Region]:
    """Rows without a blank one between them."""
    rows: _Rows = {}
    for (row, column), cell in sorted(cells.items(), key=lambda item: item[0]):
        if cell.text.strip():
            rows.setdefault(row, {})[column] = cell
    block: _Rows = {}
    reach = 0
    for row, found in rows.items():
        if block and row > reach + 1:
            yield _Region(block)
            block = {}
        block[row] = found
        reach = max(reach, row + max(cell.rows for cell in found.values()) - 1)
    if block:
        yield _Region(block)


def _joined(blocks: Sequence[_Region]) -> list[_Region]:
    """Titles with the table below them, notes and further rows with the table above."""
    joined: list[_Region] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if above is not None and _belong(above, block):
            above.rows |= block.rows
        else:
            joined.append(block)
    return joined


def _belong(above: _Region, below: _Region) -> bool:
    if above.is_words:
        near = min(below.rows) - above.last <= _TITLE_GAP
        short = all(len(cell.text) <= _LONGEST_TITLE for row in above.rows.values() for cell in row.values())
        return near and short and not below.is_words and len(above.rows) <= _MOST_TITLES
    if below.is_words:
        first = min(at for row in above.rows.values() for at in row)
        return all(is_note([next(iter(row.values())), None]) and first in row for row in below.rows.values())
    return _goes_on(above, below)


def _goes_on(above: _Region, below: _Region) -> bool:
    """Whether a part below a blank row holds further rows of the table above it, and no header of its own."""
    head, first, last = (list(rows.values()) for rows in (above.rows, below.rows, above.rows))
    if min(below.rows) - above.last > _TITLE_GAP:
        return False
    columns = {at for row in last for at in row}
    row = first[0]
    if not row.keys() <= columns or len(row) < 2:
        return False
    texts = [cell.text for cell in row.values()]
    if any([cell.text for cell in other.values()] == texts for other in head[:3]):
        return True
    if all(cell.header for cell in row.values()):
        return False
    model = max(last[1:] or last, key=len)
    alike = [sort_of(cell.text) == sort_of(model[at].text) for at, cell in row.items() if at in model]
    return len(alike) > 0 and sum(alike) >= _ALIKE * len(row)


def _side_by_side(rows: _Rows) -> Iterator[_Rows]:
    """Tables beside each other: parted by a blank column, each with names in its first one."""
    covered = sorted({at + more for row in rows.values() for at, cell in row.items() for more in range(cell.columns)})
    cuts = [later for sooner, later in pairwise(covered) if later - sooner > 1]
    begin = covered[0]
    for cut in cuts:
        left, right = _between(rows, begin, cut), _between(rows, cut, covered[-1] + 1)
        if _stands_alone(left) and _stands_alone(right):
            yield left
            begin = cut
    yield _between(rows, begin, covered[-1] + 1)


def _between(rows: _Rows, begin: int, end: int) -> _Rows:
    parts = {row: {at: cell for at, cell in found.items() if begin <= at < end} for row, found in rows.items()}
    return {row: found for row, found in parts.items() if found}


def _stands_alone(rows: _Rows) -> bool:
    columns = sorted({at for row in rows.values() for at in row})
    if len(columns) < 2 or len(rows) < 2:
        return False
    names = [row[columns[0]].text for row in rows.values() if columns[0] in row]
    return len(names) * 2 > len(rows) and sum(sort_of(name) == "text" for name in names) * 2 > len(names)


def _grid(rows: _Rows) -> Grid:
    """The cells of a region, with empty ones where nothing stands and no span reaches."""
    first = min(at for row in rows.values() for at in row)
    last = max(at + cell.columns - 1 for row in rows.values() for at, cell in row.items())
    covered: set[tuple[int, int]] = set()
    lines: list[tuple[GridCell, ...]] = []
    spanned = {at + down for at, row in rows.items() for cell in row.values() for down in range(cell.rows)}
    for row in sorted(rows.keys() | spanned):
        found = rows.get(row, {})
        line: list[GridCell] = []
        for at in range(first, last + 1):
            cell = found.get(at)
            if (row, at) in covered:
                continue
            line.append(cell or GridCell(""))
            if cell is not None and (cell.rows > 1 or cell.columns > 1):
                covered |= {(row + down, at + right) for down in range(cell.rows) for right in range(cell.columns)}
        lines.append(tuple(line))
    return Grid(tuple(lines))
