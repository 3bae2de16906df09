"""Blocks as compact JSON: names of headings and columns once, and nothing for what is as usual. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from assistant.documents import Block, Box, Cell

_USUAL = (0, 0, (), None, "prose", 0, 0, (), (), "")


def encode(blocks: Sequence[Block]) -> str:
    """Blocks as text for :func:`decode`."""
    paths: dict[tuple[str, ...], int] = {}
    rows = [_row(block, paths) for block in blocks]
    return json.dumps({"paths": list(paths), "blocks": rows}, ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> tuple[Block, ...]:
    """The blocks of a text; also of what versions before wrote, which knew no kinds."""
    data = json.loads(text) if text else []
    if isinstance(data, list):
        return tuple(Block(start, end, tuple(heading), page) for start, end, heading, page in data)
    paths = [tuple(path) for path in data["paths"]]
    return tuple(_block(row, paths) for row in data["blocks"])


def _row(block: Block, paths: dict[tuple[str, ...], int]) -> list[Any]:
    def number(path: tuple[str, ...]) -> int:
        return paths.setdefault(path, len(paths))

    cells = [[number(cell.header), cell.start, cell.end] for cell in block.cells]
    boxes = [[box.page, *(round(side, 1) for side in (box.x0, box.y0, box.x1, box.y1))] for box in block.boxes]
    row = [
        block.start, block.end, number(block.heading), block.page, block.kind, block.level, block.mark, cells, boxes,
        block.page_label,
    ]  # fmt: skip
    while len(row) > 3 and row[-1] in (_USUAL[len(row) - 1], []):
        row.pop()
    return row


def _block(row: Sequence[Any], paths: Sequence[tuple[str, ...]]) -> Block:
    fields: list[Any] = [*row, *_USUAL[len(row) :]]
    start, end, heading, page, kind, level, mark, cells, boxes, label = fields
    return Block(
        start, end, paths[heading], page, kind, level, mark,
        tuple(Cell(paths[header], first, last) for header, first, last in cells),
        tuple(Box(*box) for box in boxes), label,
    )  # fmt: skip
