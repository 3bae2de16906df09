"""Marks that belong to other characters: accents drawn over letters, raised and lowered figures. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from assistant.loading.pdf_glyphs import Glyph
from assistant.loading.raised import lowered, raised

SMALL = 0.85
"""A raised or lowered character is at most this large beside its line."""

# Its base line, which lies about so far up in its box, stands off by this much of the line's height.
_BASE, _RAISED, _LOWERED = 0.2, 0.1, 0.06
# A mark that the file draws at another time than its line has so few characters, and stands so near (in heights).
_LONGEST_MARK, _NEAR_LINE = 5, 0.35
# A raised letter behind a figure is a note's mark, unless it is what ordinals end with (2e, 1er).
_NOTE_LETTERS = str.maketrans("0123456789abcdfghi", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᶠᵍʰⁱ")
# Accents that stand for themselves where a file draws them over a letter.
_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "^": "\u0302", "¨": "\u0308", "˜": "\u0303", "~": "\u0303",
    "¸": "\u0327", "ˇ": "\u030c", "˚": "\u030a", "ˋ": "\u0300", "ˊ": "\u0301", "˘": "\u0306", "˝": "\u030b",
    **{mark: mark for mark in "\u0300\u0301\u0302\u0303\u0308\u0327\u030c\u030a"},
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
# The letter of an accent is no further away, in the order of the file.
_NEAR = 40
_Placed = list[Glyph]


def with_accents(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs, with each accent that is drawn over a letter as part of this letter."""
    places = [at for at, glyph in enumerate(glyphs) if glyph.char in _ACCENTS]
    if not places:
        return glyphs
    changed = list(glyphs)
    for at in places:
        letter = _letter_under(changed, at)
        if letter is None:
            continue
        base = changed[letter]
        whole = unicodedata.normalize("NFC", _DOTLESS.get(base.char, base.char) + _ACCENTS[glyphs[at].char])
        if len(whole) == 1:
            changed[letter] = base._replace(char=whole)
            for around in (at - 1, at + 1):  # the spaces that pdfium sees before and behind the accent
                if 0 <= around < len(changed) and changed[around].char == " ":
                    changed[around] = Glyph("\n")
            changed[at] = Glyph("\n")
    return changed


def _letter_under(glyphs: Sequence[Glyph], at: int) -> int | None:
    accent = glyphs[at]
    middle = (accent.left + accent.right) / 2
    for distance in range(1, _NEAR):
        for place in (at + distance, at - distance):
            if 0 <= place < len(glyphs) and glyphs[place].char.isalpha():
                letter = glyphs[place]
                overlaps = min(letter.top, accent.top) - max(letter.bottom, accent.bottom) > 0
                if overlaps and letter.left <= middle <= letter.right:
                    return place
    return None


def with_loose_marks(runs: list[_Placed]) -> list[_Placed]:
    """The runs, small ones that stand raised in or behind another one put in their places in it."""
    heights: Counter[int] = Counter()
    for run in runs:
        heights[round(run[0].top - run[0].bottom)] += len(run)
    usual = heights.most_common(1)[0][0] if heights else 0
    small = [run for run in runs if len(run) <= _LONGEST_MARK and run[0].top - run[0].bottom <= SMALL * usual]
    gone: set[int] = set()
    for mark in small:
        for run in runs:
            at = _place_in(run, mark) if run is not mark and id(run) not in gone else None
            if at is not None:
                run[at:at] = mark
                gone.add(id(mark))
                break
    return [run for run in runs if id(run) not in gone]


def _place_in(run: _Placed, mark: _Placed) -> int | None:
    """The place in a run where a mark stands behind a character, and raised."""
    first, height = mark[0], run[0].top - run[0].bottom
    if (
        first.top - first.bottom > SMALL * height
        or not run[0].right <= first.left <= run[-1].right + _NEAR_LINE * height
    ):
        return None
    before = max((at for at, glyph in enumerate(run) if glyph.char != " " and glyph.left < first.left), default=None)
    if before is None or abs(first.left - run[before].right) > _NEAR_LINE * height:
        return None
    return before + 1 if standing(first, height, run[before].bottom) != 0 and _overlaps(first, run[before]) else None


def _overlaps(mark: Glyph, glyph: Glyph) -> bool:
    return min(mark.top, glyph.top) - max(mark.bottom, glyph.bottom) > 0.3 * (mark.top - mark.bottom)


def with_raised(run: _Placed, size: float, bottom: float) -> _Placed:
    """The run with its raised and lowered figures as characters of their own: ``12 345¹``, ``m²``, ``CO₂``."""
    marked: _Placed = []
    for place, group in groupby(run, key=lambda glyph: standing(glyph, size, bottom)):
        glyphs = list(group)
        text = "".join(glyph.char for glyph in glyphs)
        behind_figure = bool(marked) and marked[-1].char.isdigit()
        if place > 0:
            text = text.translate(_NOTE_LETTERS) if behind_figure and len(text.strip()) == 1 else raised(text)
        elif place < 0:
            text = lowered(text)
        marked += [glyph._replace(char=char) for glyph, char in zip(glyphs, text, strict=True)]
    return marked


def standing(glyph: Glyph, size: float, bottom: float) -> int:
    """1 for a character that is raised, -1 for one that is lowered, 0 for all others."""
    height = glyph.top - glyph.bottom
    if glyph.char == " " or height >= SMALL * size:
        return 0
    off = glyph.bottom + _BASE * height - bottom - _BASE * size
    return (off > _RAISED * size) - (off < -_LOWERED * size)
