"""Tables of a page: which lines of text belong to which cell. Pure.

Where rules cross, they draw the cells (:mod:`pdf_lattice`). Where there are horizontal rules alone, what stands between
two of them is one row, however many lines its cells take, and columns lie where no text of the table ever stands. A
table without any rule is one of rows of lines side by side that keep to their columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.loading.grid import GridCell
from assistant.loading.pdf_join import join
from assistant.loading.pdf_lattice import Place, fill, find_lattices
from assistant.loading.pdf_page import Line, Page, Rule

Rows = tuple[tuple[GridCell, ...], ...]

# Points by which two edges that are meant to be one may differ, and pieces of one rule may lie apart.
_SAME, _PIECES = 2.0, 4.0
# A shorter rule underlines a word; a table is at least this wide.
_SHORTEST = 40.0
# Text that fills more of a row than this, where there is no vertical rule, is a paragraph between two tables.
_PROSE = 0.75
_MOST_RULES = 2000
# A table's head may stand above its first rule, so many heights away at most.
_HEAD_ABOVE = 2.0
# Without rules: fewer columns or rows may be anything.
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3


def with_tables(page: Page, lines: Sequence[Line], words: Mapping[str, int]) -> list[Line]:
    """The lines of a page, those of each ruled table replaced by one line that holds its rows."""
    left_over = list(lines)
    if not page.rules:
        return left_over
    for lattice in find_lattices(page.rules):
        places = fill(lattice, left_over)
        rows = _rows_of(places, page, words)
        if _is_table(rows):
            left_over = _replaced(left_over, [line for place in places for line in place.lines], rows)
    for edges in _stacks(page.rules):
        for run in _runs(left_over, edges, page.rules):
            found = _with_head_above(run, left_over, edges)
            inside = [line for row in found for line in row]
            columns = _columns(inside)
            rows = _with_heads([tuple(_cells(row, columns, page, words)) for row in found])
            if len(columns) > 1 and _is_table(rows):
                left_over = _replaced(left_over, inside, rows)
    return left_over


def aligned(rows: Sequence[Sequence[Line]], page: Page) -> Rows | None:
    """Rows of a table without rules as cells, if they stand in three or more columns one row of which is whole.

    With two columns, or where no row fills all, nothing tells a head from a value: then ``None``.
    """
    begins = _columns([line for row in rows for line in row])
    whole = any(len(row) == len(begins) for row in rows[:_FEWEST_ROWS])
    if len(rows) < _FEWEST_ROWS or len(begins) < _FEWEST_COLUMNS or not whole:
        return None
    cells = []
    for row in rows:
        places = [max(at for at, begin in enumerate(begins) if begin <= line.left) for line in row]
        if len(set(places)) < len(places):
            return None
        texts = dict(zip(places, row, strict=True))
        cells.append(tuple(_cell([texts[at]] if at in texts else [], page, {}) for at in range(len(begins))))
    return _with_heads(cells)


def _rows_of(places: Sequence[Place], page: Page, words: Mapping[str, int]) -> Rows:
    """The rows of a lattice; those without any text are left out where no cell reaches into them."""
    count = max((place.row + place.rows for place in places), default=0)
    rows: list[list[GridCell]] = [[] for _ in range(count)]
    for place in places:
        cell = _cell(place.lines, page, words)
        rows[place.row].append(replace(cell, columns=place.columns, rows=place.rows))
    return _with_heads(rows)


def _cell(lines: Sequence[Line], page: Page, words: Mapping[str, int]) -> GridCell:
    bold = bool(lines) and all(line.bold for line in lines)
    return GridCell(_text(lines, words), header=bold, boxes=tuple(page.box(line) for line in lines))


def _with_heads(rows: Sequence[Sequence[GridCell]]) -> Rows:
    """The rows, what is bold marked as header where it is so throughout: in the first rows, or in the first column."""
    first_rows = next((at for at, row in enumerate(rows) if not all(c.header for c in row if c.text)), len(rows))
    first_column = all(row[0].header for row in rows if row and row[0].text)
    return tuple(
        tuple(
            replace(cell, header=cell.header and (at < first_rows or (first_column and place == 0)))
            for place, cell in enumerate(row)
        )
        for at, row in enumerate(rows)
    )


def _stacks(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Horizontal rules of one width, from top to bottom; the pieces of a rule are put together first."""
    whole: list[Rule] = []
    pieces = sorted(
        (r for r in rules[:_MOST_RULES] if r.horizontal and r.right > r.left), key=lambda r: (-r.bottom, r.left)
    )
    for piece in pieces:
        last = next((r for r in reversed(whole[-20:]) if _continues(r, piece)), None)
        if last is not None:
            whole[whole.index(last)] = Rule(last.left, max(last.right, piece.right), last.bottom, last.top)
        else:
            whole.append(piece)
    stacks: list[list[Rule]] = []
    for rule in whole:
        if rule.right - rule.left < _SHORTEST:
            continue
        stack = next((s for s in stacks if _same_width(s[0], rule)), None)
        if stack is None:
            stacks.append([rule])
        elif stack[-1].bottom - rule.bottom > _SAME:
            stack.append(rule)
    yield from (stack for stack in stacks if len(stack) > 2)


