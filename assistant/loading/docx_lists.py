"""The marks of list items in Word documents, which the text does not hold: dashes, numbers, letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_LIST = re.compile(r"list|liste|puce", re.IGNORECASE)


class Numbering:
    """Counts the items of a document's lists, to be asked for each paragraph in order."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        """By list definition and level: the format's name, and the first number."""
        self._lists: dict[str, tuple[str, str]] = {}
        """By number of a list: what it counts together with, and its definition."""
        self._counts: dict[str, dict[int, int]] = {}
        part = next((p for p in document.part.package.iter_parts() if p.partname.endswith("/numbering.xml")), None)
        root: Any = getattr(part, "element", None)
        for element in root if root is not None else ():
            if element.tag == qn("w:abstractNum"):
                self._read_definition(element)
            elif element.tag == qn("w:num"):
                self._read_list(element)

    def mark(self, paragraph: Paragraph) -> tuple[int, str] | None:
        """The depth and sign (``-``, ``2.``, ``b.``) of an item; None for any other paragraph."""
        properties = next(_properties(paragraph), None)
        if properties is None:
            named = paragraph.style is not None and _LIST.match(paragraph.style.name or "")
            return (0, "-") if named else None
        number, level = _value(properties, "w:numId"), int(_value(properties, "w:ilvl") or 0)
        if number == "0":  # the list of the style is switched off
            return None
        together, definition = self._lists.get(number, (number, ""))
        form, first = self._formats.get((definition, level), ("bullet", 1))
        if form in {"bullet", "none"}:
            return level, "-"
        counts = self._counts.setdefault(together, {})
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return level, f"{_shown(counts[level], form)}."

    def _read_definition(self, element: Any) -> None:
        definition = element.get(qn("w:abstractNumId"), "")
        for level in element.iter(qn("w:lvl")):
            first = _value(level, "w:start")
            place = (definition, int(level.get(qn("w:ilvl"), "0")))
            self._formats[place] = (_value(level, "w:numFmt"), int(first) if first.isdigit() else 1)

    def _read_list(self, element: Any) -> None:
        number, definition = element.get(qn("w:numId"), ""), _value(element, "w:abstractNumId")
        # Lists of one definition go on counting where the last one ended, unless one says that it begins anew.
        restarts = element.find(f".//{qn('w:startOverride')}") is not None
        self._lists[number] = (f"list {number}" if restarts else definition, definition)


def _properties(paragraph: Paragraph) -> Iterator[Any]:
    """Where a paragraph or the styles that it is made of say that it belongs to a list."""
    own = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if own is not None:
        yield own
    style = paragraph.style
    while style is not None:
        found = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is not None:
            yield found
        style = style.base_style


def _value(element: Any, name: str) -> str:
    child = element.find(qn(name))
    return "" if child is None else str(child.get(qn("w:val"), ""))


def _shown(number: int, form: str) -> str:
    letters = form in {"lowerLetter", "upperLetter"} and 1 <= number <= 26
    letter = chr(ord("a") + number - 1) if letters else ""
    return (letter.upper() if form == "upperLetter" else letter) or str(number)
