"""From lines of text with places on pages to paragraphs, headings and rows in reading order. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from assistant.loading.parts import Outline
from assistant.loading.pdf_cards import with_cards
from assistant.loading.pdf_columns import bands
from assistant.loading.pdf_furniture import find_furniture
from assistant.loading.pdf_page import Line, Page
from assistant.loading.pdf_tables import with_tables
from assistant.loading.pdf_writer import Measures, Writer, ends_sentence
from assistant.loading.plain_text import add_paragraphs

# A heading is this much larger than the body; in documents with more than this share of large text none is inferred.
_LARGER, _MOST_HEADINGS = 1.12, 0.3
# Lines are further apart than this many heights where a paragraph ends; in text that is set loosely, than this many
# times the usual distance of its lines, which is no more than the third figure.
_PARAGRAPH_GAP, _LOOSE, _LOOSER, _LOOSEST = 1.45, 1.4, 1.08, 3.5
# A page is set otherwise than the document when its lines are so much further apart.
_OTHERWISE = 1.15
# Two pairs of lines tell how loosely, or one the upper line of which fills the page.
_FEWEST_PAIRS, _FULL = 2, 0.85
# A stamp is this much larger than the lines that it lies over, of which there are so many.
_STAMP, _STAMPED_LINES = 1.6, 2
# Notes at the foot of a page, which reaches so far up, are at most this large beside the body; the first begins with a
# note's mark.
_NOTE_SIZE, _FOOT = 0.93, 0.35
_NOTE_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁽]|\(?\d{1,2}[).]?\s|\*|†")


def compose(pages: Sequence[Page], outline: Outline, recognised: Mapping[int, str]) -> tuple[Mapping[int, str], str]:
    """Write the text of the pages into ``outline``.

    Args:
        pages: in order; those of one number follow each other.
        recognised: what OCR read on pages whose own lines are no more than stamps, by page number.

    Returns: the numbers printed on the pages where they differ, and what was left out at their edges.
    """
    pages = [_without_stamps(page) for page in pages]
    body = _body_size([line for page in pages for line in page.lines])
    furniture = find_furniture(pages, body)
    kept = {id(page): [line for line in page.lines if (page.number, line) not in furniture.lines] for page in pages}
    every = [line for lines in kept.values() for line in lines]
    words = Counter(word for line in every for word in re.findall(r"[\w-]+", line.text.lower()))
    levels = _heading_levels(every, body)
    usual = _paragraph_gap([pair for lines in kept.values() for pair in pairwise(lines)]) or _PARAGRAPH_GAP
    writer = Writer(outline, levels, words)
    told: set[str] = set()
    for page in pages:
        outline.page = page.number
        if page.number in recognised:
            writer.end_document()
            add_paragraphs(outline, recognised[page.number])
            for line in page.lines:
                writer.defer_note(line.text, page.box(line))
        else:
            lines, notes = _with_notes(page, kept[id(page)], body)
            own = _paragraph_gap(list(pairwise(lines))) or usual
            gap = usual if usual < own < _OTHERWISE * usual else own
            writer.begin_page(Measures(page, gap))
            for row in _rows(bands(with_cards(with_tables(page, lines, words)))):
                writer.add(row)
            writer.end_page()
            for note in notes:
                writer.defer_lines(note, page)
        for stamp in page.stamps:
            if stamp.text not in told:
                writer.defer_note(stamp.text, page.box(stamp))
            told.add(stamp.text)
        for comment in page.notes:
            writer.defer_note(comment.text, comment.box)
    writer.end_document()
    outline.end_sections()
    for number, line in furniture.feet:
        page = next(page for page in pages if page.number == number)
        outline.add(line.text, kind="note", boxes=(page.box(line),))
    left_out = " ".join(line.text for _, line in furniture.lines)
    return furniture.labels, left_out


def _without_stamps(page: Page) -> Page:
    """The page, text that lies over other text told apart as stamps."""
    large = [line for line in page.lines if len(line.text) > 2]
    if not large or max(line.size for line in large) < _STAMP * min(line.size for line in page.lines):
        return page
    stamps = [line for line in large if _lies_over(line, page.lines)]
    if not stamps:
        return page
    lines = tuple(line for line in page.lines if line not in stamps)
    return Page(page.number, page.width, page.height, lines, page.rules, page.turn, (*page.stamps, *stamps), page.notes)


def _lies_over(stamp: Line, lines: Sequence[Line]) -> bool:
    under = 0
    for line in lines:
        if line is not stamp and stamp.size >= _STAMP * line.size:
            across = min(stamp.right, line.right) - max(stamp.left, line.left)
            under += across > line.size and stamp.bottom < line.middle < stamp.top
    return under >= _STAMPED_LINES


def _body_size(lines: Sequence[Line]) -> float:
    """The size of most characters."""
    characters: Counter[float] = Counter()
    for line in lines:
        characters[line.size] += len(line.text)
    return characters.most_common(1)[0][0] if characters else 0.0


def _heading_levels(lines: Sequence[Line], body: float) -> dict[float, int]:
    """The sizes that are headings, the largest being level 1."""
    characters: Counter[float] = Counter()
    for line in lines:
        characters[line.size] += len(line.text)
    larger = sorted((size for size in characters if size >= _LARGER * body), reverse=True)
    if sum(characters[size] for size in larger) > _MOST_HEADINGS * characters.total():
        return {}
    return {size: min(level, 5) for level, size in enumerate(larger, 1)}


def _paragraph_gap(pairs: Sequence[tuple[Line, Line]]) -> float | None:
    """By how many heights lines are apart at the end of a paragraph, from lines in the midst of their sentences.

    ``None`` where too few lines tell; never less than it is in text without extra leading.
    """
    edge = _FULL * max((above.right for above, _ in pairs), default=0.0)
    gaps, full = [], 0
    for above, below in pairs:
        gap = (above.middle - below.middle) / max(above.size, below.size, 1)
        in_sentence = below.text[:1].islower() and not ends_sentence(above.text)
        if in_sentence and 0 < gap <= _LOOSEST and abs(above.left - below.left) <= 3 * below.size:
            gaps.append(gap)
            full += above.right >= edge
    enough = full > 0 or len(gaps) >= _FEWEST_PAIRS
    if not gaps or not enough:
        return None
    usual = median(gaps)
    return _LOOSER * usual if usual > _LOOSE else _PARAGRAPH_GAP


def _with_notes(page: Page, lines: Sequence[Line], body: float) -> tuple[list[Line], list[list[Line]]]:
    """The lines of the text, and those of each note at the foot of the page."""
    ordered = sorted(lines, key=lambda line: line.middle)
    foot: list[Line] = []
    for line in ordered:
        if line.size > _NOTE_SIZE * body or line.middle > _FOOT * page.height:
            break
        foot.insert(0, line)
    while foot and not _NOTE_MARK.match(foot[0].text):
        foot.pop(0)
    if not foot or len(foot) == len(lines) or len({round(line.middle) for line in foot}) < len(foot):
        return list(lines), []
    notes: list[list[Line]] = []
    for line in foot:
        if not notes or (_NOTE_MARK.match(line.text) and ends_sentence(notes[-1][-1].text)):
            notes.append([])
        notes[-1].append(line)
    chosen = set(map(id, foot))
    return [line for line in lines if id(line) not in chosen], notes


def _rows(bands: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Lines side by side in a band are the cells of one row."""
    for band in bands:
        row: list[Line] = []
        for line in band:
            apart = row and abs(line.middle - row[0].middle) > 0.4 * min(line.size, row[0].size)
            if apart or (row and (line.rows or row[0].rows or line.card or row[0].card)):
                yield sorted(row, key=lambda cell: cell.left)
                row = []
            row.append(line)
        if row:
            yield sorted(row, key=lambda cell: cell.left)
