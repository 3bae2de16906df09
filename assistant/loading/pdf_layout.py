"""From lines of text with places on pages to paragraphs, headings and rows in reading order. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import inf

from assistant.loading.grid import Grid
from assistant.loading.marks import add_lines
from assistant.loading.parts import Outline
from assistant.loading.pdf_columns import bands
from assistant.loading.pdf_join import join
from assistant.loading.pdf_page import Line, Page
from assistant.loading.pdf_tables import aligned, with_tables

# Running heads and page numbers stand in this share of the page at its top and bottom.
_MARGIN = 0.1
# A line is a running head when it stands on this share of the pages, and on two at least.
_REPEATED = 0.4
# A heading is this much larger than the body; in documents with more than this share of large text none is inferred.
_LARGER, _MOST_HEADINGS = 1.12, 0.3
_LONGEST_HEADING = 150
# Lines further apart than this many heights begin a new paragraph.
_PARAGRAPH_GAP, _HEADING_GAP = 1.45, 1.2
# A line that ends a sentence before this part of the width of its paragraph ends the paragraph.
_FULL_LINE = 0.85

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|\||sur|of|de)\s*\d{1,4})?\W*\Z", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[-•‣◦▪■●–—·*]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_ENDS = re.compile(r"[.!?…:;][\s»”\"')\]]*\Z")


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
        for row in _rows(bands(with_tables(kept[page.number], page.rules, words))):
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


def _rows(bands: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Lines side by side in a band are the cells of one row."""
    for band in bands:
        row: list[Line] = []
        for line in band:
            apart = row and abs(line.middle - row[0].middle) > 0.4 * min(line.size, row[0].size)
            if apart or (row and (line.rows or row[0].rows)):
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
        self._rows: list[Sequence[Line]] = []
        self._left, self._right = inf, -inf
        self._last: Line | None = None
        self._is_table = False
        self._heading: tuple[int, str] | None = None
        self._open_ended = False
        self._table: tuple[tuple[str, ...], int] | None = None

    def begin_page(self) -> None:
        self._last = None

    def add(self, row: Sequence[Line]) -> None:
        first = row[0]
        if first.rows:
            self._add_table(first)
            return
        self._table = None
        marked = len(row) > 1 and _ITEM.match(first.text + " ") is not None  # the sign of a list stands apart
        text = f"{first.text} {_cells(row[1:])}" if marked else _cells(row)
        level = self._levels.get(first.size) if len(row) == 1 else None
        if level is not None and len(text) <= _LONGEST_HEADING and any(char.isalpha() for char in text):
            self._add_heading(level, first, text)
        else:
            self._end_heading()
            self._add_text(row, text)
        self._last = first if len(row) == 1 else None

    def _add_table(self, table: Line) -> None:
        self.end_paragraph()
        self._open_ended = False
        header, rows = table.rows[0], table.rows
        if self._table is not None and self._table[1] == len(header):  # goes on from the page before
            header = self._table[0]
            rows = rows if rows[0] == header else (header, *rows)
        self._outline.add_table(Grid.of(rows))
        self._table = (header, len(header))
        self._last = None

    def _add_heading(self, level: int, line: Line, text: str) -> None:
        self.end_paragraph(keep_heading=True)
        if self._heading and self._heading[0] == level and not self._is_apart(line, _HEADING_GAP):
            self._heading = (level, join(self._heading[1], text, self._words))
        else:
            self._end_heading()
            self._heading = (level, text)

    def _add_text(self, row: Sequence[Line], text: str) -> None:
        is_row = len(row) > 1 and not _ITEM.match(text)
        if is_row != self._is_table or (not is_row and self._begins_paragraph(row[0])):
            self.end_paragraph()
        self._is_table = is_row
        if is_row:
            self._rows.append(row)
        self._left, self._right = min(self._left, row[0].left), max(self._right, row[-1].right)
        if is_row or not self._lines or _ITEM.match(text):
            self._lines.append(text)
        else:
            full = self._last is not None and self._right - self._last.right < row[0].size
            self._lines[-1] = join(self._lines[-1], text, self._words, full=full)

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

    def end_paragraph(self, *, keep_heading: bool = False) -> None:
        """Write what has been collected."""
        if not keep_heading:
            self._end_heading()
        if self._lines:
            cells = aligned(self._rows) if self._is_table else None
            text = "\n".join(self._lines)
            if cells:
                self._outline.add_table(Grid.of(cells))
            else:
                add_lines(self._outline, text, continues=self._open_ended and text[:1].islower())
            self._open_ended = not self._is_table and _ENDS.search(text) is None
        self._lines, self._rows = [], []
        self._left, self._right = inf, -inf

    def _end_heading(self) -> None:
        if self._heading:
            self._outline.heading(*self._heading)
            self._open_ended = False
        self._heading = None
