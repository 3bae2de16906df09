"""Puts rows of lines together into paragraphs, lists, tables and headings, across lines, columns and pages. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from assistant.documents import Box
from assistant.loading.grid import Grid, GridCell
from assistant.loading.marks import is_item, item_of
from assistant.loading.parts import Outline
from assistant.loading.pdf_join import is_cut, join
from assistant.loading.pdf_open_table import OpenTable
from assistant.loading.pdf_page import Line, Page
from assistant.loading.pdf_rows import row_text, united, with_boxes
from assistant.loading.pdf_tables import Rows, aligned

_LONGEST_HEADING = 150
_HEADING_GAP = 1.2
# A line that ends a sentence before this part of the width of its paragraph ends the paragraph.
_FULL_LINE = 0.85
# Text so much larger or smaller than the line before is of another paragraph.
_OTHER_SIZE = 1.5
# Rows of one table are about equally far apart: no more than so many times.
_ROW_GAP = 1.9
# Items whose left edges differ by more than this many heights are of different depths.
_DEEPER = 0.8

_ENDS = re.compile(r"[.!?…:;][\s»”\"')\]⁰¹²³⁴⁵⁶⁷⁸⁹]*\Z")
_ENDING = 20  # characters that tell
# A line of a table of contents: dots that lead to the number of a page.
_LEADER = re.compile(r"(?:[.…]\s?){4,}\s*\w{1,6}\Z")
_FIRST_WORD = re.compile(r"\S+\s*")


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do."""
    return _ENDS.search(text[-_ENDING:]) is not None


@dataclass(frozen=True, slots=True)
class Measures:
    """What holds for one page: the page itself, and by how many heights paragraphs are apart."""

    page: Page
    gap: float


@dataclass(slots=True)
class _Text:
    """A line of the paragraph or list that is being collected, which may take several lines of the page."""

    text: str
    left: float
    column: int
    boxes: list[Box] = field(default_factory=list)


