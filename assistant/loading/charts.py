"""Charts of Office files as tables: categories down, series across, and their titles."""

from __future__ import annotations

from typing import Any

from assistant.loading.grid import Grid
from assistant.loading.number_format import shown
from assistant.loading.ooxml import words_of

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def chart_grid(root: Any) -> Grid:
    """The table behind a chart, as the chart remembers it; what else it says stands in the caption."""
    series = list(root.iter(f"{_C}ser"))
    names = [_first(_points(one.find(f"{_C}tx"))) for one in series]
    categories: dict[int, str] = {}
    columns: list[dict[int, str]] = []
    for one in series:
        place = one.find(f"{_C}cat") if one.find(f"{_C}cat") is not None else one.find(f"{_C}xVal")
        categories = {**_points(place), **categories}
        values = one.find(f"{_C}val") if one.find(f"{_C}val") is not None else one.find(f"{_C}yVal")
        columns.append(_points(values))
    numbers = sorted(set(categories).union(*columns)) if columns else []
    rows = [[categories.get(at, ""), *(column.get(at, "") for column in columns)] for at in numbers]
    title = " – ".join(dict.fromkeys(words_of(root)))
    return Grid.of([["", *names], *rows] if any(names) or len(rows) != 1 else rows, title)


def _points(element: Any) -> dict[int, str]:
    """The values of a series by their number, as they are shown."""
    if element is None:
        return {}
    code = element.findtext(f".//{_C}formatCode") or "General"
    numeric = element.find(f".//{_C}numCache") is not None or element.find(f".//{_C}numLit") is not None
    found: dict[int, str] = {}
    for point in element.iter(f"{_C}pt"):
        text = " ".join(value.text or "" for value in point.iter(f"{_C}v"))
        found[int(point.get("idx", "0"))] = _number(text, point.get("formatCode") or code) if numeric else text
    if not found and element.findtext(f"{_C}v"):
        found[0] = element.findtext(f"{_C}v")
    return found


def _number(text: str, code: str) -> str:
    try:
        return shown(float(text), code, french=True)
    except ValueError:
        return text


def _first(points: dict[int, str]) -> str:
    return next(iter(points.values()), "")
