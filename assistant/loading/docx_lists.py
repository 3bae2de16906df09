"""The marks of list items in Word documents, which the text does not hold: dashes, numbers, letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.loading.docx_styles import Styles, value
from assistant.loading.ooxml import Package, W

_LIST = re.compile(r"list|liste|puce", re.IGNORECASE)
_PLACE = re.compile(r"%(\d)")
_DASH = "-"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Numbering:
    """Counts the items of a document's lists, to be asked for each paragraph in order."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._formats: dict[tuple[str, int], tuple[str, int, str]] = {}
        """By list definition and level: the format's name, the first number, and the pattern of the sign."""
        self._lists: dict[str, tuple[str, str]] = {}
        """By number of a list: what it counts together with, and its definition."""
        self._counts: dict[str, dict[int, int]] = {}
        root = package.xml("word/numbering.xml")
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                self._read_definition(element)
            elif element.tag == f"{W}num":
                self._read_list(element)

    def mark(self, paragraph: Any) -> tuple[int, str] | None:
        """The depth and sign (``-``, ``2.``, ``b.``) of an item; None for any other paragraph."""
        properties = next(self._properties(paragraph), None)
        if properties is None:
            return (0, _DASH) if _LIST.match(self._styles.name(paragraph)) else None
        number, level = value(properties, "numId"), int(value(properties, "ilvl") or 0)
        if number in {"0", ""}:  # the list of the style is switched off
            return None
        together, definition = self._lists.get(number, (number, ""))
        form, first, pattern = self._formats.get((definition, level), ("bullet", 1, ""))
        if form in {"bullet", "none"}:
            return level, _DASH
        counts = self._counts.setdefault(together, {})
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return level, self._sign(definition, counts, level, pattern)

    def _sign(self, definition: str, counts: dict[int, int], level: int, pattern: str) -> str:
        def number(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            form, first, _ = self._formats.get((definition, other), ("decimal", 1, ""))
            return _shown(counts.get(other, first), form)

        return _PLACE.sub(number, pattern).strip() or f"{counts[level]}."

    def _read_definition(self, element: Any) -> None:
        definition = element.get(f"{W}abstractNumId", "")
        for level in element.iter(f"{W}lvl"):
            first = value(level, "start")
            place = (definition, int(level.get(f"{W}ilvl", "0")))
            start = int(first) if first.isdigit() else 1
            self._formats[place] = (value(level, "numFmt"), start, value(level, "lvlText"))

    def _read_list(self, element: Any) -> None:
        number, definition = element.get(f"{W}numId", ""), value(element, "abstractNumId")
        # Lists of one definition go on counting where the last one ended, unless one says that it begins anew.
        restarts = element.find(f".//{W}startOverride") is not None
        self._lists[number] = (f"list {number}" if restarts else definition, definition)

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        """Where a paragraph or the styles that it is made of say that it belongs to a list."""
        for element in (paragraph, *self._styles.chain(self._styles.of(paragraph))):
            found = element.find(f"{W}pPr/{W}numPr")
            if found is not None:
                yield found


def _shown(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 1 <= number < 4000:
        roman = ""
        for size, sign in _ROMAN:
            while number >= size:
                roman += sign
                number -= size
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02}" if form == "decimalZero" else str(number)