class Writer:
    """Takes a document row by row and writes it into an outline.

    What stands beside the text (notes at the foot, comments) waits until the paragraph has ended that it would cut.
    """

    def __init__(self, outline: Outline, levels: Mapping[float, int], words: Counter[str]) -> None:
        self._outline = outline
        self._levels = levels
        self._words = words
        self._measures = Measures(Page(1, 0, 0, ()), 0)
        self._texts: list[_Text] = []
        self._rows: list[Sequence[Line]] = []
        self._left, self._right = inf, -inf
        self._last: Line | None = None
        self._column = 0
        self._heading: tuple[int, str] | None = None
        self._open = ""  # how the last paragraph was left: "open" or "full" when its sentence may go on
        self._table: OpenTable | None = None
        self._waiting: list[tuple[str, tuple[Box, ...]]] = []

    def begin_page(self, measures: Measures) -> None:
        """What follows stands on another page."""
        self._measures = measures
        self._last = None

    def add(self, row: Sequence[Line]) -> None:
        """Take the next row: lines side by side, or a table."""
        row = with_boxes(row)
        first = row[0]
        if first.rows:
            self._add_table(first.rows, first.left, first.right)
            return
        text = row_text(row)
        level = self._levels.get(first.size) if len(row) == 1 and not first.card else None
        if level is not None and len(text) <= _LONGEST_HEADING and any(char.isalpha() for char in text):
            self._add_heading(level, first, text)
        else:
            self._end_heading()
            self._add_text(row, text)
        self._last = first if len(row) == 1 else None

    def defer_note(self, text: str, box: Box) -> None:
        """Take words that stand beside the text; they follow once the paragraph has ended."""
        self._waiting.append((text, (box,)))

    def defer_lines(self, lines: Sequence[Line], page: Page) -> None:
        """Take the lines of a note at the foot of a page."""
        text = lines[0].text
        for line in lines[1:]:
            text = join(text, line.text, self._words)
        self._waiting.append((text, united([page.box(line) for line in lines])))

    def end_page(self) -> None:
        """Write what has been collected; a table or a sentence may go on on the next page."""
        wrapped = bool(self._texts) and len(self._texts[-1].boxes) > 1
        full = wrapped and self._last is not None and self._last.right > self._edge(self._right)
        self.end_paragraph()
        if self._open and full:
            self._open = "full"

    def end_document(self) -> None:
        """Write everything that is left."""
        self.end_paragraph()
        self._end_table()
        self._open = ""
        self._write_waiting()

    def end_paragraph(self, *, keep_heading: bool = False) -> None:
        """Write the paragraph, list or rows that have been collected."""
        if not keep_heading:
            self._end_heading()
        if self._rows:
            self._write_rows()
        elif self._texts:
            self._end_table()
            self._write_texts()
        self._texts, self._rows = [], []
        self._left, self._right = inf, -inf

    def _add_table(self, rows: Rows, left: float, right: float) -> None:
        """Begin a table, or go on with the one at the foot of the page before."""
        self.end_paragraph()
        self._last = None
        if self._table is not None and self._table.goes_on(rows, left, right):
            self._table.rows += rows
            return
        self._end_table()
        self._open = ""
        self._table = OpenTable(list(rows), left, right)

    def _end_table(self) -> None:
        if self._table is not None:
            self._outline.add_table(Grid(tuple(self._table.rows)))
            self._table = None
            self._write_waiting()

    def _add_heading(self, level: int, line: Line, text: str) -> None:
        self.end_paragraph(keep_heading=True)
        self._end_table()
        if self._heading and self._heading[0] == level and not self._is_apart(line, _HEADING_GAP):
            self._heading = (level, join(self._heading[1], text, self._words))
        else:
            self._end_heading()
            self._heading = (level, text)

    def _end_heading(self) -> None:
        if self._heading:
            self._open = ""
            self._write_waiting()
            self._outline.heading(*self._heading)
        self._heading = None

    def _add_text(self, row: Sequence[Line], text: str) -> None:
        is_row = len(row) > 1 and not is_item(text)
        if self._last is not None and row[0].middle > self._last.middle + row[0].size:
            self._column += 1
        begins = self._begins_table(row[0]) if is_row else self._begins_paragraph(row[0])
        if is_row != bool(self._rows) or begins:
            self.end_paragraph()
        self._left, self._right = min(self._left, row[0].left), max(self._right, row[-1].right)
        boxes = [self._measures.page.box(line) for line in row]
        if is_row:
            self._rows.append(row)
        elif not self._texts or is_item(text):
            self._texts.append(_Text(text, row[0].left, self._column, boxes))
        else:
            full = self._last is not None and self._right - self._last.right < row[0].size
            last = self._texts[-1]
            last.text = join(last.text, text, self._words, full=full)
            last.boxes += boxes

    def _begins_table(self, line: Line) -> bool:
        """Whether a row is further away from those before than they are from each other."""
        if len(self._rows) < 2:
            return False
        before, last = self._rows[-2][0].middle, self._rows[-1][0].middle
        return abs(last - line.middle) > _ROW_GAP * abs(before - last)

    def _begins_paragraph(self, line: Line) -> bool:
        last = self._last
        if last is None or not self._texts or line.card or last.card:
            return True
        if is_item(line.text):
            return not is_item(self._texts[-1].text) and not self._texts[-1].text.endswith(":")
        if is_cut(last.text) and line.text[:1].islower():
            return False
        if _LEADER.search(last.text) or max(last.size, line.size) > _OTHER_SIZE * min(last.size, line.size):
            return True
        ended = ends_sentence(last.text)
        if line.middle > last.middle + line.size:  # the next column
            return ended
        indented = line.left - last.left > _DEEPER * line.size
        short = last.right < self._edge(self._right)
        other_look = last.bold != line.bold
        title = other_look and last.right < self._edge(line.right)
        return self._is_apart(line, self._measures.gap) or title or (ended and (indented or short or other_look))

    def _edge(self, right: float) -> float:
        """Where a line must end at least to fill a column that reaches to ``right``."""
        return self._left + _FULL_LINE * (right - self._left)

    def _is_apart(self, line: Line, gap: float) -> bool:
        last = self._last
        return last is None or abs(last.middle - line.middle) > gap * max(last.size, line.size)

    def _write_rows(self) -> None:
        page = self._measures.page
        cells = aligned(self._rows, page)
        if cells:
            every = [line for row in self._rows for line in row]
            rows, self._rows = self._rows, []
            self._add_table(cells, min(line.left for line in every), max(line.right for line in every))
            self._rows = rows
            return
        self._end_table()
        self._open = ""
        for number, row in enumerate(self._rows):
            placed = tuple(GridCell(line.text, boxes=(page.box(line),)) for line in row)
            self._outline.add_table(Grid((placed,)), same=number > 0)

    def _write_texts(self) -> None:
        first = self._texts[0]
        lower = first.text[:1].islower()
        goes_on = bool(self._open) and not is_item(first.text) and (lower or self._open == "full")
        if goes_on:
            self._mend(first)
        else:
            self._write_waiting()
        items = [text for text in self._texts if is_item(text.text)]
        for number, text in enumerate(self._texts):
            boxes = united(text.boxes)
            if is_item(text.text):
                item = item_of(text.text)
                level = _level(text, items, self._measures.page)
                self._outline.add_items([replace(item, level=level, boxes=boxes)], same=number > 0)
            elif text.text:
                self._outline.add(text.text, continues=goes_on and number == 0, same=number > 0, boxes=boxes)
        last = self._texts[-1].text
        self._open = "" if ends_sentence(last) or not last else "open"
        if not self._open:
            self._write_waiting()

    def _mend(self, text: _Text) -> None:
        """Give the page before the rest of a word that a hyphen at its end had cut."""
        parts = self._outline.parts
        if not parts or not is_cut(parts[-1].text) or (match := _FIRST_WORD.match(text.text)) is None:
            return
        parts[-1] = replace(parts[-1], text=join(parts[-1].text, match[0].strip(), self._words))
        text.text = text.text[match.end() :]

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for text, boxes in waiting:
            self._outline.add(text, kind="note", boxes=boxes)


def _level(item: _Text, items: Sequence[_Text], page: Page) -> int:
    """The depth of an item from its left edge and those of the other items in its column."""
    lefts = sorted({round(other.left) for other in items if other.column == item.column})
    size = page.lines[0].size if page.lines else 0.0
    level, edge = 0, lefts[0]
    for left in lefts:
        if left <= item.left + 1 and left - edge > _DEEPER * size:
            level, edge = level + 1, left
    return level
