"""What openpyxl does not tell of a sheet when it reads row by row: hidden rows, merged cells, remarks, drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from assistant.loading.ooxml import Package, words_of
from assistant.loading.raised import lowered, raised

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_THREADED = re.compile(
    r"\[(?:Threaded comment|Commentaire en thread)[^\]]*\].*?(?:Comment|Commentaire)\s*:\s*", re.DOTALL
)
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F+-]{5,6}|\d{1,3}|[A-Z&])')
_LAST_COLUMN = 16_384
_VALUE, _FORMULA = f"{S}v", f"{S}f"
_WORDS = {True: re.compile(r"\b(?:le|la|les|de|du|des|et|en|par|au|aux|pour|sur)\b", re.IGNORECASE),
          False: re.compile(r"\b(?:the|of|and|by|for|in|to|with|from|per)\b", re.IGNORECASE)}  # fmt: skip


@dataclass(slots=True)
class SheetFacts:
    """A sheet's hidden rows and columns (from 1), merged ranges, formulas without a value, and shared strings."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column."""
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    strings: list[int] = field(default_factory=list)
    """The numbers of the shared strings that one sees."""
    inline: dict[tuple[int, int], str] = field(default_factory=dict)
    """The strings that stand in the sheet itself, by place."""
    printed: list[str] = field(default_factory=list)
    """Its page header and footer."""


def facts_of(package: Package, part: str) -> SheetFacts:
    """Read the XML of a sheet once, element by element."""
    facts = SheetFacts()
    if part not in package.names:
        return facts
    row_number = 0
    wanted = [f"{S}{name}" for name in ("row", "col", "mergeCell", "oddHeader", "oddFooter")]
    with package.open(part) as stream:
        for _, element in etree.iterparse(stream, tag=wanted, resolve_entities=False, huge_tree=True):
            match element.tag.rpartition("}")[2]:
                case "row":
                    row_number = int(element.get("r") or row_number + 1)
                    _read_row(element, row_number, facts)
                case "col" if element.get("hidden") in {"1", "true"}:
                    first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                    facts.hidden_columns |= set(range(first, min(last, _LAST_COLUMN) + 1))
                case "mergeCell":
                    left, top, right, bottom = range_boundaries(element.get("ref"))
                    facts.merged.append((top or 1, left or 1, bottom or 1, right or 1))
                case "oddHeader" | "oddFooter":
                    text = " ".join(_HEADER_CODES.sub(" ", element.text or "").split())
                    if any(char.isalnum() for char in text):
                        facts.printed.append(text)
            element.clear()
    return facts


def _read_row(row: Any, number: int, facts: SheetFacts) -> None:
    hidden = row.get("hidden") in {"1", "true"}
    if hidden:
        facts.hidden_rows.add(number)
    column = 0
    for cell in row:
        reference, kind = cell.get("r"), cell.get("t")
        value = cell.findtext(_VALUE)
        if value and kind not in {"s", "inlineStr"} and reference:
            continue  # a figure
        column = coordinate_to_tuple(reference)[1] if reference else column + 1
        if not value and cell.find(_FORMULA) is not None:
            facts.uncomputed.append((number, column))
        if hidden or column in facts.hidden_columns:
            continue
        if kind == "s" and value:
            facts.strings.append(int(value))
        elif kind == "inlineStr":
            facts.inline[number, column] = _inline(cell)


def _inline(cell: Any) -> str:
    """The text of a cell in runs, with raised and lowered figures."""
    pieces = []
    for node in cell.iter(f"{S}t"):
        align = node.getparent().find(f"{S}rPr/{S}vertAlign")
        change = {"superscript": raised, "subscript": lowered}.get(align.get("val") if align is not None else "", str)
        pieces.append(change(node.text or ""))
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook, by its name, and the part that holds it."""

    name: str
    part: str


def sheet_parts(package: Package) -> list[SheetPart]:
    """The sheets in order, hidden ones too."""
    related = package.related("xl/workbook.xml")
    root = package.xml("xl/workbook.xml")
    found = []
    for sheet in root.iter(f"{S}sheet"):
        ids = [value for name, value in sheet.attrib.items() if name.endswith("}id")]
        _, part = related.get(ids[0] if ids else "", ("", ""))
        found.append(SheetPart(sheet.get("name", ""), part))
    return found


def shared_strings(package: Package) -> list[str]:
    """The strings of the workbook, without marks for pronunciation."""
    root = package.xml("xl/sharedStrings.xml")
    found = []
    for entry in root if root is not None else ():
        texts = (node.text or "" for node in entry.iter(f"{S}t") if node.getparent().tag != f"{S}rPh")
        found.append("".join(texts))
    return found


def remarks(package: Package, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The comments on cells, by row and column."""
    for name in package.parts_of(part, "comments"):
        root = package.xml(name)
        for comment in root.iter(f"{S}comment") if root is not None else ():
            text = "".join(node.text or "" for node in comment.iter(f"{S}t"))
            author, _, words = text.partition(":\n")
            text = _THREADED.sub("", words if words and len(author) < 60 else text)
            if text.strip():
                yield coordinate_to_tuple(comment.get("ref", "A1")), " ".join(text.split())


def drawings(package: Package, part: str) -> Iterator[str]:
    """The words of text boxes, diagrams and charts on a sheet, and what stands in place of its pictures."""
    for name in package.parts_of(part, "drawing"):
        root = package.xml(name)
        yield from words_of(root)
        for shape in root.iter(f"{_XDR}cNvPr") if root is not None else ():
            if shape.get("descr") and shape.get("hidden") not in {"1", "true"}:
                yield shape.get("descr")
        for kind, target in package.related(name).values():
            if kind in {"chart", "diagramData"}:
                yield from words_of(package.xml(target))


def speak_french(texts: Sequence[str]) -> bool:
    """Whether words in a workbook are French rather than English; French where nothing tells."""
    sample = " ".join(texts[:2000])[:100_000]
    return len(_WORDS[True].findall(sample)) >= len(_WORDS[False].findall(sample))
