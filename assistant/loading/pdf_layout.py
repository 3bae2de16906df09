"""From lines of text with places on pages to paragraphs, headings and rows in reading order. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from assistant.loading.parts import Outline


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one base line. Points, from the lower left corner of the page; ``size`` is the height."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """Half way between bottom and top."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, in the order of the file. ``number`` counts from 1, sizes are points."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


# Running heads and page numbers stand in this share of the page at its top and bottom.
_MARGIN = 0.1
# A line is a running head when it stands on this share of the pages, and on two at least.
_REPEATED = 0.4
# A heading is this much larger than the body; in documents with more than this share of large text none is inferred.
_LARGER, _MOST_HEADINGS = 1.12, 0.3
_LONGEST_HEADING = 150
# Columns: a gutter lies in this part of the width, with this many lines on each side that fill this much of it.
# A line of a column has so many characters; the cells of a table mostly have fewer.
_PROSE_LINES, _PROSE_SHARE = 10, 0.3  # of a column that holds a table too; tables alone stay below 0.15
_GUTTER_FROM, _GUTTER_TO, _COLUMN_LINES, _COLUMN_FILL, _COLUMN_CHARACTERS = 0.2, 0.8, 3, 0.6, 15
# Lines further apart than this many heights begin a new paragraph.
_PARAGRAPH_GAP, _HEADING_GAP = 1.45, 1.2
# A line that ends a sentence before this part of the width of its paragraph ends the paragraph.
_FULL_LINE = 0.85

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|\||sur|of|de)\s*\d{1,4})?\W*\Z", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[-•‣◦▪■●–—·*]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_ENDS = re.compile(r"[.!?…:;][\s»”\"')\]]*\Z")
_HYPHENATED = re.compile(r"([^\W\d_]+)-\Z")
_CONTINUED = re.compile(r"[^\W\d_]+")


def compose(pages: Sequence[Page], outline: Outline, add_scanned: Callable[[int], None]) -> None:
    """Write the text of the pages into ``outline``; ``add_scanned(number)`` is called for each page without text."""
    furniture = _furniture(pages)
    kept = {page.number: [line for line in page.lines if (page.number, line) not in furniture] for page in pages}
    every = [line for lines in kept.values() for line in lines]
    levels = _heading_levels(every)
    words = Counter(word for line in every for word in re.findall(r"[\w-]+", line.text.lower()))
    writer = _Writer(outline, levels, words)
    for page in pages:
        outline.page = page.number
        writer.begin_page()
        if not page.lines:
            add_scanned(page.number)
        for row in _rows(_bands(kept[page.number])):
            writer.add(row)
        writer.end_paragraph()


def _furniture(pages: Sequence[Page]) -> set[tuple[int, Line]]:
    """Page numbers, and lines in the margins that return on other pages with at most another number in them."""
    marginal = [(page, line) for page in pages for line in page.lines if _in_margin(page, line)]
    counts = Counter(text for _, text in {(page.number, _key(line)) for page, line in marginal})
    needed = max(2, _REPEATED * len(pages))
    return {
        (page.number, line) for page, line in marginal if counts[_key(line)] >= needed or _PAGE_NUMBER.match(line.text)
    }


def _in_margin(page: Page, line: Line) -> bool:
    return line.middle < _MARGIN * page.height or line.middle > (1 - _MARGIN) * page.height


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.lower())


def _heading_levels(lines: Sequence[Line]) -> dict[float, int]:
    """The sizes that are headings, the largest being level 1. The body is the size of most characters."""
    characters: Counter[float] = Counter()
    for line in lines:
        characters[line.size] += len(line.text)
    if not characters:
        return {}
    body = characters.most_common(1)[0][0]
    larger = sorted((size for size in characters if size >= _LARGER * body), reverse=True)
    if sum(characters[size] for size in larger) > _MOST_HEADINGS * characters.total():
        return {}
    return {size: min(level, 5) for level, size in enumerate(larger, 1)}


def _bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Reading order: the lines in bands from top to bottom; in a band with columns, these from left to right."""
    ordered = sorted(lines, key=lambda line: -line.middle)
    gutter = _gutter(ordered)
    if gutter is None:
        return [ordered] if ordered else []
    bands: list[list[Line]] = []
    pending: list[Line] = []
    for line in ordered:
        if line.left < gutter < line.right:
            bands += _columns(pending, gutter)
            bands.append([line])
            pending = []
        else:
            pending.append(line)
    return bands + _columns(pending, gutter)


def _columns(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.right > gutter]
    if not left or not right or not (_is_column(left) and _is_column(right)):
        return [list(lines)] if lines else []
    return [*_bands(left), *_bands(right)]


def _is_column(lines: Sequence[Line]) -> bool:
    """Prose fills the width of its column; the cells of a table do not. A column of prose may hold a table."""
    width = max(line.right for line in lines) - min(line.left for line in lines)
    rows = len({round(line.middle) for line in lines})
    filled = median(line.right - line.left for line in lines) >= _COLUMN_FILL * width
    if rows < _COLUMN_LINES or (filled and median(len(line.text) for line in lines) >= _COLUMN_CHARACTERS):
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


def _rows(bands: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Lines side by side in a band are the cells of one row."""
    for band in bands:
        row: list[Line] = []
        for line in band:
            if row and abs(line.middle - row[0].middle) > 0.4 * min(line.size, row[0].size):
                yield sorted(row, key=lambda cell: cell.left)
                row = []
            row.append(line)
        if row:
            yield sorted(row, key=lambda cell: cell.left)


