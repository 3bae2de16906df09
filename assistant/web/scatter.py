"""A drawing of points with labels that do not cover each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.professions.catalogue import Profession

WIDTH, HEIGHT = 1000.0, 680.0
_MARGIN_X, _MARGIN_Y = 90.0, 30.0
_LETTER, _LINE = 7.2, 17.0  # room for a letter and a line of a label of 13 units
SHAPES = ("circle", "square", "triangle", "diamond", "cross", "star")
COLOURS = 8
"""Colours of the style sheet; with the shapes, 48 sectors can be told apart."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A profession on the drawing. The label stands at (label_x, label_y), or is left out where there is no room."""

    profession: Profession
    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    anchor: str
    shape: str
    colour: int


@dataclass(frozen=True, slots=True)
class Scatter:
    """The drawing, and how each sector is drawn: its shape and the number of its colour."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    legend: tuple[tuple[str, str, int], ...]


def scatter(professions: Sequence[Profession], points: NDArray[np.float64], labels: Sequence[str]) -> Scatter:
    """Draw professions at ``points`` in the unit square, shape (n, 2), y upwards."""
    sectors = sorted({p.sector for p in professions})
    drawn = {s: (SHAPES[n % len(SHAPES)], n % COLOURS) for n, s in enumerate(sectors)}
    places = [
        (_MARGIN_X + x * (WIDTH - 2 * _MARGIN_X), _MARGIN_Y + (1 - y) * (HEIGHT - 2 * _MARGIN_Y)) for x, y in points
    ]
    taken = [(x - 9, y - 9, x + 9, y + 9) for x, y in places]
    dots = []
    for profession, (x, y), label in zip(professions, places, labels, strict=True):
        label_x, label_y, anchor = _label(x, y, label, taken)
        shape, colour = drawn[profession.sector]
        dots.append(
            Dot(profession, round(x, 1), round(y, 1), label if anchor else "", label_x, label_y, anchor, shape, colour)
        )
    return Scatter(WIDTH, HEIGHT, tuple(dots), tuple((s, *drawn[s]) for s in sectors))


Box = tuple[float, float, float, float]


def _label(x: float, y: float, label: str, taken: list[Box]) -> tuple[float, float, str]:
    """Where a label goes: right, left, below or above its point, wherever it covers nothing; else nowhere."""
    width = len(label) * _LETTER
    for at_x, at_y, anchor, left in (
        (x + 13, y + 5, "start", x + 13),
        (x - 13, y + 5, "end", x - 13 - width),
        (x, y + 26, "middle", x - width / 2),
        (x, y - 14, "middle", x - width / 2),
    ):
        box = (left, at_y - _LINE + 3, left + width, at_y + 4)
        inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
        if inside and not any(_cover(box, other) for other in taken):
            taken.append(box)
            return round(at_x, 1), round(at_y, 1), anchor
    return 0.0, 0.0, ""


def _cover(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
