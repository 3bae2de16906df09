"""Lists in text that has no markup: the only place that tells an item by its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.loading.parts import Item, Outline

_SIGN = re.compile(r"(\s*)([-*+•‣◦▪■●–—·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+(?=\S)")
_INDENT = 2


def is_item(line: str) -> bool:
    """Whether a line begins with the sign of a list."""
    return _SIGN.match(line) is not None


def add_lines(outline: Outline, text: str, *, continues: bool = False) -> None:
    """Add a paragraph whose lines may be items: ``Tools:\\n- a saw\\n- a vice``."""
    for number, run in enumerate(_runs(text)):
        if is_item(run):
            outline.add_items([item_of(run)], same=number > 0)
        else:
            outline.add(run, continues=continues and number == 0, same=number > 0)


def _runs(text: str) -> Iterator[str]:
    """Items line by line, and what stands between them in one piece."""
    run: list[str] = []
    for line in text.split("\n"):
        if not is_item(line):
            run.append(line)
            continue
        if run:
            yield "\n".join(run)
        run = []
        yield line
    if run:
        yield "\n".join(run)


def item_of(line: str) -> Item:
    """The item that a line is, which begins with the sign of a list."""
    match = _SIGN.match(line)
    assert match is not None
    return Item(line[match.end() :], len(match[1].expandtabs(4)) // _INDENT, match[2])
