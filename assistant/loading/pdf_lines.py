"""From glyphs to lines of text. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from assistant.loading.cleaning import clean, without_hints
from assistant.loading.pdf_glyphs import Glyph
from assistant.loading.pdf_marks import SMALL, with_accents, with_loose_marks, with_raised
from assistant.loading.pdf_page import Line, Rule

# A gap wider than this many character heights parts two columns or two cells of a table.
_WIDE_GAP = 0.9
# Beside a large figure the words of its label stand apart when the gap is wide for them.
_MUCH_SMALLER = 0.5
# They do so, too, when their base line, which lies about so far up in the box, is another one.
_BASE, _OFF = 0.2, 0.25
_NARROW = 0.5  # of them, and the next character is in the same word or the next one for sure
# Where pdfium ends a line or an accent was taken out, a gap wider than this many heights is a space.
_SPACE_GAP = 0.13
# A run goes on with another one that begins so near its end (in heights), on the same base line and as high.
_OVERLAP, _TOUCHING, _UNEVEN = 0.1, 0.3, 0.1
# A line in which each letter stands alone is spaced out; a gap so much wider than the others is between words.
_FEWEST_LETTERS, _WORD_GAP = 8, 1.5
# Points by which the glyphs of one style may be uneven.
_EVEN = 0.05
_Placed = list[Glyph]


def lines_of(glyphs: Sequence[Glyph], rules: Sequence[Rule] = ()) -> Iterator[Line]:
    """Runs of characters on one base line, parted at wide gaps and at vertical rules."""
    walls = _Walls(rules)
    runs = [run for run in _runs(with_accents(glyphs), walls) if run]
    for run in with_loose_marks(_joined(runs, walls)):
        yield from _line(run)


def _runs(glyphs: Sequence[Glyph], walls: _Walls) -> Iterator[_Placed]:
    """Characters that follow each other in the file and on the page."""
    run: _Placed = []
    gap = ""
    for glyph in glyphs:
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
            if (not beside and _is_apart(last, glyph)) or (gap and walls.part(last, glyph)):
                yield run
                run = []
            elif gap == " " or (gap and _is_spaced(last, glyph)):
                run.append(_SPACE)
        run.append(glyph)
        gap = ""
    yield run


_SPACE = Glyph(" ")


def _joined(runs: Sequence[_Placed], walls: _Walls) -> list[_Placed]:
    """The runs; one that goes on right behind another, though the file draws it at another time, continues it."""
    begins: dict[int, list[int]] = {}
    for at, run in enumerate(runs):
        begins.setdefault(round(run[0].bottom), []).append(at)
    joined = list(runs)
    gone: set[int] = set()
    for at in range(len(runs)):
        if at in gone:
            continue
        while (follower := _follower(joined, at, begins, gone, walls)) is not None:
            space = [_SPACE] if _is_spaced(joined[at][-1], joined[follower][0]) else []
            joined[at] = [*joined[at], *space, *joined[follower]]
            gone.add(follower)
    return [run for at, run in enumerate(joined) if at not in gone]


def _follower(
    runs: Sequence[_Placed], at: int, begins: dict[int, list[int]], gone: set[int], walls: _Walls
) -> int | None:
    last = runs[at][-1]
    height = last.top - last.bottom
    for other in begins.get(round(last.bottom), ()):
        first = runs[other][0]
        touches = -_OVERLAP * height <= first.left - last.right <= _TOUCHING * height
        apart = other in gone or abs(other - at) <= 1 or abs(first.top - last.top) > _UNEVEN * height
        if touches and not apart and not walls.part(last, first):
            return other
    return None


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
        large = last if size > other else glyph
        if large.char.isdigit() and abs(last.bottom + _BASE * size - glyph.bottom - _BASE * other) > _OFF * small:
            return True
        height = small
    return glyph.left - last.right > _WIDE_GAP * height or last.left - glyph.left > 3 * height


def _is_spaced(last: Glyph, glyph: Glyph) -> bool:
    return glyph.left - last.right > _SPACE_GAP * max(last.top - last.bottom, glyph.top - glyph.bottom)


class _Walls:
    """The upright rules of a page, which part the cells of tables."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = sorted((rule for rule in rules if not rule.horizontal), key=lambda rule: rule.left)
        self._lefts = [rule.left for rule in self._rules]

    def part(self, last: Glyph, glyph: Glyph) -> bool:
        """Whether a rule stands between two characters."""
        if not self._lefts:
            return False
        middle, height = (glyph.bottom + glyph.top) / 2, glyph.top - glyph.bottom
        between = self._rules[bisect_left(self._lefts, last.right - 1) : bisect_right(self._lefts, glyph.left + 1)]
        return any(wall.bottom <= middle <= wall.top and wall.top - wall.bottom > height for wall in between)


def _line(run: _Placed) -> Iterator[Line]:
    placed = [glyph for glyph in run if glyph.char != " "]
    if not placed:
        return
    bottoms, tops = [glyph.bottom for glyph in placed], [glyph.top for glyph in placed]
    bottom, top = bottoms[0], tops[0]
    if max(bottoms) - min(bottoms) > _EVEN or max(tops) - min(tops) > _EVEN:
        heights = [high - low for low, high in zip(bottoms, tops, strict=True)]
        size = _main_height(heights)
        main = [glyph for glyph, height in zip(placed, heights, strict=True) if height > SMALL * size]
        bottom, top = median(glyph.bottom for glyph in main), median(glyph.top for glyph in main)
        if len(main) < len(placed):
            run = with_raised(run, size, bottom)
    if len(run) > _FEWEST_LETTERS and run[1].char == " " and 2 * (len(run) - len(placed)) >= len(run) - 2:
        run = _closed_up(run)
    text = " ".join(_without_hints(clean("".join([glyph.char for glyph in run]))).split())
    if text:
        left, right = min([glyph.left for glyph in placed]), max([glyph.right for glyph in placed])
        yield Line(text, left, right, bottom, top, round((top - bottom) * 2) / 2, placed[0].bold)


def _closed_up(run: _Placed) -> _Placed:
    """Letters that are spaced out for their looks as words: the gap between two words is wider than all others."""
    letters = [glyph for glyph in run if glyph.char != " "]
    gaps = [after.left - before.right for before, after in pairwise(letters)]
    usual = median(gaps)
    closed = letters[:1]
    for letter, gap in zip(letters[1:], gaps, strict=True):
        closed += [_SPACE, letter] if gap > _WORD_GAP * usual else [letter]
    return closed


def _main_height(heights: Sequence[float]) -> float:
    """The height of most characters; of two that as many have, the larger one."""
    ordered = sorted(heights)
    return ordered[len(ordered) // 2] if ordered else 0.0


def _without_hints(text: str) -> str:
    """Text without the typesetter's hints, but for a soft hyphen that parts a word at the line's end."""
    return without_hints(text) + ("\u00ad" if text.rstrip().endswith("\u00ad") else "")


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
