"""Word documents: headings by their styles, lists, tables, and all that one sees beside the running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.loading.charts import chart_grid
from assistant.loading.completeness import warn_of_missing, with_warnings
from assistant.loading.docx_lists import Numbering
from assistant.loading.docx_runs import Counts, Line, Runs
from assistant.loading.docx_styles import Styles
from assistant.loading.docx_tables import grid_of, is_layout, rows_of
from assistant.loading.docx_visible import visible_text
from assistant.loading.ooxml import Package, W, words_of
from assistant.loading.parts import Item, Outline, Parsed, Source
from assistant.loading.pictures import described
from assistant.loading.raised import raised

_MAIN = "word/document.xml"
# Elements that only wrap others: content controls, tracked insertions, marks of other programs.
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_DELETED = {f"{W}del", f"{W}moveFrom"}
_PAGE_NUMBERS = re.compile(r"\W*(?:page\b|p\.)?\W*\d*\W*(?:(?:sur|of|de|/)\W*\d+)?\W*\Z", re.IGNORECASE)


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a Word file; Word has no fixed pages."""
    package = Package(source, _MAIN, "DOCX")
    outline = Outline()
    reader = _Reader(package, outline)
    reader.walk(package.xml(_MAIN).find(f"{W}body"))
    reader.finish()
    properties = package.properties
    document = Parsed(outline.finish(), outline.title or properties.title, properties.fields())
    warn_of_missing([document], outline, visible_text(package))
    yield from with_warnings([document], outline)


class _Reader:
    """Walks through the parts of a document."""

    def __init__(self, package: Package, outline: Outline) -> None:
        self._package, self._outline = package, outline
        self._styles = Styles(package)
        self._numbering = Numbering(package, self._styles)
        self._counts = Counts()
        self._runs = Runs(self._styles, self._counts, self._note_sign)
        self._related = package.related(_MAIN)
        self._notes = {kind: self._by_id(f"word/{kind}s.xml", kind) for kind in ("footnote", "endnote", "comment")}
        self._numbers: dict[tuple[str, str], str] = {}
        self._attached: list[str] = []
        self._items: list[Item] = []
        self._hanging: list[Line] = []

    def walk(self, element: Any) -> None:
        """Add what stands in a body, a text box, a note or a cell."""
        self._walk(element)
        self._flush()

    def finish(self) -> None:
        """Add page headers and footers, once, and tell what was left out."""
        self._outline.end_sections()
        for part in sorted(self._margins()):
            root = self._package.xml(part)
            lines = [self._runs.line(paragraph) for paragraph in root.iter(f"{W}p")] if root is not None else []
            texts = (line.text for line in lines)
            for text in dict.fromkeys(text for text in texts if text and not _PAGE_NUMBERS.match(text)):
                self._outline.add_once(text, kind="note")
        for code, count in (("hidden-text", self._counts.hidden), ("deleted-text", self._counts.deleted)):
            if count:
                self._outline.warn(code, count=count)
        if self._attached:
            self._outline.warn("attachments", names=", ".join(dict.fromkeys(self._attached)))

    def _walk(self, element: Any) -> None:
        for child in element:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._flush()
                self._table(child)
            elif child.tag in _WRAPPERS:
                self._walk(child)
            elif child.tag in _DELETED:
                self._runs.skip(child)
            elif child.tag == f"{W}altChunk":
                self._attach(child.get(next(iter(child.attrib), ""), ""))

    def _paragraph(self, paragraph: Any) -> None:
        line = self._runs.line(paragraph)
        level = self._styles.level(paragraph)
        mark = self._numbering.mark(paragraph) if line.text and level is None else None
        if mark is not None:
            self._items.append(Item(line.text, *mark))
            self._hanging.append(line)
            return
        self._flush()
        if level is not None:
            self._outline.heading(level, line.text)
        elif line.text:
            self._outline.add(line.text, kind="caption" if self._styles.is_caption(paragraph) else "prose")
        self._hang(line)

    def _table(self, table: Any) -> None:
        rows = rows_of(table, self._runs)
        if is_layout(rows):
            for row in rows:
                for cell in row.cells:
                    self.walk(cell)
            return
        lines: list[Line] = []
        self._outline.add_table(grid_of(rows, self._runs, self._numbering, lines))
        for line in lines:
            self._hang(line)

    def _flush(self) -> None:
        """Add the list that has been collected, and what hangs on its items."""
        items, lines = self._items, self._hanging
        self._items, self._hanging = [], []
        self._outline.add_items(items)
        for line in lines:
            self._hang(line)

    def _hang(self, line: Line) -> None:
        """Add what hangs on a paragraph: text boxes, charts, diagrams, pictures, notes, remarks."""
        for box in line.boxes:
            if isinstance(box, str):
                self._outline.add(box)
            else:
                self.walk(box)
        for kind, relation in line.graphics:
            self._graphic(kind, relation)
        for text in filter(None, map(described, line.pictures)):
            self._outline.add(text, kind="caption")
        for kind, number in line.notes:
            self._note(kind, number, self._note_sign(kind, number))
        for number in dict.fromkeys(line.remarks):
            self._note("comment", number, "")

    def _graphic(self, kind: str, relation: str) -> None:
        _, part = self._related.get(relation, ("", ""))
        if kind == "object":
            self._attach(relation)
        elif kind == "chart" and (root := self._package.xml(part)) is not None:
            self._outline.add_table(chart_grid(root))
        elif kind == "diagram":
            self._outline.add_items(Item(text) for text in words_of(self._package.xml(part)))

    def _attach(self, relation: str) -> None:
        _, part = self._related.get(relation, ("", ""))
        if part:
            self._attached.append(part.rpartition("/")[2])

    def _note(self, kind: str, number: str, sign: str) -> None:
        note = self._notes[kind].pop(number, None)
        for paragraph in note.iter(f"{W}p") if note is not None else ():
            line = self._runs.line(paragraph)
            if line.text:
                self._outline.add(f"{sign} {line.text}".strip(), kind="note")
                sign = ""

    def _note_sign(self, kind: str, number: str) -> str:
        """The number of a note, raised: they are counted in the order of the text."""
        count = sum(1 for other, _ in self._numbers if other == kind) + 1
        return self._numbers.setdefault((kind, number), raised(f"({count})" if kind == "endnote" else str(count)))

    def _by_id(self, part: str, kind: str) -> dict[str, Any]:
        root = self._package.xml(part)
        notes = root.iter(f"{W}{kind}") if root is not None else ()
        return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type", "normal") == "normal"}

    def _margins(self) -> set[str]:
        return {part for kind, part in self._related.values() if kind in {"header", "footer"}}
