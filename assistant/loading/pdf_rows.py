"""Lines that stand side by side, and boxes that stand below each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.documents import Box
from assistant.loading.marks import is_item
from assistant.loading.pdf_annotations import CHECKED, UNCHECKED
from assistant.loading.pdf_drawing import Bounds
from assistant.loading.pdf_page import Line

_BOXES = frozenset({CHECKED, UNCHECKED})
# A box to tick belongs to the words behind it when they are no further away, in heights.
_BOX_GAP = 2.0
_BULLET_GAP = 1.5


def with_bullets(lines: Sequence[Line], dots: Sequence[Bounds]) -> list[Line]:
    """The lines, those that a drawn dot or square begins as items."""
    return [_with_bullet(line, dots) for line in lines] if dots else list(lines)


def _with_bullet(line: Line, dots: Sequence[Bounds]) -> Line:
    for left, bottom, right, top in dots:
        beside = 0 < line.left - right <= _BULLET_GAP * line.size and line.bottom < (bottom + top) / 2 < line.top
        if beside and top - bottom < line.size and not is_item(line.text):
            return replace(line, text=f"• {line.text}", left=left)
    return line


def row_text(row: Sequence[Line]) -> str:
    """The lines of a row as text, cells between semicolons; the sign of a list, which may stand apart, before them."""
    first, *others = (line.text for line in row)
    return f"{first} {'; '.join(others)}" if others and is_item(f"{first} x") else "; ".join((first, *others))


def with_boxes(row: Sequence[Line]) -> Sequence[Line]:
    """The row, each box to tick together with the words behind it, or else with those before it."""
    if not any(line.text in _BOXES for line in row):
        return row
    joined: list[Line] = []
    for at, line in enumerate(row):
        last = joined[-1] if joined else None
        behind = row[at + 1] if at + 1 < len(row) else None
        labelled = behind is not None and behind.left - line.right <= _BOX_GAP * behind.size
        ticks = last is not None and last.text in _BOXES and line.left - last.right <= _BOX_GAP * line.size
        if last is not None and (ticks or (line.text in _BOXES and not labelled)):
            joined[-1] = replace(last, text=f"{last.text} {line.text}", right=line.right, card=True)
        else:
            joined.append(line)
    return joined


def united(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes below each other as one; a column or a page further on begins another."""
    united: list[Box] = []
    for box in boxes:
        last = united[-1] if united else None
        if last is not None and last.page == box.page and box.x0 < last.x1 and last.x0 < box.x1 and box.y1 >= last.y0:
            united[-1] = Box(
                box.page, min(last.x0, box.x0), min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1)
            )
        else:
            united.append(box)
    return tuple(united)
