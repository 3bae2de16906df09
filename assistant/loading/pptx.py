"""Slides: each one a page, its title a heading, then its texts from top to bottom, tables, charts and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pptx
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from assistant.loading.charts import chart_grid
from assistant.loading.completeness import warn_of_missing, with_warnings
from assistant.loading.grid import Grid, GridCell
from assistant.loading.ooxml import A, Package, R, words_of
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.pictures import described
from assistant.loading.pptx_text import add_frame, frame_text

_MAIN = "ppt/presentation.xml"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# Without a placeholder for the title, a first line no longer than this is one.
_LONGEST_TITLE = 90
_MARGINS = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER}
_BODIES = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a PowerPoint file."""
    package = Package(source, _MAIN, "PPTX")
    presentation = pptx.Presentation(package.file)
    reader = _Reader(Outline())
    visible: list[tuple[str, str]] = []
    hidden: list[int] = []
    for number, slide in enumerate(presentation.slides, 1):
        if slide.element.get("show") in {"0", "false"}:
            hidden.append(number)
            continue
        reader.slide(slide, number)
        visible.append((f"⟨slide⟩ {number}", "\n".join(words_of(slide.element))))
    outline = reader.finish(presentation)
    if hidden:
        outline.warn("hidden-slides", numbers=", ".join(map(str, hidden)))
    properties = package.properties
    title = properties.title or outline.first_heading
    document = Parsed(outline.finish(), title, properties.fields())
    warn_of_missing([document], outline, visible)
    yield from with_warnings([document], outline)


class _Reader:
    """Writes slide after slide into an outline."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._margins: list[str] = []
        self._attached: list[str] = []

    def slide(self, slide: Any, number: int) -> None:
        """Add what a slide shows, and what its speaker says."""
        self._outline.page = number
        shapes = list(_in_order(slide.shapes))
        title = slide.shapes.title
        if title is None or not frame_text(title.text_frame._txBody):
            title = _first_line(shapes)
        self._outline.heading(1, frame_text(title.text_frame._txBody) if title is not None else f"{number}")
        for shape in shapes:
            if title is None or shape.shape_id != title.shape_id:
                self._shape(shape, slide)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
                self._outline.add(" ".join(paragraph.text.split()), kind="note")
        for text in _remarks(slide):
            self._outline.add(text, kind="note")

    def finish(self, presentation: Any) -> Outline:
        """Add, once, what stands on the margins of slides and on the patterns that they are made of."""
        self._outline.end_sections()
        self._outline.page = None
        layouts = {id(slide.slide_layout): slide.slide_layout for slide in presentation.slides}.values()
        masters = {id(layout.slide_master): layout.slide_master for layout in layouts}.values()
        for pattern in (*masters, *layouts):
            self._margins += [
                text
                for shape in _in_order(pattern.shapes)
                if not shape.is_placeholder
                for text in words_of(shape._element)
            ]
        for text in self._margins:
            self._outline.add_once(text, kind="note")
        if self._attached:
            self._outline.warn("attachments", names=", ".join(dict.fromkeys(self._attached)))
        return self._outline

    def _shape(self, shape: Any, slide: Any) -> None:
        placeholder = shape.placeholder_format.type if shape.is_placeholder else None
        if placeholder in _MARGINS:
            if placeholder == PP_PLACEHOLDER.FOOTER:
                self._margins.append(frame_text(shape.text_frame._txBody))
            return
        if getattr(shape, "has_table", False):
            self._outline.add_table(_grid(shape.table))
        elif getattr(shape, "has_text_frame", False):
            add_frame(self._outline, shape.text_frame._txBody, listed=placeholder in _BODIES)
        else:
            self._graphic(shape, slide)
        self._outline.add(described(_alternative(shape)), kind="caption")

    def _graphic(self, shape: Any, slide: Any) -> None:
        """Charts, diagrams and embedded files, which the slide only refers to."""
        for element in shape._element.iter(f"{_C}chart", f"{_DGM}relIds", f"{_P}oleObj"):
            relation = element.get(f"{R}dm") or element.get(f"{R}id")
            if relation is None or relation not in slide.part.rels or slide.part.rels[relation].is_external:
                continue
            part = slide.part.related_part(relation)
            if element.tag == f"{_P}oleObj":
                self._attached.append(str(part.partname).rpartition("/")[2])
            elif element.tag == f"{_C}chart":
                self._outline.add_table(chart_grid(etree.fromstring(part.blob)))
            else:
                for text in words_of(etree.fromstring(part.blob)):
                    self._outline.add(text)


def _in_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """Shapes from top to bottom and left to right, those of groups in the group's place; hidden ones left out."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if _properties(shape).get("hidden") in {"1", "true"}:
            continue
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _in_order(shape.shapes)
        else:
            yield shape


def _first_line(shapes: list[Any]) -> Any:
    """The shape that stands first, if it says one short line and others say more."""
    frames = [shape for shape in shapes if getattr(shape, "has_text_frame", False) and words_of(shape._element)]
    if not frames or len(shapes) < 2:
        return None
    lines = words_of(frames[0]._element)
    return frames[0] if len(lines) == 1 and len(lines[0]) <= _LONGEST_TITLE else None


def _grid(table: Any) -> Grid:
    rows = []
    for row in table._tbl.iter(f"{A}tr"):
        cells = []
        for cell in row.iter(f"{A}tc"):
            if cell.get("hMerge") not in {"1", "true"} and cell.get("vMerge") not in {"1", "true"}:
                text = " ".join(words_of(cell) and frame_text(cell).split())
                cells.append(GridCell(text, int(cell.get("gridSpan", "1")), int(cell.get("rowSpan", "1"))))
        rows.append(tuple(cells))
    return Grid(tuple(rows))


def _remarks(slide: Any) -> Iterator[str]:
    for relation in slide.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/comments"):
            root = etree.fromstring(relation.target_part.blob)
            yield from (text.text or "" for text in root.iter(f"{_P}text"))
            yield from words_of(root)


def _properties(shape: Any) -> Any:
    return next((element for element in shape._element.iter() if element.tag == f"{_P}cNvPr"), {})


def _alternative(shape: Any) -> str:
    return str(_properties(shape).get("descr") or "")
