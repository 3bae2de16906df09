"""Plots of a measurement as SVG, written by hand: a bar with its interval for each system, and a reliability curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from assistant.evaluation.metrics import Bin, Interval, reliability

_WIDTH, _LEFT, _RIGHT = 640, 130, 20  # pixels
_BAR, _SQUARE = 26, 260
_INK, _FILL, _SOFT = "#1b1b1f", "#2f6f8f", "#c9d6dc"


def drawing(title: str, systems: Mapping[str, Interval], bins: Sequence[Bin]) -> str:
    """As SVG: scores of ``systems`` from 0 to 1 with their intervals and, where there is any, how far confidence can be
    believed: for each range of confidence, the share of its questions that can be answered."""
    parts = [_text(_LEFT, 24, title, size=15)]
    top = 44
    for row, (name, score) in enumerate(systems.items()):
        parts += _bar(top + row * _BAR, name, score)
    top += len(systems) * _BAR + 36
    if bins:
        parts += _curve(top, bins)
        top += _SQUARE + 60
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" font-family="sans-serif">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def plot_reliability(path: Path, probabilities: Sequence[float], labels: Sequence[bool]) -> None:
    """Write the reliability curve of ``probabilities`` as SVG; ``labels`` tell which came true. Raises OSError."""
    able = [p for p, label in zip(probabilities, labels, strict=True) if label]
    unable = [p for p, label in zip(probabilities, labels, strict=True) if not label]
    path.write_text(drawing(f"Reliability, {len(labels)} questions", {}, reliability(able, unable)), "utf-8")


def _bar(top: float, name: str, score: Interval) -> list[str]:
    middle, length = top + _BAR / 2, _across(score.mean) - _LEFT
    return [
        _text(_LEFT - 8, middle + 4, name, anchor="end"),
        f'<rect x="{_LEFT}" y="{top + 5}" width="{length:.1f}" height="{_BAR - 10}" fill="{_SOFT}"/>',
        _line(_across(score.low), middle, _across(score.high), middle, 2),
        f'<circle cx="{_across(score.mean):.1f}" cy="{middle}" r="4" fill="{_FILL}"/>',
        _text(min(_across(score.high) + 8, _WIDTH - 44), top + 8, f"{score.mean:.3f}", size=10),
    ]


def _curve(top: float, bins: Sequence[Bin]) -> list[str]:
    bottom = top + _SQUARE
    most = max(each.questions for each in bins)
    parts = [
        f'<rect x="{_LEFT}" y="{top}" width="{_SQUARE}" height="{_SQUARE}" fill="none" stroke="{_SOFT}"/>',
        f'<line x1="{_LEFT}" y1="{bottom}" x2="{_LEFT + _SQUARE}" y2="{top}" stroke="{_SOFT}" stroke-dasharray="4"/>',
        _text(_LEFT + _SQUARE / 2, bottom + 34, "confidence", anchor="middle"),
        _text(_LEFT - 8, top + 12, "answerable", anchor="end"),
        *(_text(_LEFT + at * _SQUARE, bottom + 16, f"{at:g}", anchor="middle", size=10) for at in (0, 0.5, 1)),
    ]
    for each in bins:
        across, up = _LEFT + each.confidence * _SQUARE, bottom - each.answerable * _SQUARE
        size = 3 + 9 * (each.questions / most) ** 0.5
        parts.append(
            f'<circle cx="{across:.1f}" cy="{up:.1f}" r="{size:.1f}" fill="{_FILL}" fill-opacity="0.7">'
            f"<title>{each.questions} questions</title></circle>"
        )
    return parts


def _across(score: float) -> float:
    return _LEFT + score * (_WIDTH - _LEFT - _RIGHT - 40)


def _line(x1: float, y1: float, x2: float, y2: float, width: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1}" x2="{x2:.1f}" y2="{y2}" stroke="{_INK}" stroke-width="{width}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{_INK}">{escape(text)}</text>'
