"""What pdfium knows of the characters of a page: where each stands, how it is turned, whether it can be read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import degrees
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.loading.pdf_drawing import Bounds, Drawing, Frame, colour_of
from assistant.loading.pdf_page import SLANTED, Turn

UNREADABLE = "\ufffd"
"""Stands for a character that the file draws without telling what it is."""

# Pdfium gives the hyphen at a line's end as one of these.
_HYPHENS = frozenset({0x02, 0xFFFE})
# Word writes the signs of lists in fonts of symbols, whose characters have no meaning but their look.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0A8: "☐", 0xF06F: "☐", 0xF0FE: "☒", 0xF0E0: "→"}
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF001: "fi", 0xF002: "fl",
}  # fmt: skip
_PRIVATE = range(0xE000, 0xF900)
_SPACES = frozenset({0x20, 0xA0, 0x09, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x3000})
_LINE_ENDS = frozenset({0x0A, 0x0D})
# A scan may lie askew by so many degrees; what is turned by more reads across the page.
_ASKEW = 10
# Smaller than this, in points, and nobody can see it.
_TINY = 1.0
_NEARLY_WHITE, _NEARLY_CLEAR = 235, 25  # of 255
_INVISIBLE = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


class Glyph(NamedTuple):
    """A character and its box, in points from the lower left corner of the page as its text is read.

    A space has no place of its own: its box is empty. ``\\n`` is a line's end as pdfium sees it. A page has thousands
    of them, hence the tuple.
    """

    char: str
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bold: bool = False


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page by their turn, as they follow each other in the file.

    ``doubtful`` holds those (by turn and position) that may be invisible, with the place where the page shows them.
    """

    by_turn: dict[Turn, list[Glyph]] = field(default_factory=dict)
    doubtful: list[tuple[Turn, int, Bounds]] = field(default_factory=list)
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class _Style:
    """What all characters of one text object have in common."""

    turn: Turn = 0
    angle: int = 0
    bold: bool = False
    doubtful: bool = False
    unmapped: bool = False
    covers: Sequence[Bounds] = ()


def read_glyphs(text_page: pdfium.PdfTextPage, frame: Frame, drawing: Drawing, has_layers: bool) -> Glyphs:
    """All characters of a page. ``has_layers``: the file has layers, some of which may be switched off."""
    found = Glyphs()
    handle = text_page.raw
    get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    box = raw.FS_RECTF()
    styles = _Styles(handle, frame, drawing, has_layers)
    shown_left, shown_bottom, shown_right, shown_top = frame.visible
    moves = bool(frame.left or frame.bottom)
    style, out = _Style(), found.by_turn.setdefault(0, [])
    last_bottom = last_top = -1.0
    for index in range(text_page.count_chars()):
        code = get_code(handle, index)
        if code in _SPACES or code in _LINE_ENDS:
            out.append(_SPACE if code in _SPACES else _LINE_END)
            last_bottom = -1.0  # the next word may be of another object
            continue
        get_box(handle, index, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if bottom != last_bottom or top != last_top:
            last_bottom, last_top = bottom, top
            style = styles.at(index)
            out = found.by_turn.setdefault(style.turn, [])
        char = chr(code) if 0x20 < code < 0x7F and not style.unmapped else _char(handle, index, code, style, found)
        if (
            style.doubtful
            or top - bottom < _TINY
            or right < shown_left or left > shown_right or top < shown_bottom or bottom > shown_top
            or (style.covers and _is_covered((left, bottom, right, top), style.covers))
        ):  # fmt: skip
            found.doubtful.append((style.turn, len(out), (left, bottom, right, top)))
        if moves or style.angle:
            left, bottom, right, top = frame.turned((left, bottom, right, top), (360 - style.angle) % 360)
        out.append(Glyph(char, left, bottom, right, top, style.bold))
    if found.unreadable:
        found.unreadable = sum(map(_settle_unreadable, found.by_turn.values()))
    return found


def _settle_unreadable(line: list[Glyph]) -> int:
    """Take signs that stand alone, as those of lists do, for bullets; return how many others there are, in words."""
    left = 0
    for at, glyph in enumerate(line):
        if glyph.char == UNREADABLE:
            if all(other.char in " \n" for other in (*line[max(0, at - 1) : at], *line[at + 1 : at + 2])):
                line[at] = glyph._replace(char="•")
            else:
                left += 1
    return left


_LINE_END, _SPACE = Glyph("\n"), Glyph(" ")


def _char(handle: raw.FPDF_TEXTPAGE, index: int, code: int, style: _Style, found: Glyphs) -> str:
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if code in _HYPHENS and raw.FPDFText_IsHyphen(handle, index):
        return "-"
    odd = code < 0x20 or 0x7F <= code < 0xA0 or code == 0xFFFD or code in _PRIVATE
    unmapped = (odd or style.unmapped) and (code in _PRIVATE or raw.FPDFText_HasUnicodeMapError(handle, index))
    if unmapped and not (0x20 < code < 0x7F or 0xA0 < code < 0x250):  # old fonts of LaTeX number letters like that
        found.unreadable += 1
        return UNREADABLE
    return "-" if code in _HYPHENS else chr(code)


class _Styles:
    """The styles of the text objects of a page, each looked up once."""

    def __init__(self, handle: raw.FPDF_TEXTPAGE, frame: Frame, drawing: Drawing, has_layers: bool) -> None:
        self._handle, self._frame, self._drawing, self._has_layers = handle, frame, drawing, has_layers
        self._known: dict[int, _Style] = {}
        self._last = _Style()

    def at(self, index: int) -> _Style:
        """The style of a character; one that pdfium has made up has that of the character before."""
        drawn = raw.FPDFText_GetTextObject(self._handle, index)
        if drawn:
            address = ctypes.addressof(drawn.contents)
            if address not in self._known:
                self._known[address] = self._read(index, drawn)
            self._last = self._known[address]
        return self._last

    def _read(self, index: int, drawn: raw.FPDF_PAGEOBJECT) -> _Style:
        angle = round(degrees(raw.FPDFText_GetCharAngle(self._handle, index))) % 360
        nearest = round(angle / 90) * 90 % 360
        off = min(abs(angle - nearest), 360 - abs(angle - nearest))
        turn = SLANTED if off > _ASKEW else (nearest + self._frame.turn) % 360
        return _Style(
            turn,
            0 if turn == SLANTED else nearest,
            _is_bold(self._handle, index),
            _is_faint(drawn) or (self._has_layers and _is_on_a_layer(drawn)),
            bool(raw.FPDFText_HasUnicodeMapError(self._handle, index)),
            self._drawing.covers_of(drawn),
        )


def _is_faint(drawn: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether text is drawn without ink, or in a colour that white paper swallows."""
    mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
    if mode in _INVISIBLE:
        return True
    colour = colour_of(drawn)
    return colour is not None and (min(colour[:3]) >= _NEARLY_WHITE or colour[3] <= _NEARLY_CLEAR)


def _is_on_a_layer(drawn: raw.FPDF_PAGEOBJECT) -> bool:
    name, length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(drawn)):
        mark = raw.FPDFPageObj_GetMark(drawn, number)
        if raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length) and bytes(name)[:6] == b"O\0C\0\0\0":
            return True
    return False


def _is_covered(bounds: Bounds, covers: Iterable[Bounds]) -> bool:
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in covers)


def _is_bold(handle: raw.FPDF_TEXTPAGE, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, name, len(name), ctypes.byref(flags))
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"semibold"))
