"""A map of France: its outline, and where clusters stand on it. Pure, but for reading the outline once.

``france.json`` holds rings of [degrees east, degrees north] of metropolitan France, made from Natural Earth's country
borders at 1:10 million (public domain; the npm package world-atlas 2.0.2), islands under about 40 km² left out and
points within 0.012 degrees of a straight line dropped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.professions.catalogue import Place

WIDTH = 1000.0
"""Of the map, in the units of its drawing; its height follows from the outline."""
_MARGIN = 20.0
APART = 30.0
"""Centres of two marks are at least this far from each other, so that each can be read and touched."""

_SHOWN_DEGREES = (41.3, 51.2, -5.3, 9.7)  # south, north, west, east of metropolitan France
_PAIRS_TRIED = 400_000  # when marks are moved apart: a tenth of a second

# The Lambert conformal conic projection with the parameters of Lambert-93, on the sphere
# (Snyder, Map Projections: A Working Manual, 1987, equations 15-1 to 15-3).
_PARALLELS = (math.radians(44), math.radians(49))
_ORIGIN = (math.radians(46.5), math.radians(3))


@dataclass(frozen=True, slots=True)
class Mark:
    """A cluster on the map; ``number`` is its number in the list beside it, (x, y) its place on the drawing."""

    place: Place
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing: its size, the outline as a path, the marks, and where the names of what lies around it stand."""

    width: float
    height: float
    outline: str
    marks: tuple[Mark, ...]
    around: Mapping[str, tuple[float, float]]


_AROUND: Mapping[str, tuple[float, float]] = {
    "belgium": (50.45, 5.0), "germany": (49.3, 7.9), "switzerland": (46.75, 7.9), "italy": (44.7, 8.1),
    "spain": (42.35, -0.7), "channel": (49.85, -2.4), "atlantic": (45.2, -2.9), "mediterranean": (42.35, 5.2),
}  # fmt: skip
"""Degrees north and east of the names of neighbours and seas, where the map is empty."""


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to a plane, in radii of the earth: x to the east, y to the north."""
    n, f, origin = _cone()
    theta = n * (math.radians(longitude) - _ORIGIN[1])
    rho = f / math.tan(math.pi / 4 + math.radians(latitude) / 2) ** n
    return rho * math.sin(theta), origin - rho * math.cos(theta)


def draw(places: Sequence[Place]) -> Map:
    """The map with every place in metropolitan France; places of one town are moved apart, always in the same way."""
    rings, scale, left, top, height = _frame()
    known = [p for p in places if _on_map(p)]

    def drawn(latitude: float, longitude: float) -> tuple[float, float]:
        x, y = project(latitude, longitude)
        return (x - left) * scale + _MARGIN, (top - y) * scale + _MARGIN

    moved = _apart([drawn(place.latitude or 0.0, place.longitude or 0.0) for place in known])
    marks = tuple(
        Mark(place, n, round(x, 1), round(y, 1)) for n, (place, (x, y)) in enumerate(zip(known, moved, strict=True), 1)
    )
    return Map(WIDTH, height, rings, marks, {name: drawn(*point) for name, point in _AROUND.items()})


def _on_map(place: Place) -> bool:
    if place.latitude is None or place.longitude is None:
        return False
    south, north, west, east = _SHOWN_DEGREES
    return south <= place.latitude <= north and west <= place.longitude <= east


@cache
def _cone() -> tuple[float, float, float]:
    first, second = _PARALLELS
    n = math.log(math.cos(first) / math.cos(second)) / math.log(
        math.tan(math.pi / 4 + second / 2) / math.tan(math.pi / 4 + first / 2)
    )
    f = math.cos(first) * math.tan(math.pi / 4 + first / 2) ** n / n
    return n, f, f / math.tan(math.pi / 4 + _ORIGIN[0] / 2) ** n


@cache
def _frame() -> tuple[str, float, float, float, float]:
    """The outline as a path, and how the plane is laid on the drawing."""
    text = files(__package__).joinpath("france.json").read_text("utf-8")
    rings = [[project(lat, lon) for lon, lat in ring] for ring in json.loads(text)]
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    left, top = min(xs), max(ys)
    scale = (WIDTH - 2 * _MARGIN) / (max(xs) - left)
    height = round((top - min(ys)) * scale + 2 * _MARGIN, 1)
    path = "".join(
        "M" + "L".join(f"{(x - left) * scale + _MARGIN:.1f} {(top - y) * scale + _MARGIN:.1f}" for x, y in ring) + "Z"
        for ring in rings
    )
    return path, scale, left, top, height


def _apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points pushed from each other until none are closer than :data:`APART`, or for a hundred rounds; fewer for
    hundreds of points, which have no room anyway."""
    moved = [list(point) for point in points]
    for _ in range(max(3, min(100, _PAIRS_TRIED // max(len(moved) ** 2, 1)))):
        still = True
        for i, a in enumerate(moved):
            for j in range(i):
                b = moved[j]
                dx, dy = a[0] - b[0], a[1] - b[1]
                distance = math.hypot(dx, dy)
                if distance >= APART - 1e-6:
                    continue
                still = False
                if distance < 1e-9:  # the same town: each goes its own way
                    angle = 2.4 * i
                    dx, dy, distance = math.cos(angle), math.sin(angle), 1.0
                    push = APART / 2
                else:
                    push = (APART - distance) / 2
                for point, sign in ((a, 1), (b, -1)):
                    point[0] += sign * dx / distance * push
                    point[1] += sign * dy / distance * push
        if still:
            break
    return [(x, y) for x, y in moved]
