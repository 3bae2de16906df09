"""Running heads and page numbers: lines that return at the edge of page after page. Pure.

A line goes only on evidence. It stands in the margin apart from the text, alone or beside other such lines; and it
says the same at the same height on several pages, or it is a number that grows as the pages do. A row of a table
that happens to stand at the top, a numbered heading (Annexe 1, Annexe 2) or a lonely year stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.loading.pdf_page import Line, Page

# Running heads and page numbers stand in this share of the page at its top and bottom, in so many rows at most.
_MARGIN, _MOST_ROWS = 0.12, 3
# The gap to the text is this many times the usual distance of rows, and this many heights at least.
_APART, _HEIGHTS = 1.4, 1.6
# On a page with so few rows the smallest distance is the usual one.
_FEW = 6
# They return, so many points up or down, on this share of the pages and on two at least; on three in a long document.
_SAME_HEIGHT, _REPEATED, _ENOUGH = 4.0, 0.4, 3
# What is larger than the body may be a heading that returns; then it takes this share of three pages or more.
_LARGER, _MOST = 1.12, 0.6
# Years at the top of page after page are a chronicle, unless there are more of them than chronicles have.
_YEARS, _MOST_YEARS = range(1900, 2101), 12

_TOTAL = r"(?:\s*(?:/|\||sur|of|de)\s*\d{1,4})?"
_ALONE = re.compile(rf"\W*(?:pages?|p\.)?\s*(\d{{1,4}}|[ivxlc]{{1,7}}){_TOTAL}\W*", re.IGNORECASE)
_BEHIND = re.compile(rf"(?P<words>.*\S)(?P<sign>\s*[|–—•·-]\s*|\s+(?:pages?|p\.)\s*)(?P<n>\d{{1,4}}){_TOTAL}", re.I)
_BEFORE = re.compile(r"(?P<n>\d{1,4})(?P<sign>\s*[|–—•·-]\s*)(?P<words>\S.*)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Furniture:
    """Which lines to leave out (page number and line), and the numbers that are printed on the pages.

    ``feet`` is what else stands at the foot of the pages, each once: addresses, dates, notices.
    """

    lines: frozenset[tuple[int, Line]]
    labels: Mapping[int, str]
    feet: tuple[tuple[int, Line], ...]


@dataclass(frozen=True, slots=True)
class _Marginal:
    """A line in a margin, and the line's row."""

    page: int
    at_top: bool
    line: Line
    row: int

    @property
    def key(self) -> tuple[int, Line]:
        return self.page, self.line


def find_furniture(pages: Sequence[Page], body: float) -> Furniture:
    """The running heads and page numbers of a document the body of which has this size of text."""
    marginal = [found for page in pages if page.turn == 0 for found in _marginal(page)]
    count = len({page.number for page in pages})
    numbers = dict(_numbers(marginal, body))
    rows: dict[tuple[int, int], list[_Marginal]] = defaultdict(list)
    for found in marginal:
        rows[found.page, found.row].append(found)
    numbered = {at for at, row in rows.items() if any(found.key in numbers for found in row)}
    beside = [found for found in marginal if (found.page, found.row) in numbered]
    gone = _repeated(marginal, count, body) | _repeated(beside, 0, body) | numbers.keys()
    whole = [found for row in rows.values() if all(found.key in gone for found in row) for found in row]
    labels = {found.page: numbers[found.key] for found in whole if found.key in numbers}
    feet = {found.line.text: found.key for found in reversed(whole) if not found.at_top and found.key not in numbers}
    return Furniture(frozenset(found.key for found in whole), labels, tuple(feet.values())[::-1])


