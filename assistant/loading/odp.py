"""OpenDocument slides: each one a page, its title a heading, then its texts, tables, charts and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.loading.completeness import warn_of_missing, with_warnings
from assistant.loading.odf import DRAW, PRESENTATION, STYLE, SVG, TEXT, OdfPackage
from assistant.loading.odf_text import OdfReader
from assistant.loading.odf_visible import visible_text
from assistant.loading.parts import Outline, Parsed, Source


def read(source: Source) -> Iterator[Parsed]:
    """The one document of an ODP file."""
    package = OdfPackage(source, "presentation", "ODP")
    outline = Outline()
    reader = OdfReader(package, outline)
    hidden: list[int] = []
    visible: list[tuple[str, str]] = []
    for number, page in enumerate(package.body.iter(f"{DRAW}page"), 1):
        if _is_hidden(page, package):
            hidden.append(number)
            continue
        outline.page = number
        _slide(page, number, reader, outline)
        visible.append((f"⟨slide⟩ {number}", visible_text(page, package)))
    outline.end_sections()
    outline.page = None
    for kind in ("header-decl", "footer-decl"):
        for element in package.body.iter(f"{PRESENTATION}{kind}"):
            outline.add_once("".join(element.itertext()), kind="note")
    if hidden:
        outline.warn("hidden-slides", numbers=", ".join(map(str, hidden)))
    reader.warn()
    properties = package.properties
    document = Parsed(outline.finish(), properties.title or outline.first_heading, properties.fields())
    warn_of_missing([document], outline, visible)
    yield from with_warnings([document], outline)


def _is_hidden(page: Any, package: OdfPackage) -> bool:
    style = package.style(page.get(f"{DRAW}style-name", ""))
    properties = style.find(f"{STYLE}drawing-page-properties") if style is not None else None
    return properties is not None and properties.get(f"{PRESENTATION}visibility") == "hidden"


def _slide(page: Any, number: int, reader: OdfReader, outline: Outline) -> None:
    shapes = sorted((shape for shape in page if isinstance(shape.tag, str)), key=_place)
    title = next((shape for shape in shapes if shape.get(f"{PRESENTATION}class") == "title"), None)
    words = [reader.line(p).text for p in title.iter(f"{TEXT}p", f"{TEXT}h")] if title is not None else []
    outline.heading(1, " ".join(words).strip() or f"{number}")
    for shape in shapes:
        if shape.tag == f"{PRESENTATION}notes":
            for paragraph in shape.iter(f"{TEXT}p"):
                outline.add(reader.line(paragraph).text, kind="note")
        elif shape is not title:
            reader.walk([shape])


def _place(shape: Any) -> tuple[bool, float, float]:
    notes = shape.tag == f"{PRESENTATION}notes"
    return notes, _length(shape.get(f"{SVG}y", "")), _length(shape.get(f"{SVG}x", ""))


def _length(text: str) -> float:
    """The number in ``2.54cm``; a slide gives all its places in one unit."""
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz%")
    try:
        return float(digits)
    except ValueError:
        return 0.0
