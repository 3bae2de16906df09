"""Charts as SVG: no script, no inline style, colours by class; the numbers stand in a table beside them. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 10, 26

_BAR = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>')


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity over the places of a chart; ``css`` is the class that colours it. None leaves a gap."""

    name: str
    css: str
    values: Sequence[float | None]


def bars(title: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Stacked bars, one for each label."""
    sums = [sum(each.values[at] or 0 for each in series) for at in range(len(labels))]
    top = nice_top(max(sums, default=0))
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(labels))
    parts = [_frame(top, labels, step, (0, 0.5, 1) if top % 2 == 0 else (0, 1))]  # there is no half a question
    for at, label in enumerate(labels):
        base = 0.0
        for each in series:
            value = each.values[at] or 0
            if value:
                y, height = _y(base + value, top), _y(base, top) - _y(base + value, top)
                x = _LEFT + at * step + step * 0.12
                parts.append(_BAR.format(each.css, x, y, step * 0.76, height, f"{label}: {each.name} {value:g}"))
            base += value
    return _svg(title, parts)


def lines(title: str, labels: Sequence[str], series: Sequence[Series], top: float = 1.0) -> Markup:
    """A line for each series, from 0 to ``top``, with a dot at each value."""
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(labels))
    parts = [_frame(top, labels, step)]
    for each in series:
        points = [
            (_LEFT + (at + 0.5) * step, _y(value, top), labels[at], value)
            for at, value in enumerate(each.values)
            if value is not None
        ]
        if len(points) > 1:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in points)
            parts.append(Markup('<polyline class="line {}" points="{}"/>').format(each.css, path))
        for x, y, label, value in points:
            parts.append(
                Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="4"><title>{}</title></circle>').format(
                    each.css, x, y, f"{label}: {each.name} {value:.3g}"
                )
            )
    return _svg(title, parts)


def nice_top(value: float) -> float:
    """The end of an axis: 1, 2 or 5 times a power of ten, at least ``value``.

    >>> nice_top(0), nice_top(7), nice_top(130)
    (1.0, 10.0, 200.0)
    """
    if value <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= value)


def _frame(top: float, labels: Sequence[str], step: float, shares: Sequence[float] = (0, 0.5, 1)) -> Markup:
    parts = []
    for share in shares:
        y = _y(top * share, top)
        parts.append(
            Markup('<line class="axis" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(_LEFT, _WIDTH - _RIGHT, y, y)
        )
        shown = f"{top * share:g}"
        parts.append(Markup('<text x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(_LEFT - 6, y + 4, shown))
    every = max(1, math.ceil(len(labels) / 8))
    for at in range(0, len(labels), every):
        x = _LEFT + (at + 0.5) * step
        parts.append(
            Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x, _HEIGHT - 8, labels[at])
        )
    return Markup("").join(parts)


def _y(value: float, top: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - min(value, top) / top)


def _svg(title: str, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, title, Markup("").join(parts)
    )
