"""Word documents: headings by their styles, lists, and tables with their header in each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from assistant.loading.archive import checked
from assistant.loading.docx_lists import Numbering
from assistant.loading.grid import Grid
from assistant.loading.parts import Item, Outline, Parsed, Source

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
# Deleted text of tracked changes, and the second form of drawings for old programs, which repeats their text.
_HIDDEN = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a Word file; Word has no fixed pages."""
    document = docx.Document(checked(source, "word/document.xml", "DOCX"))
    outline = Outline()
    items: list[Item] = []
    numbering = Numbering(document)
    for content in document.iter_inner_content():
        text = _text(content._element) if isinstance(content, Paragraph) else ""
        if isinstance(content, Paragraph) and text and _level(content) is None:
            mark = numbering.mark(content)
            if mark is not None:
                items.append(Item(text, *mark))
                continue
        outline.add_items(items)
        items = []
        if isinstance(content, Table):
            outline.add_table(Grid.of(_cells(content)))
        elif (level := _level(content)) is not None:
            outline.heading(level, text)
        else:
            outline.add(text)
    outline.add_items(items)
    yield Parsed(outline.finish(), outline.first_heading or document.core_properties.title or "")


def _level(paragraph: Paragraph) -> int | None:
    style = paragraph.style
    while style is not None:
        name = style.name or ""
        if match := _HEADING.match(name):
            return int(match[1])
        if name == "Title":
            return 1
        outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None and outline.get(qn("w:val"), "9") in "01234567":
            return int(outline.get(qn("w:val"))) + 1
        style = style.base_style
    return None


def _text(element: Any) -> str:
    """All visible text in an XML element: links and tracked insertions too, which python-docx leaves out."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces).strip()


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag == qn("w:tab"):
            pieces.append("\t")
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            pieces.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("\u2011")
        elif child.tag not in _HIDDEN and child.tag != qn("w:pPr"):
            _collect(child, pieces)
            if child.tag == qn("w:p"):
                pieces.append("\n")


def _cells(table: Table) -> list[list[str]]:
    """Rows of texts; a cell that spans columns is repeated, so that each value stays under its header."""
    return [[_text(cell._tc) for cell in row.cells] for row in table.rows]
