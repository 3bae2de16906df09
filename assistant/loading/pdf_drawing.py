"""What a page draws besides text: rules and the edges of boxes, pictures, and what covers text drawn before."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.loading.pdf_page import Rule, Turn

Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""

Colour = tuple[int, int, int, int]
"""Red, green, blue and alpha, from 0 to 255."""

# A drawn line is no thicker and no shorter, in points; a page with more paths is a drawing.
_THIN, _SHORTEST_RULE, _MOST_PATHS = 2.0, 4.0, 20_000
# Of 255. Pale paper under text is not looked at: text so pale is doubtful anyway.
_OPAQUE, _PALE, _ALIKE = 250, 200, 24
_MOST_COVERS = 500
# The signs of items that are drawn, in points.
_SMALLEST_DOT, _LARGEST_DOT = 1.5, 8.0


class Frame:
    """The visible part of a page, and how its points turn. All turns are clockwise."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_bbox()
        self.left, self.bottom = left, bottom
        self.width, self.height = max(right - left, 1.0), max(top - bottom, 1.0)
        self.turn: Turn = page.get_rotation()

    def turned(self, bounds: Bounds, turn: Turn) -> Bounds:
        """Bounds of the file as they lie once the page has been turned by ``turn``."""
        left, bottom, right, top = bounds
        left, bottom, right, top = left - self.left, bottom - self.bottom, right - self.left, top - self.bottom
        if turn == 90:
            return bottom, self.width - right, top, self.width - left
        if turn == 180:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if turn == 270:
            return self.height - top, left, self.height - bottom, right
        return left, bottom, right, top

    def size(self, turn: Turn) -> tuple[float, float]:
        """Width and height once the page has been turned."""
        return (self.height, self.width) if turn in (90, 270) else (self.width, self.height)

    @property
    def visible(self) -> Bounds:
        """The bounds of the visible part, as the file counts."""
        return self.left, self.bottom, self.left + self.width, self.bottom + self.height


@dataclass(slots=True)
class Drawing:
    """The paths and pictures of a page. ``pictures`` and ``small`` (what is no larger than a letter) are
    bounds, as they are in the file.
    """

    edges: list[Bounds] = field(default_factory=list)
    pictures: list[Bounds] = field(default_factory=list)
    small: list[Bounds] = field(default_factory=list)
    _covers: list[tuple[int, Bounds, Colour | None]] = field(default_factory=list)
    _order: dict[int, int] = field(default_factory=dict)

    def covers_of(self, text: raw.FPDF_PAGEOBJECT) -> Sequence[Bounds]:
        """What may hide a text object: what is drawn over it, or below it in its own colour."""
        if not self._covers:
            return ()
        place = self._order.get(ctypes.addressof(text.contents))
        left, bottom, right, top = _bounds(text)
        own = colour_of(text)
        return [
            cover
            for number, cover, colour in self._covers
            if place is None
            or (
                (number > place or (colour is not None and own is not None and _is_alike(colour, own)))
                and cover[0] <= right and cover[2] >= left and cover[1] <= top and cover[3] >= bottom
            )
        ]  # fmt: skip

    def rules(self, frame: Frame, turn: Turn) -> tuple[Rule, ...]:
        """The drawn lines, as they lie once the page has been turned."""
        rules = []
        for edge in self.edges:
            left, bottom, right, top = frame.turned(edge, turn)
            rules.append(Rule(left, right, bottom, top))
        return tuple(rules)

    def dots(self, frame: Frame, turn: Turn) -> list[Bounds]:
        """What may be drawn as the sign of an item, as it lies once the page has been turned."""
        return [frame.turned(bounds, turn) for bounds in self.small]

    def picture_share(self, frame: Frame) -> float:
        """How much of the page pictures fill, from 0 to 1; those that lie over each other count twice."""
        area = 0.0
        for picture in self.pictures:
            left, bottom, right, top = frame.turned(picture, 0)
            width, height = min(right, frame.width) - max(left, 0), min(top, frame.height) - max(bottom, 0)
            area += max(0.0, width) * max(0.0, height)
        return float(min(1.0, area / (frame.width * frame.height)))


def read_drawing(page: pdfium.PdfPage) -> Drawing:
    """What a page draws at its top level: lines, the edges of boxes (which tables are made of), pictures."""
    drawing = Drawing()
    paths = 0
    for number in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, number)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawing._order[ctypes.addressof(drawn.contents)] = number
            continue
        bounds = _bounds(drawn)
        if kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_FORM and _holds_picture(drawn)):
            drawing.pictures.append(bounds)
        elif kind == raw.FPDF_PAGEOBJ_PATH and paths < _MOST_PATHS:
            paths += 1
            drawing.edges += _edges(bounds)
            if _is_dot(bounds):
                drawing.small.append(bounds)
        if len(drawing._covers) < _MOST_COVERS and _is_opaque(drawn, kind):
            colour = colour_of(drawn) if kind == raw.FPDF_PAGEOBJ_PATH else None
            if drawing._order or (colour is not None and min(colour) < _PALE):
                drawing._covers.append((number, bounds, colour))
    return drawing


def _bounds(drawn: raw.FPDF_PAGEOBJECT) -> Bounds:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _holds_picture(form: raw.FPDF_PAGEOBJECT) -> bool:
    return any(
        raw.FPDFPageObj_GetType(raw.FPDFFormObj_GetObject(form, number)) == raw.FPDF_PAGEOBJ_IMAGE
        for number in range(min(raw.FPDFFormObj_CountObjects(form), 20))
    )


def _edges(bounds: Bounds) -> list[Bounds]:
    left, bottom, right, top = bounds
    if min(right - left, top - bottom) <= _THIN:
        return [bounds] if max(right - left, top - bottom) >= _SHORTEST_RULE else []
    return [
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    ]


def _is_dot(bounds: Bounds) -> bool:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return all(_SMALLEST_DOT <= side <= _LARGEST_DOT for side in (width, height)) and abs(width - height) < 1


def _is_opaque(drawn: raw.FPDF_PAGEOBJECT, kind: int) -> bool:
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return True
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(drawn, fill, stroke) or fill.value == raw.FPDF_FILLMODE_NONE:
        return False
    colour = colour_of(drawn)
    return colour is not None and colour[3] >= _OPAQUE


def colour_of(drawn: raw.FPDF_PAGEOBJECT) -> Colour | None:
    """Red, green, blue and alpha, from 0 to 255, of what an object is filled with."""
    colours = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(drawn, *colours):
        return None
    red, green, blue, alpha = (colour.value for colour in colours)
    return red, green, blue, alpha


def _is_alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one[:3], other[:3], strict=True))
