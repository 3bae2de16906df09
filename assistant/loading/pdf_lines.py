"""From glyphs to lines of text: words, raised and lowered figures, accents drawn by themselves. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from statistics import median

from assistant.loading.cleaning import clean, without_hints
from assistant.loading.pdf_glyphs import Glyph
from assistant.loading.pdf_page import Line, Rule

# A gap wider than this many character heights parts two columns or two cells of a table.
_WIDE_GAP = 0.9
# Beside a large figure the words of its label stand apart when the gap is wide for them.
_MUCH_SMALLER = 0.5
_NARROW = 0.5  # of them, and the next character is in the same word or the next one for sure
# Where pdfium ends a line or an accent was taken out, a gap wider than this many heights is a space.
_SPACE_GAP = 0.13
# A raised or lowered character is at most this large beside its line, and its base line, which lies about so far up in
# its box, stands off by this much of the line's height.
_EVEN = 0.05  # points
_SMALL, _BASE, _RAISED, _LOWERED = 0.85, 0.2, 0.1, 0.06
_RAISE = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWER = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# A raised letter behind a figure is a note's mark, unless it is what ordinals end with (2e, 1er).
_MARKS = str.maketrans("abcdfghi", "ᵃᵇᶜᵈᶠᵍʰⁱ")
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


def lines_of(glyphs: Sequence[Glyph], rules: Sequence[Rule] = ()) -> Iterator[Line]:
    """Runs of characters on one base line, parted at wide gaps and at vertical rules."""
    walls = sorted((rule for rule in rules if not rule.horizontal), key=lambda rule: rule.left)
    run: _Placed = []
    gap = ""
    for glyph in _with_accents(glyphs):
        char, left, bottom, _, top, _ = glyph
        if char == " " or char == "\n":
            if gap != " ":
                gap = char
            continue
        if run:
            last = run[-1]
            beside = (
                bottom == last.bottom and top == last.top and -_WIDE_GAP < left - last.right < _NARROW * (top - bottom)
            )
            if (not beside and _is_apart(last, glyph)) or (walls and gap and _is_walled(last, glyph, walls)):
                yield from _line(run)
                run = []
            elif gap == " " or (gap and _is_spaced(last, glyph)):
                run.append(_SPACE)
        run.append(glyph)
        gap = ""
    yield from _line(run)


_SPACE = Glyph(" ")


def _is_apart(last: Glyph, glyph: Glyph) -> bool:
    size = last.top - last.bottom
    overlap = (last.top if last.top < glyph.top else glyph.top) - (
        last.bottom if last.bottom > glyph.bottom else glyph.bottom
    )
    other = glyph.top - glyph.bottom
    if overlap < 0.3 * (size if size < other else other):
        return True
    small, height = (size, other) if size < other else (other, size)
    if small < _MUCH_SMALLER * height:
        height = small
    return glyph.left - last.right > _WIDE_GAP * height or last.left - glyph.left > 3 * height


def _is_spaced(last: Glyph, glyph: Glyph) -> bool:
    return glyph.left - last.right > _SPACE_GAP * max(last.top - last.bottom, glyph.top - glyph.bottom)


def _is_walled(last: Glyph, glyph: Glyph, walls: Sequence[Rule]) -> bool:
    """Whether a rule stands between two characters, as between the cells of a table."""
    middle = (glyph.bottom + glyph.top) / 2
    return any(
        last.right - 1 <= wall.left <= glyph.left + 1 and wall.bottom <= middle <= wall.top
        for wall in walls
        if wall.top - wall.bottom > glyph.top - glyph.bottom
    )


def _with_accents(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
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


def _line(run: _Placed) -> Iterator[Line]:
    placed = [glyph for glyph in run if glyph.char != " "]
    if not placed:
        return
    bottoms, tops = [glyph.bottom for glyph in placed], [glyph.top for glyph in placed]
    bottom, top = bottoms[0], tops[0]
    if max(bottoms) - min(bottoms) > _EVEN or max(tops) - min(tops) > _EVEN:
        heights = [high - low for low, high in zip(bottoms, tops, strict=True)]
        size = _main_height(heights)
        main = [glyph for glyph, height in zip(placed, heights, strict=True) if height > _SMALL * size]
        bottom, top = median(glyph.bottom for glyph in main), median(glyph.top for glyph in main)
        if len(main) < len(placed):
            run = _with_marks(run, size, bottom + _BASE * size)
    text = " ".join(_without_hints(clean("".join([glyph.char for glyph in run]))).split())
    if text:
        left, right = min([glyph.left for glyph in placed]), max([glyph.right for glyph in placed])
        yield Line(text, left, right, bottom, top, round((top - bottom) * 2) / 2, placed[0].bold)


def _main_height(heights: Sequence[float]) -> float:
    """The height of most characters; of two that as many have, the larger one."""
    ordered = sorted(heights)
    return ordered[len(ordered) // 2] if ordered else 0.0


def _without_hints(text: str) -> str:
    """Text without the typesetter's hints, but for a soft hyphen that parts a word at the line's end."""
    return without_hints(text) + ("\u00ad" if text.rstrip().endswith("\u00ad") else "")


def _with_marks(run: _Placed, size: float, base: float) -> _Placed:
    """The run with its raised and lowered figures as characters of their own: ``12 345¹``, ``m²``, ``CO₂``."""
    marked: _Placed = []
    for glyph in run:
        char = glyph.char
        height = glyph.top - glyph.bottom
        if char != " " and height < _SMALL * size:
            off = glyph.bottom + _BASE * height - base
            if off > _RAISED * size:
                behind_figure = bool(marked) and (marked[-1].char.isdigit())
                char = char.translate(_MARKS if behind_figure and char.isalpha() else _RAISE)
            elif off < -_LOWERED * size:
                char = char.translate(_LOWER)
        marked.append(glyph if char == glyph.char else glyph._replace(char=char))
    return marked


def stamps_of(glyphs: Sequence[Glyph]) -> Iterator[Line]:
    """Text that reads across the page: what pdfium takes for one line is one."""
    run: _Placed = []
    for glyph in [*glyphs, Glyph("\n")]:
        if glyph.char == "\n":
            placed = [one for one in run if one.char != " "]
            text = " ".join(clean("".join(one.char for one in run)).split())
            if text:
                bounds = [(one.left, one.bottom, one.right, one.top) for one in placed]
                left, bottom, right, top = (list(side) for side in zip(*bounds, strict=True))
                size = median(one.top - one.bottom for one in placed)
                yield Line(text, min(left), max(right), min(bottom), max(top), size)
            run = []
        else:
            run.append(glyph)
