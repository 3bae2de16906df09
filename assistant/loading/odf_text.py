"""The text of OpenDocument files, and what hangs on it: notes, frames, charts, pictures, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.loading.grid import Grid
from assistant.loading.odf import CHART, DRAW, OFFICE, STYLE, SVG, TABLE, TEXT, XLINK, OdfPackage
from assistant.loading.odf_tables import grid_of
from assistant.loading.parts import Item, Outline
from assistant.loading.pictures import described
from assistant.loading.raised import lowered, raised

_SHAPES = {f"{DRAW}{name}" for name in (
    "frame", "custom-shape", "rect", "ellipse", "circle", "line", "polygon", "polyline", "path", "connector", "caption",
    "regular-polygon", "g", "a", "measure", "page-thumbnail",
)}  # fmt: skip
_CONTAINERS = {f"{TEXT}{name}" for name in (
    "section", "table-of-content", "index-body", "alphabetical-index", "illustration-index", "table-index",
    "user-index", "bibliography", "object-index", "index-title", "numbered-paragraph",
)}  # fmt: skip
_UNSEEN = {f"{TEXT}tracked-changes", f"{TEXT}page-number", f"{TEXT}page-count", f"{TEXT}hidden-text"}
_CAPTIONS = {"Caption", "Illustration", "Table", "Figure", "Drawing", "Text", "Légende"}
_TITLES = {"Title", "Titre"}
_DASH = "-"


@dataclass(slots=True)
class OdfLine:
    """What a paragraph shows, and the elements that hang on it."""

    pieces: list[str] = field(default_factory=list)
    hanging: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(" ".join(line.split()) for line in "".join(self.pieces).split("\n")).strip()


class OdfReader:
    """Walks through texts and writes them into an outline.

    Args:
        package: the file.
        outline: takes what is read.
    """

    def __init__(self, package: OdfPackage, outline: Outline) -> None:
        self._package, self._outline = package, outline
        self.hidden = 0
        self.deleted = 0
        self._numbers: dict[str, list[int]] = {}
        self._pieces: dict[str, Callable[[Any, OdfLine], None]] = {
            f"{TEXT}s": lambda element, line: line.pieces.append(" " * min(int(element.get(f"{TEXT}c", "1")), 100)),
            f"{TEXT}tab": lambda _, line: line.pieces.append("\t"),
            f"{TEXT}line-break": lambda _, line: line.pieces.append("\n"),
            f"{TEXT}note": self._note_sign, f"{OFFICE}annotation": lambda element, line: line.hanging.append(element),
            f"{TEXT}ruby-text": lambda element, line: line.pieces.append(f" ({''.join(element.itertext())})"),
        }  # fmt: skip

    def walk(self, element: Any) -> None:
        """Add what stands in a body, a frame, a note or a cell."""
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}h":
                self._heading(child)
            elif tag == f"{TEXT}p":
                self._paragraph(child)
            elif tag == f"{TEXT}list":
                self._list(child)
            elif tag == f"{TABLE}table":
                self.table(child)
            elif tag in _CONTAINERS:
                if child.get(f"{TEXT}display") == "none" or self._look(child).hidden:
                    self._skip(child)
                else:
                    self.walk(child)
            elif tag in _SHAPES or tag == f"{OFFICE}annotation":
                self._hang(child)
            elif tag == f"{TEXT}tracked-changes":
                self.deleted += _characters(child)

    def table(self, table: Any) -> None:
        """Add a table, and what hangs on its cells."""
        hanging: list[Any] = []
        self._outline.add_table(grid_of(table, lambda cell: self._cell(cell, hanging)))
        for element in hanging:
            self._hang(element)

    def margins(self) -> None:
        """Add page headers and footers, once."""
        root = self._package.page_styles
        names = (f"{STYLE}{name}{more}" for name in ("header", "footer") for more in ("", "-left", "-first"))
        for margin in root.iter(*names) if root is not None else ():
            for paragraph in margin.iter(f"{TEXT}p", f"{TEXT}h"):
                text = self.line(paragraph).text
                if any(char.isalpha() for char in text):
                    self._outline.add_once(text, kind="note")

    def warn(self) -> None:
        """Tell what was left out."""
        for code, count in (("hidden-text", self.hidden), ("deleted-text", self.deleted)):
            if count:
                self._outline.warn(code, count=count)

    def line(self, paragraph: Any) -> OdfLine:
        """What a paragraph shows."""
        line = OdfLine()
        if self._look(paragraph).hidden:
            self._skip(paragraph)
        else:
            self._collect(paragraph, line)
        return line

    def _heading(self, element: Any) -> None:
        line = self.line(element)
        self._outline.heading(int(element.get(f"{TEXT}outline-level", "1")), line.text)
        self._hang_all(line)

    def _paragraph(self, element: Any) -> None:
        line = self.line(element)
        names = {name.replace("_20_", " ") for name in self._package.named(element.get(f"{TEXT}style-name", ""))}
        if names & _TITLES:
            self._outline.heading(0, line.text)
        else:
            self._outline.add(line.text, kind="caption" if names & _CAPTIONS else "prose")
        self._hang_all(line)

    def _list(self, element: Any) -> None:
        hanging: list[Any] = []
        self._outline.add_items(self._items(element, 0, element.get(f"{TEXT}style-name", ""), hanging))
        for each in hanging:
            self._hang(each)

    def _items(self, element: Any, depth: int, style: str, hanging: list[Any]) -> Iterator[Item]:
        """The items of a list; a heading that stands in one is an item as well."""
        style = element.get(f"{TEXT}style-name") or style
        counts = self._numbers.setdefault(style, [])
        del counts[depth if element.get(f"{TEXT}continue-numbering") != "true" else depth + 1 :]
        counts += [0] * (depth + 1 - len(counts))
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            lines = [self.line(child) for child in item if child.tag in {f"{TEXT}p", f"{TEXT}h"}]
            text = " ".join(line.text.replace("\n", " ") for line in lines)
            if text.strip() and item.tag == f"{TEXT}list-item":
                start = item.get(f"{TEXT}start-value")
                counts[depth] = int(start) if start else counts[depth] + 1
            yield Item(text, depth, self._sign(style, depth, counts) if item.tag == f"{TEXT}list-item" else "")
            hanging += [each for line in lines for each in line.hanging]
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._items(child, depth + 1, style, hanging)
                elif child.tag in _SHAPES or child.tag == f"{TABLE}table":
                    hanging.append(child)

    def _sign(self, style: str, depth: int, counts: list[int]) -> str:
        definition = self._package.style(style)
        for level in definition if definition is not None else ():
            if level.get(f"{TEXT}level") == str(depth + 1) and level.tag == f"{TEXT}list-level-style-number":
                form = level.get(f"{STYLE}num-format", "1")
                if not form:
                    return _DASH
                shown = min(int(level.get(f"{TEXT}display-levels", "1")), depth + 1)
                numbers = ".".join(_numbered(count, form) for count in counts[depth + 1 - shown : depth + 1])
                return f"{level.get(f'{STYLE}num-prefix', '')}{numbers}{level.get(f'{STYLE}num-suffix', '.')}".strip()
        return _DASH

    def _cell(self, cell: Any, hanging: list[Any]) -> str:
        """The text of a cell on one line; items keep their signs."""
        pieces = []
        for child in cell:
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                line = self.line(child)
                pieces.append(line.text)
                hanging += line.hanging
            elif child.tag == f"{TEXT}list":
                items = self._items(child, 0, "", hanging)
                pieces += [
                    f"{'•' if item.sign == _DASH else item.sign} {item.text}".strip() for item in items if item.text
                ]
            elif child.tag == f"{TABLE}table" or child.tag in _SHAPES or child.tag == f"{OFFICE}annotation":
                hanging.append(child)
        return " ".join(filter(None, pieces))

    def _collect(self, element: Any, line: OdfLine) -> None:
        line.pieces.append(element.text or "")
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif (put := self._pieces.get(child.tag)) is not None:
                put(child, line)
            elif child.tag in _SHAPES:
                line.hanging.append(child)
            elif child.tag in _UNSEEN:
                pass
            else:
                self._span(child, line)
            line.pieces.append(child.tail or "")

    def _span(self, element: Any, line: OdfLine) -> None:
        look = self._look(element)
        if look.hidden:
            self._skip(element)
            return
        before = len(line.pieces)
        self._collect(element, line)
        if look.position:
            change = raised if look.position > 0 else lowered
            line.pieces[before:] = [change(piece) for piece in line.pieces[before:]]

    def _note_sign(self, note: Any, line: OdfLine) -> None:
        line.pieces.append(_citation(note))
        line.hanging.append(note)

    def _hang_all(self, line: OdfLine) -> None:
        for element in line.hanging:
            self._hang(element)

    def _hang(self, element: Any) -> None:
        """Add a note, a remark, or what stands in a frame or shape."""
        if element.tag == f"{TEXT}note":
            body = element.find(f"{TEXT}note-body")
            sign = _citation(element)
            for paragraph in body.iter(f"{TEXT}p", f"{TEXT}h") if body is not None else ():
                self._outline.add(f"{sign} {self.line(paragraph).text}".strip(), kind="note")
                sign = ""
        elif element.tag == f"{OFFICE}annotation":
            for paragraph in element.iter(f"{TEXT}p"):
                self._outline.add(self.line(paragraph).text, kind="note")
        else:
            self._shape(element)

    def _shape(self, shape: Any) -> None:
        if shape.tag in {f"{TABLE}table", f"{TEXT}list"}:
            self.walk([shape])
            return
        for child in shape:
            if child.tag == f"{DRAW}text-box":
                self.walk(child)
            elif child.tag == f"{DRAW}object":
                self._object(child)
            elif child.tag in _SHAPES:
                self._shape(child)
            elif child.tag in {f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table"}:
                self.walk([child])
        for name in ("title", "desc"):
            self._outline.add(described(shape.findtext(f"{SVG}{name}") or ""), kind="caption")

    def _object(self, element: Any) -> None:
        """A chart, as the table behind it, or a formula."""
        folder = element.get(f"{XLINK}href", "").removeprefix("./")
        root = self._package.xml(f"{folder}/content.xml")
        chart = root.find(f".//{CHART}chart") if root is not None else None
        if chart is None:
            return
        titles = [
            " ".join("".join(title.itertext()).split()) for title in chart.iter(f"{CHART}title", f"{CHART}subtitle")
        ]
        table = chart.find(f"{TABLE}table")
        if table is not None:
            grid = grid_of(table, words_in)
            self._outline.add_table(Grid(grid.rows, " – ".join(filter(None, titles))))

    def _look(self, element: Any) -> Any:
        return self._package.look(element.get(f"{TEXT}style-name", ""))

    def _skip(self, element: Any) -> None:
        self.hidden += _characters(element)


def words_in(element: Any) -> str:
    """All text in an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _citation(note: Any) -> str:
    sign = "".join((note.findtext(f"{TEXT}note-citation") or "").split())
    return raised(f"({sign})" if note.get(f"{TEXT}note-class") == "endnote" else sign)


def _numbered(count: int, form: str) -> str:
    if form in {"a", "A"} and count >= 1:
        return chr(ord(form) + (count - 1) % 26)
    if form in {"i", "I"} and 1 <= count <= 20:
        roman = "x" * (count // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][count % 10]
        return roman if form == "i" else roman.upper()
    return str(count)


def _characters(element: Any) -> int:
    return sum(1 for text in element.itertext() for char in text if not char.isspace())
