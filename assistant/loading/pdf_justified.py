"""Lines that justification has torn: words so far apart that they look like the cells of a table. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.loading.pdf_page import Line

# Lines of a justified column end at the same two edges, but for so many points; there are so many of them at least.
_SAME_EDGE, _FEWEST_LINES = 1.5, 2
# The gaps of a torn line are alike (the widest is no more than this times the narrowest) and no wider, in heights.
_ALIKE, _WIDEST = 1.6, 3.0
_MANY_GAPS, _VERY_ALIKE = 3, 1.3


def with_whole_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines; pieces that together reach from edge to edge of a justified column are one line again."""
    edges = Counter((round(line.left), round(line.right)) for line in lines if line.text.count(" ") > 1)
    edges.update(_edges_of_torn(lines))
    columns = [edge for edge, count in edges.items() if count >= _FEWEST_LINES]
    if not columns:
        return list(lines)
    whole: list[Line] = []
    at = 0
    while at < len(lines):
        end = _torn(lines, at, columns)
        pieces = lines[at:end]
        text = " ".join(line.text for line in pieces)
        whole.append(replace(pieces[0], text=text, right=pieces[-1].right) if end > at + 1 else pieces[0])
        at = end
    return whole


def _edges_of_torn(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The edges of rows of many pieces with gaps between them that are alike, which no table has."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or not _is_beside(lines[at - 1], lines[at]):
            gaps = [after.left - before.right for before, after in pairwise(lines[start:at])]
            if len(gaps) >= _MANY_GAPS and max(gaps) <= _VERY_ALIKE * min(gaps):
                yield round(lines[start].left), round(lines[at - 1].right)
            start = at


def _torn(lines: Sequence[Line], at: int, columns: Sequence[tuple[int, int]]) -> int:
    """Where the pieces of a torn line end that begins at ``at``; the next place if there is none."""
    first = lines[at]
    right = [edge for left, edge in columns if abs(left - first.left) <= _SAME_EDGE]
    end = at + 1
    while right and end < len(lines) and _is_beside(lines[end - 1], lines[end]):
        end += 1
        if any(abs(edge - lines[end - 1].right) <= _SAME_EDGE for edge in right):
            gaps = [after.left - before.right for before, after in pairwise(lines[at:end])]
            return end if max(gaps) <= _ALIKE * min(gaps) else at + 1
    return at + 1


def _is_beside(before: Line, after: Line) -> bool:
    same = abs(before.bottom - after.bottom) <= 1 and abs(before.size - after.size) <= 1
    return same and 0 < after.left - before.right <= _WIDEST * before.size