def _continues(rule: Rule, piece: Rule) -> bool:
    return abs(rule.bottom - piece.bottom) <= _SAME and piece.left <= rule.right + _PIECES


def _same_width(one: Rule, other: Rule) -> bool:
    return abs(one.left - other.left) <= _PIECES and abs(one.right - other.right) <= _PIECES


def _runs(lines: Sequence[Line], edges: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[list[list[Line]]]:
    """Rows that follow each other without a paragraph between them."""
    left, right = edges[0].left - _SAME, edges[0].right + _SAME
    run: list[list[Line]] = []
    for upper, lower in pairwise(edges):
        row = [
            line
            for line in lines
            if not line.rows
            and lower.bottom <= line.middle <= upper.bottom
            and line.left >= left
            and line.right <= right
        ]
        ruled = any(
            not r.horizontal and r.bottom <= lower.bottom + _PIECES and r.top >= upper.bottom - _PIECES for r in rules
        )
        if not ruled and any(line.width > _PROSE * (right - left) for line in row):
            yield from [run] if len(run) > 1 else []
            run = []
        elif row:
            run.append(row)
    yield from [run] if len(run) > 1 else []


def _with_head_above(
    run: Sequence[Sequence[Line]], lines: Sequence[Line], edges: Sequence[Rule]
) -> Sequence[Sequence[Line]]:
    """The rows of a table, with the row that stands above its first rule where it keeps to the columns."""
    top, left, right = edges[0].bottom, edges[0].left - _SAME, edges[0].right + _SAME
    if not any(line.top > top - _HEAD_ABOVE * line.size for line in run[0]):
        return run
    above = [line for line in lines if top < line.middle <= top + _HEAD_ABOVE * line.size and not line.rows]
    above = [line for line in above if line.left >= left and line.right <= right]
    inside = [line for row in run for line in row]
    fits = len(above) > 1 and len(_columns([*inside, *above])) == len(_columns(inside)) >= len(above)
    return [above, *run] if fits else run


def _columns(lines: Sequence[Line]) -> list[float]:
    """Where columns begin when they are told apart by places where no line of text stands."""
    begins, reach = [], float("-inf")
    for line in sorted(lines, key=lambda line: line.left):
        if line.left > reach + _SAME:
            begins.append(line.left)
        reach = max(reach, line.right)
    return begins


def _cells(row: Sequence[Line], columns: Sequence[float], page: Page, words: Mapping[str, int]) -> Iterator[GridCell]:
    for number, begin in enumerate(columns):
        end = columns[number + 1] if number + 1 < len(columns) else float("inf")
        begin = float("-inf") if number == 0 else begin
        lines = [line for line in row if begin <= line.left + _SAME < end]
        yield _cell(sorted(lines, key=lambda line: (-round(line.middle), line.left)), page, words)


def _text(lines: Sequence[Line], words: Mapping[str, int]) -> str:
    text = ""
    width = max((line.right for line in lines), default=0.0)
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        full = before is not None and width - before.right < before.size
        text = join(text, line.text, words, full=full) if text else line.text
    return text


def _is_table(rows: Rows) -> bool:
    """A row of several cells, and at least one more."""
    return sum(1 for row in rows if sum(1 for cell in row if cell.text) > 1) > 1


def _replaced(lines: Sequence[Line], inside: Sequence[Line], rows: Rows) -> list[Line]:
    """The lines, those inside a table replaced by one that holds its rows."""
    chosen = set(map(id, inside))
    first = min(at for at, line in enumerate(lines) if id(line) in chosen)
    kept = [line for line in lines if id(line) not in chosen]
    left, right = min(line.left for line in inside), max(line.right for line in inside)
    bottom, top = min(line.bottom for line in inside), max(line.top for line in inside)
    text = " ".join(cell.text for cell in rows[0])
    kept.insert(min(first, len(kept)), Line(text, left, right, bottom, top, inside[0].size, rows=rows))
    return kept
