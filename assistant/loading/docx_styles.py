"""The styles of a Word document: which are headings, captions or hidden, and which belong to a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.loading.ooxml import Package, W

# Built-in styles keep their English names in every language; converters write translated ones.
_HEADING = re.compile(r"(?:heading|titre|rubrique)\s*(\d)\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titre)\Z", re.IGNORECASE)
_CAPTION = re.compile(r"(?:caption|légende|legende)\b", re.IGNORECASE)
_NUMBERED = "01234567"
_OFF = {"0", "false", "off", "none"}
_DEEPEST = 30  # styles that are based on each other in a circle


class Styles:
    """Looks styles up by their id."""

    def __init__(self, package: Package) -> None:
        root = package.xml("word/styles.xml")
        styles = root.iter(f"{W}style") if root is not None else ()
        self._styles: dict[str, Any] = {style.get(f"{W}styleId", ""): style for style in styles}
        self._levels: dict[str, int | None] = {}
        self._default = next(
            (name for name, style in self._styles.items() if style.get(f"{W}default") == "1"
             and style.get(f"{W}type") == "paragraph"), "",
        )  # fmt: skip

    def of(self, paragraph: Any) -> str:
        """The id of a paragraph's style."""
        return value(paragraph.find(f"{W}pPr"), "pStyle") or self._default

    def level(self, paragraph: Any) -> int | None:
        """The level of a heading, from 1, 0 for the title; None for other paragraphs."""
        own = value(paragraph.find(f"{W}pPr"), "outlineLvl")
        if own:
            return int(own) + 1 if own in _NUMBERED else None
        style = self.of(paragraph)
        if style not in self._levels:
            self._levels[style] = next((level for level in map(_level, self.chain(style)) if level is not None), None)
        return self._levels[style]

    def is_caption(self, paragraph: Any) -> bool:
        """Whether a paragraph is the caption of a table or picture."""
        return any(_CAPTION.match(_name(style)) for style in self.chain(self.of(paragraph)))

    def name(self, paragraph: Any) -> str:
        """The name of a paragraph's style."""
        return next((_name(style) for style in self.chain(self.of(paragraph))), "")

    def hides(self, run: Any) -> bool:
        """Whether a run of text is hidden, by itself or by its style."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        own = switched(properties, "vanish")
        if own is not None:
            return own
        styles = self.chain(value(properties, "rStyle"))
        return any(switched(style.find(f"{W}rPr"), "vanish") for style in styles)

    def chain(self, style: str) -> Iterator[Any]:
        """A style and those that it is based on."""
        for _ in range(_DEEPEST):
            element = self._styles.get(style)
            if element is None:
                return
            yield element
            style = value(element, "basedOn")


def value(element: Any, name: str) -> str:
    """The value of a child of properties; empty where there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return "" if child is None else str(child.get(f"{W}val", ""))


def switched(element: Any, name: str) -> bool | None:
    """Whether a property is switched on or off; None where it is not told."""
    child = element.find(f"{W}{name}") if element is not None else None
    return None if child is None else str(child.get(f"{W}val", "1")).lower() not in _OFF


def _name(style: Any) -> str:
    return value(style, "name")


def _level(style: Any) -> int | None:
    name = _name(style)
    if match := _HEADING.match(name):
        return max(1, int(match[1]))
    if _TITLE.match(name):
        return 0
    outline = value(style.find(f"{W}pPr"), "outlineLvl")
    return int(outline) + 1 if outline and outline in _NUMBERED else None