def _cells(row: Sequence[Line]) -> str:
    return "; ".join(cell.text for cell in row)


class _Writer:
    """Puts rows together into paragraphs, tables and headings."""

    def __init__(self, outline: Outline, levels: dict[float, int], words: Counter[str]) -> None:
        self._outline = outline
        self._levels = levels
        self._words = words
        self._lines: list[str] = []
        self._left, self._right = inf, -inf
        self._last: Line | None = None
        self._is_table = False
        self._heading: tuple[int, str] | None = None
        self._open_ended = False

    def begin_page(self) -> None:
        self._last = None

    def add(self, row: Sequence[Line]) -> None:
        first = row[0]
        marked = len(row) > 1 and _ITEM.match(first.text + " ") is not None  # the sign of a list stands apart
        text = f"{first.text} {_cells(row[1:])}" if marked else _cells(row)
        level = self._levels.get(first.size) if len(row) == 1 else None
        if level is not None and len(text) <= _LONGEST_HEADING and any(char.isalpha() for char in text):
            self._add_heading(level, first, text)
        else:
            self._end_heading()
            self._add_text(row, text)
        self._last = first if len(row) == 1 else None

    def _add_heading(self, level: int, line: Line, text: str) -> None:
        self.end_paragraph(keep_heading=True)
        if self._heading and self._heading[0] == level and not self._is_apart(line, _HEADING_GAP):
            self._heading = (level, self._join(self._heading[1], text))
        else:
            self._end_heading()
            self._heading = (level, text)

    def _add_text(self, row: Sequence[Line], text: str) -> None:
        is_row = len(row) > 1 and not _ITEM.match(text)
        if is_row != self._is_table or (not is_row and self._begins_paragraph(row[0])):
            self.end_paragraph()
        self._is_table = is_row
        self._left, self._right = min(self._left, row[0].left), max(self._right, row[-1].right)
        if is_row or not self._lines or _ITEM.match(text):
            self._lines.append(text)
        else:
            self._lines[-1] = self._join(self._lines[-1], text)

    def _begins_paragraph(self, line: Line) -> bool:
        last = self._last
        if last is None or not self._lines:
            return True
        if _ITEM.match(line.text):
            return not _ITEM.match(self._lines[-1]) and not self._lines[-1].endswith(":")
        ended = _ENDS.search(last.text) is not None
        if line.middle > last.middle + line.size:  # the next column
            return ended
        indented = line.left - last.left > 0.8 * line.size
        short = last.right < self._left + _FULL_LINE * (self._right - self._left)
        return self._is_apart(line) or (ended and (indented or short or last.bold != line.bold))

    def _is_apart(self, line: Line, gap: float = _PARAGRAPH_GAP) -> bool:
        last = self._last
        return last is None or abs(last.middle - line.middle) > gap * max(last.size, line.size)

    def _join(self, before: str, after: str) -> str:
        """Put two lines together; a word that was parted by a hyphen becomes whole, a compound keeps its hyphen."""
        hyphenated = _HYPHENATED.search(before)
        continued = _CONTINUED.match(after)
        if hyphenated is None or continued is None or not after[0].islower():
            return f"{before} {after}" if hyphenated is None or continued is None else before + after
        whole = (hyphenated[1] + continued[0]).lower()
        compound = f"{hyphenated[1]}-{continued[0]}".lower()
        keeps = self._words[compound] > 0 and self._words[whole] == 0
        return before + after if keeps else before[:-1] + after

    def end_paragraph(self, *, keep_heading: bool = False) -> None:
        """Write what has been collected."""
        if not keep_heading:
            self._end_heading()
        if self._lines:
            text = "\n".join(self._lines)
            continues = self._open_ended and text[:1].islower()
            self._outline.add(text, continues=continues)
            self._open_ended = not self._is_table and _ENDS.search(text) is None
        self._lines = []
        self._left, self._right = inf, -inf

    def _end_heading(self) -> None:
        if self._heading:
            self._outline.heading(*self._heading)
            self._open_ended = False
        self._heading = None
