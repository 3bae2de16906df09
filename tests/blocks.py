"""Blocks for tests, from text that says itself what it is: ``- item``, ``2. item``, ``Name: value; Name: value``."""

import re

from assistant.documents import Block, Cell

_ITEM = re.compile(r"(\s*)(?:-|\d+\.) ")
_CELL = re.compile(r"(?:^|; )([^\W\d][^:;]{0,30}): ")


def blocks_in(text, start, end, heading=(), page=None):
    """The blocks of ``text[start:end]``, line by line."""
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield _block(line, at, heading, page)
        at += len(line) + 1


def _block(line, at, heading, page):
    if item := _ITEM.match(line):
        return Block(at, at + len(line), heading, page, "item", len(item[1]) // 2, item.end())
    names = list(_CELL.finditer(line))
    if names and names[0].start() == 0:
        ends = [name.start() for name in names[1:]] + [len(line)]
        cells = tuple(Cell((n[1].strip(),), at + n.end(), at + end) for n, end in zip(names, ends, strict=True))
        return Block(at, at + len(line), heading, page, "row", cells=cells)
    return Block(at, at + len(line), heading, page)
