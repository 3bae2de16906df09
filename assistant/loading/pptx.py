"""Slides: each one a page, its title a heading, then its texts from top to bottom, tables and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE

from assistant.loading.archive import checked
from assistant.loading.grid import Grid
from assistant.loading.parts import Outline, Parsed, Source


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a PowerPoint file."""
    presentation = pptx.Presentation(checked(source, "ppt/presentation.xml", "PPTX"))
    outline = Outline()
    for number, slide in enumerate(presentation.slides, 1):
        outline.page = number
        title = slide.shapes.title
        outline.heading(1, title.text_frame.text if title is not None else f"{number}")
        for shape in _in_order(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                _add(shape, outline)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            outline.add(slide.notes_slide.notes_text_frame.text.replace("\v", "\n"))
    yield Parsed(outline.finish(), presentation.core_properties.title or outline.first_heading)


def _in_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """Shapes from top to bottom and left to right, those of groups in the group's place."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _in_order(shape.shapes)
        else:
            yield shape


def _add(shape: Any, outline: Outline) -> None:
    if getattr(shape, "has_table", False):
        outline.add_table(Grid.of([cell.text_frame.text for cell in row.cells] for row in shape.table.rows))
    elif getattr(shape, "has_text_frame", False):
        lines = [paragraph.text.replace("\v", " ").strip() for paragraph in shape.text_frame.paragraphs]
        outline.add("\n".join(line for line in lines if line))