def _marginal(page: Page) -> Iterator[_Marginal]:
    """The lines at the top and the bottom of a page that a gap parts from the text."""
    rows = _rows(page.lines)
    gaps = [above[0].middle - below[0].middle for above, below in pairwise(rows)]
    pitch = median(gaps) if len(gaps) > _FEW else min(gaps) if len(gaps) > 1 else 0.0
    for at_top in (True, False):
        ordered = rows if at_top else rows[::-1]
        inner = gaps if at_top else gaps[::-1]
        for number, row in enumerate(ordered[:_MOST_ROWS]):
            height = row[0].middle / page.height
            if (height < 1 - _MARGIN) if at_top else (height > _MARGIN):
                break
            last = number == len(inner)
            if last or inner[number] >= max(_APART * pitch, _HEIGHTS * row[0].size):
                if last or not _in_one_table(page, row, ordered[number + 1]):
                    for at, outer in enumerate(ordered[: number + 1]):
                        yield from (_Marginal(page.number, at_top, line, at if at_top else -1 - at) for line in outer)
                break


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines by their height on the page, from top to bottom; those side by side together."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and abs(rows[-1][0].middle - line.middle) <= 0.5 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _in_one_table(page: Page, row: Sequence[Line], inner: Sequence[Line]) -> bool:
    """Whether an upright rule stands beside two rows: then they are rows of one table."""
    low, high = sorted((row[0].middle, inner[0].middle))
    return any(not rule.horizontal and rule.bottom <= low and rule.top >= high for rule in page.rules)


def _repeated(marginal: Sequence[_Marginal], count: int, body: float) -> set[tuple[int, Line]]:
    """Lines that say the same at the same height on enough pages; two are enough if ``count`` is 0."""
    alike: dict[tuple[bool, str], list[_Marginal]] = defaultdict(list)
    for found in marginal:
        alike[found.at_top, " ".join(found.line.text.lower().split())].append(found)
    gone: set[tuple[int, Line]] = set()
    for group in alike.values():
        height = median(found.line.middle for found in group)
        near = [found for found in group if abs(found.line.middle - height) <= _SAME_HEIGHT]
        pages = len({found.page for found in near})
        large = near and max(found.line.size for found in near) >= _LARGER * body
        needed = max(_ENOUGH, _MOST * count) if large else min(_ENOUGH, max(2, _REPEATED * count))
        if pages >= needed:
            gone |= {found.key for found in near}
    return gone


def _numbers(marginal: Sequence[_Marginal], body: float) -> Iterator[tuple[tuple[int, Line], str]]:
    """Page numbers, with the words around them: in each place they grow by one from one page to the next."""
    series: dict[tuple[bool, str, int], list[tuple[_Marginal, str]]] = defaultdict(list)
    for found in marginal:
        if (read := _numbered(found, body)) is not None:
            words, label, value = read
            series[found.at_top, words, value - found.page].append((found, label))
    for (_, words, offset), members in series.items():
        pages = len({found.page for found, _ in members})
        large = any(found.line.size >= _LARGER * body for found, _ in members)
        years = any(label.isdigit() and int(label) in _YEARS for _, label in members)
        alone = offset == 0 and not words and not large
        if alone or (not (large and years) and pages >= (_MOST_YEARS if years else _ENOUGH if large else 2)):
            yield from ((found.key, label) for found, label in members)


def _numbered(found: _Marginal, body: float) -> tuple[str, str, int] | None:
    """The words, the number as printed and its value, of a line that may hold the number of its page."""
    text = found.line.text
    if alone := _ALONE.fullmatch(text):
        value = _value(alone[1])
        return ("", alone[1], value) if value else None
    match = _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
    if match is None:
        return None
    named = match["sign"].strip(" .|–—•·-").isalpha()
    small = found.line.size < 0.97 * body or not found.at_top
    if named or (small and found.line.size < _LARGER * body):
        return match["words"].lower(), match["n"], int(match["n"])
    return None


def _value(label: str) -> int:
    """The value of a figure or a Roman number; 0 of what is none."""
    if label.isdigit():
        return int(label)
    values = [_ROMAN[char] for char in label.lower()]
    total = sum(-value if value < following else value for value, following in pairwise([*values, 0]))
    return total if total > 0 and _as_roman(total) == label.lower() else 0


def _as_roman(number: int) -> str:
    pieces = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, sign in pieces:
        text += sign * (number // value)
        number %= value
    return text
