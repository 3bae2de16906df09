"""Infographics: a large figure and the words that say what it counts, which stand below, above or beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.loading.pdf_page import Line

# A figure with its unit: 132, 3,2 M€, +12 %, 1 sur 3, 10 000 km.
_FIGURE = re.compile(r"[+\-−–~≈<>≤≥×]?\s?\d\S*(?:\s(?:\S*\d\S*|\S{1,4})){0,3}")
# A figure of an infographic is so much larger than its words, and no longer than this.
_LARGER, _LONGEST = 1.3, 20
# Its words are near it (in heights of the figure), in few lines that are short.
_NEAR, _BESIDE, _MOST_LINES, _LONGEST_LINE, _LEADING = 0.9, 2.0, 4, 60, 1.6
# The words stand under the figure from the same left edge or around the same middle, but for so many points.
_ALIGNED = 6.0
# One figure alone may be a chapter's number or a year over a title; such plain numbers need company.
_PLAIN = re.compile(r"\d{1,2}\.?|(?:19|20)\d\d")


def with_cards(lines: Sequence[Line]) -> list[Line]:
    """The lines, each figure of an infographic and its words as one line: ``132 adhérents``."""
    figures = [line for line in lines if len(line.text) <= _LONGEST and _FIGURE.fullmatch(line.text)]
    smallest = min((line.size for line in lines if not line.rows), default=0.0)
    figures = [line for line in figures if line.size >= _LARGER * smallest]
    if not figures:
        return list(lines)
    taken: set[int] = set()
    cards: list[tuple[Line, list[Line]]] = []
    for figure in figures:
        free = [line for line in lines if id(line) not in taken and _is_label(line, figure)]
        words = min((_below(figure, free), _above(figure, free), _beside(figure, free)), key=lambda w: _gap(figure, w))
        if words:
            taken |= {id(line) for line in words}
            cards.append((figure, words))
    if len(cards) == 1 and _PLAIN.fullmatch(cards[0][0].text):
        return list(lines)
    made = {id(figure): _card(figure, words) for figure, words in cards}
    gone = {id(line) for _, words in cards for line in words}
    return [made.get(id(line), line) for line in lines if id(line) not in gone]


def _is_label(line: Line, figure: Line) -> bool:
    short = len(line.text) <= _LONGEST_LINE and any(char.isalpha() for char in line.text)
    return short and not line.rows and not line.card and figure.size >= _LARGER * line.size


def _below(figure: Line, lines: Sequence[Line]) -> list[Line]:
    ordered = sorted((line for line in lines if line.middle < figure.bottom), key=lambda line: -line.top)
    return _column(figure, ordered)


def _above(figure: Line, lines: Sequence[Line]) -> list[Line]:
    ordered = sorted((line for line in lines if line.middle > figure.top), key=lambda line: line.bottom)
    return _column(figure, ordered)[::-1]


def _column(figure: Line, ordered: Sequence[Line]) -> list[Line]:
    """Words that follow the figure, line after line, going away from it."""
    words: list[Line] = []
    for line in ordered:
        if not _is_aligned(figure, line) or (words and not _is_aligned(words[0], line)):
            continue
        if not words and _distance(figure, line) > _NEAR * figure.size:
            break
        if words and (
            abs(words[-1].middle - line.middle) > _LEADING * line.size or abs(words[0].size - line.size) > 0.5
        ):
            break
        words.append(line)
    return words if len(words) <= _MOST_LINES else []


def _beside(figure: Line, lines: Sequence[Line]) -> list[Line]:
    """Words to the right of the figure, in lines no higher or lower than it."""
    right = [
        line
        for line in lines
        if figure.bottom - 0.2 * figure.size <= line.middle <= figure.top + 0.2 * figure.size
        and 0 <= line.left - figure.right <= _BESIDE * figure.size
    ]
    words = sorted(right, key=lambda line: -line.middle)
    aligned = all(abs(line.left - words[0].left) <= _ALIGNED for line in words)
    return words if words and aligned and len(words) <= _MOST_LINES else []


def _is_aligned(one: Line, other: Line) -> bool:
    left = abs(one.left - other.left) <= _ALIGNED
    return left or abs((one.left + one.right) - (other.left + other.right)) <= 2 * _ALIGNED


def _distance(one: Line, other: Line) -> float:
    return max(0.0, max(one.bottom, other.bottom) - min(one.top, other.top))


def _gap(figure: Line, words: Sequence[Line]) -> float:
    if not words:
        return float("inf")
    return min(max(_distance(figure, line), max(0.0, line.left - figure.right)) for line in words)


def _card(figure: Line, words: Sequence[Line]) -> Line:
    every = [figure, *words]
    text = " ".join(line.text for line in every)
    left, right = min(line.left for line in every), max(line.right for line in every)
    bottom, top = min(line.bottom for line in every), max(line.top for line in every)
    return replace(words[0], text=text, left=left, right=right, bottom=bottom, top=top, card=True)
