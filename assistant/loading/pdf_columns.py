"""Reading order on a page with columns. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from assistant.loading.pdf_page import Line

# Columns: a gutter lies in this part of the width, with this many lines on each side that fill this much of it.
# A line of a column has so many characters; the cells of a table mostly have fewer.
_PROSE_LINES, _PROSE_SHARE = 10, 0.3  # of a column that holds a table too; tables alone stay below 0.15
_GUTTER_FROM, _GUTTER_TO, _COLUMN_LINES, _COLUMN_FILL, _COLUMN_CHARACTERS = 0.2, 0.8, 3, 0.6, 15
_SAME_LEFT = 3.0  # points


def bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Reading order: the lines in bands from top to bottom; in a band with columns, these from left to right."""
    ordered = sorted(lines, key=lambda line: -line.middle)
    gutter = _gutter(ordered)
    if gutter is None:
        return _local(ordered)
    found: list[list[Line]] = []
    pending: list[Line] = []
    for row in _rows(ordered):
        if any(line.left < gutter < line.right for line in row):
            found += _columns(pending, gutter)
            found.append(row)
            pending = []
        else:
            pending += row
    return found + _columns(pending, gutter)


def _is_beside(one: Line, other: Line) -> bool:
    return abs(one.middle - other.middle) <= 0.4 * min(one.size, other.size)


def _local(ordered: Sequence[Line]) -> list[list[Line]]:
    """Lines without columns throughout; where some rows in their midst are two columns of prose, as these."""
    found: list[list[Line]] = []
    pending: list[Line] = []
    pairs: list[list[Line]] = []
    for row in [*_rows(ordered), []]:
        if len(row) == 2 and (not pairs or _share_gutter(pairs, row)):
            pairs.append(row)
            continue
        if _are_columns(pairs):
            found += [pending] if pending else []
            found += [[left for left, _ in pairs], [right for _, right in pairs]]
            pending = []
        else:
            pending += [line for pair in pairs for line in pair]
        pairs = [row] if len(row) == 2 else []
        pending += row if len(row) != 2 else []
    return [*found, pending] if pending else found


def _rows(ordered: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in ordered:
        if rows and _is_beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _share_gutter(pairs: Sequence[Sequence[Line]], row: Sequence[Line]) -> bool:
    reach = max(left.right for left, _ in (*pairs, row))
    return all(abs(right.left - row[1].left) <= _SAME_LEFT and right.left > reach for _, right in pairs)


def _are_columns(pairs: Sequence[Sequence[Line]]) -> bool:
    """Whether two columns are prose: on both sides sentences go on from line to line."""
    if len(pairs) < _COLUMN_LINES:
        return False
    sides = [[pair[side] for pair in pairs] for side in (0, 1)]
    return all(
        median(len(line.text) for line in side) >= _COLUMN_CHARACTERS
        and any(below.text[:1].islower() and above.text[-1] not in ".:;!?" for above, below in pairwise(side))
        for side in sides
    )


def _columns(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.right > gutter]
    if not left or not right or not (_is_column(left) and _is_column(right)):
        return _local(lines)
    return [*bands(left), *bands(right)]


def _is_column(lines: Sequence[Line]) -> bool:
    """Prose fills the width of its column; the cells of a table do not. A column of prose may hold a table."""
    width = max(line.right for line in lines) - min(line.left for line in lines)
    rows = len({round(line.middle) for line in lines})
    filled = rows < _COLUMN_LINES or median(line.right - line.left for line in lines) >= _COLUMN_FILL * width
    if filled and median(len(line.text) for line in lines) >= _COLUMN_CHARACTERS:
        return True
    wide = [line for line in lines if line.right - line.left >= _COLUMN_FILL * width]
    prose = sum(len(line.text) >= _COLUMN_CHARACTERS for line in wide)
    if prose >= _PROSE_LINES and prose >= _PROSE_SHARE * len(lines):
        return True
    gutter = _gutter(lines)  # or there are columns within
    return gutter is not None and all(
        _is_column(side)
        for side in ([line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter])
    )


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a vertical line crosses the fewest lines of text and has columns on both sides, or ``None``."""
    if len(lines) < 2 * _COLUMN_LINES:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, float, float] | None = None
    for step in range(101):
        x = left + (right - left) * (_GUTTER_FROM + (_GUTTER_TO - _GUTTER_FROM) * step / 100)
        beside_left = [line for line in lines if line.right <= x]
        beside_right = [line for line in lines if line.left >= x]
        crossing = len(lines) - len(beside_left) - len(beside_right)
        if min(len(beside_left), len(beside_right)) >= _COLUMN_LINES and crossing < len(lines) / 3:
            candidate = (crossing, abs(x - (left + right) / 2), x)
            best = min(best, candidate) if best else candidate
    return best[2] if best else None
