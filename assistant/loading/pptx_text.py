"""The text of a shape of PowerPoint: paragraphs and items, raised figures, no numbers of slides."""

from __future__ import annotations

from typing import Any

from assistant.loading.ooxml import FALLBACK, A
from assistant.loading.parts import Item, Outline
from assistant.loading.raised import lowered, raised

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DASH = "-"


def add_frame(outline: Outline, body: Any, *, listed: bool) -> None:
    """Add the paragraphs of a text body.

    Args:
        outline: takes them.
        body: a ``p:txBody``.
        listed: whether its paragraphs are the items of a list, as those of a slide's body are; several of them.
    """
    paragraphs = [(paragraph, _text(paragraph)) for paragraph in body.iter(f"{A}p")]
    shown = [(paragraph, text) for paragraph, text in paragraphs if text]
    numbers: dict[int, int] = {}
    for at, (paragraph, text) in enumerate(shown):
        sign, level = _sign(paragraph, numbers)
        if sign is None and (not listed or len(shown) < 2):
            outline.add(text, same=at > 0)
        else:
            outline.add_items([Item(text, level, sign or "")], same=at > 0)


def frame_text(body: Any) -> str:
    """The text of a text body on one line."""
    return " ".join(filter(None, (_text(paragraph) for paragraph in body.iter(f"{A}p"))))


def _sign(paragraph: Any, numbers: dict[int, int]) -> tuple[str | None, int]:
    """The sign that a paragraph sets itself, if it does, and its depth."""
    properties = paragraph.find(f"{A}pPr")
    level = int(properties.get("lvl", "0")) if properties is not None else 0
    if properties is None:
        return None, level
    if properties.find(f"{A}buAutoNum") is not None:
        start = int(properties.find(f"{A}buAutoNum").get("startAt", "1"))
        numbers[level] = numbers.get(level, start - 1) + 1
        return f"{numbers[level]}.", level
    numbers.pop(level, None)
    return (_DASH if properties.find(f"{A}buChar") is not None else None), level


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    _collect(paragraph, pieces)
    return " ".join("".join(pieces).split())


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        if child.tag == f"{A}br":
            pieces.append(" ")
        elif child.tag in {f"{A}r", f"{A}fld"}:
            if child.get("type") != "slidenum":
                pieces.append(_run(child))
        elif child.tag == f"{_M}t":
            pieces.append(child.text or "")
        elif child.tag not in {FALLBACK, f"{A}pPr", f"{A}endParaRPr"}:
            _collect(child, pieces)


def _run(run: Any) -> str:
    text = (run.findtext(f"{A}t") or "").replace("\v", " ")
    properties = run.find(f"{A}rPr")
    offset = int(properties.get("baseline", "0").rstrip("%") or 0) if properties is not None else 0
    return raised(text) if offset > 0 else lowered(text) if offset < 0 else text
