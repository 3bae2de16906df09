"""Tables that are drawn with ruled lines: which lines of text belong to which cell. Pure.

Horizontal rules of the same width, one below the other, are the edges of rows; what stands between two of them is one
row, however many lines its cells take. Columns lie between vertical rules, or where no text of the table ever stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from assistant.loading.pdf_join import join
from assistant.loading.pdf_page import Line, Rule

# Points by which two edges that are meant to be one may differ, and pieces of one rule may lie apart.
_SAME, _PIECES = 2.0, 4.0
# A shorter rule underlines a word; a table is at least this wide.
_SHORTEST = 40.0
# Text that fills more of a row than this, where there is no vertical rule, is a paragraph between two tables.
_PROSE = 0.75
_MOST_RULES = 2000
# Without rules: fewer columns or rows may be anything.
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3


def with_tables(lines: Sequence[Line], rules: Sequence[Rule], words: Mapping[str, int]) -> list[Line]:
    """The lines, those of each ruled table replaced by one line that holds its rows."""
    left_over = list(lines)
    for edges in _stacks(rules):
        for rows in _runs(left_over, edges, rules):
            inside = [line for row in rows for line in row]
            columns = _columns(inside, edges, rules)
            cells = [tuple(_cells(row, columns, words)) for row in rows]
            if len(columns) < 2 or not _is_table(cells):
                continue
            first = min(left_over.index(line) for line in inside)
            chosen = set(map(id, inside))
            left_over = [line for line in left_over if id(line) not in chosen]
            left_over.insert(min(first, len(left_over)), _as_line(inside, tuple(row for row in cells if any(row))))
    return left_over


def aligned(rows: Sequence[Sequence[Line]]) -> list[list[str]] | None:
    """Rows of a table without rules as cells, if they stand in three or more columns all of which have a head.

    With two columns, or with gaps in the first row, nothing tells a head from a value: then ``None``.
    """
    begins = _gaps([line for row in rows for line in row])
    if len(rows) < _FEWEST_ROWS or len(begins) < _FEWEST_COLUMNS or len(rows[0]) != len(begins):
        return None
    cells = []
    for row in rows:
        places = [max(at for at, begin in enumerate(begins) if begin <= line.left) for line in row]
        if len(set(places)) < len(places):
            return None
        texts = dict(zip(places, (line.text for line in row), strict=True))
        cells.append([texts.get(at, "") for at in range(len(begins))])
    return cells


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
            if lower.bottom <= line.middle <= upper.bottom and line.left >= left and line.right <= right
        ]
        ruled = any(
            not r.horizontal and r.bottom <= lower.bottom + _PIECES and r.top >= upper.bottom - _PIECES for r in rules
        )
        if not ruled and any(line.right - line.left > _PROSE * (right - left) for line in row):
            yield from [run] if len(run) > 1 else []
            run = []
        elif row:
            run.append(row)
    yield from [run] if len(run) > 1 else []


def _columns(inside: Sequence[Line], edges: Sequence[Rule], rules: Sequence[Rule]) -> list[float]:
    """Where each column begins, from left to right."""
    left, right = edges[0].left, edges[0].right
    bottom, top = min(line.bottom for line in inside), max(line.top for line in inside)
    drawn = sorted(
        rule.left
        for rule in rules
        if not rule.horizontal and rule.bottom < top and rule.top > bottom
        and left - _PIECES <= rule.left < right - _PIECES
    )  # fmt: skip
    begins = [x for at, x in enumerate(drawn) if at == 0 or x - drawn[at - 1] > _PIECES]
    if len(begins) > 1:
        return begins
    return _gaps(inside)


def _gaps(lines: Sequence[Line]) -> list[float]:
    """Where columns begin when they are told apart by places where no line of text stands."""
    begins, reach = [], float("-inf")
    for line in sorted(lines, key=lambda line: line.left):
        if line.left > reach + _SAME:
            begins.append(line.left)
        reach = max(reach, line.right)
    return begins


def _cells(row: Sequence[Line], columns: Sequence[float], words: Mapping[str, int]) -> Iterator[str]:
    for number, begin in enumerate(columns):
        end = columns[number + 1] if number + 1 < len(columns) else float("inf")
        begin = float("-inf") if number == 0 else begin
        lines = [line for line in row if begin <= line.left + _SAME < end]
        yield _text(sorted(lines, key=lambda line: (-round(line.middle), line.left)), words)


def _text(lines: Sequence[Line], words: Mapping[str, int]) -> str:
    text = ""
    width = max((line.right for line in lines), default=0.0)
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        full = before is not None and width - before.right < before.size
        text = join(text, line.text, words, full=full) if text else line.text
    return text


def _is_table(cells: Sequence[tuple[str, ...]]) -> bool:
    """A head of several cells, and below it at least one row of several."""
    filled = [sum(1 for cell in row if cell) for row in cells]
    return filled[0] > 1 and any(count > 1 for count in filled[1:])


def _as_line(inside: Sequence[Line], rows: tuple[tuple[str, ...], ...]) -> Line:
    left, right = min(line.left for line in inside), max(line.right for line in inside)
    bottom, top = min(line.bottom for line in inside), max(line.top for line in inside)
    return Line(" ".join(rows[0]), left, right, bottom, top, inside[0].size, rows=rows)
