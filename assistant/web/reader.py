"""A document as the reader shows it: headings, page marks, text, tables, and the cited passages marked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.documents import Block
from assistant.index.registry import StoredDocument
from assistant.web.links import checksum
from assistant.web.reader_tables import table_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A cited passage, ``text[start:end]``. ``anchor`` is the fragment that leads to it."""

    start: int
    end: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked or not; the first marked piece of a passage carries its anchor."""

    text: str
    marked: bool = False
    anchor: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one another in the reader.

    ``page`` is a page mark (``number``, and in ``title`` the printed one where it differs), ``heading`` a heading of
    ``level`` 2 to 6, ``table`` a table with ``columns`` (none when each row has one of ``names``, or no column has a
    name), the others what blocks are; an item has a ``level`` from 0. ``anchor`` is a fragment of the address.
    """

    kind: Literal["page", "heading", "table", "prose", "item", "caption", "note", "code"]
    anchor: str = ""
    number: int = 0
    level: int = 0
    title: str = ""
    pieces: Pieces = ()
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rows: tuple[tuple[Pieces, ...], ...] = ()


def passages_in(text: str, asked: Sequence[tuple[int, int]], checks: Sequence[str]) -> tuple[tuple[Passage, ...], bool]:
    """The asked spans that still hold the passage that their checksum names, in order of the text.

    Returns:
        the passages, and whether one of the asked has changed since.
    """
    found: list[Passage] = []
    changed = False
    for number, (start, end) in enumerate(asked):
        if not 0 <= start < end <= len(text):
            continue
        check = checks[number] if number < len(checks) else ""
        if check and checksum(text[start:end]) != check:
            changed = True
            continue
        found.append(Passage(start, end, f"passage-{len(found) + 1}" if found else "passage"))
    return tuple(sorted(found, key=lambda passage: (passage.start, passage.end))), changed


def parts_of(document: StoredDocument, passages: Sequence[Passage]) -> tuple[Part, ...]:
    """The document from its beginning to its end. Passages must be in order; where two overlap they share a mark."""
    marker = _Marker(document.text, passages)
    parts: list[Part] = []
    heading: tuple[str, ...] = ()
    page: int | None = None
    sections = 0
    for blocks in _tables(document.text, document.blocks):
        block = blocks[0]
        if block.page is not None and block.page != page:
            page = block.page
            parts.append(Part("page", f"page-{page}", number=page, title=block.page_label))
        if block.heading != heading:
            for depth in range(_shared(heading, block.heading), len(block.heading)):
                sections += 1
                title, level = block.heading[depth], min(depth + 2, 6)
                parts.append(Part("heading", f"section-{sections}", level=level, title=title))
            heading = block.heading
        parts += _rows(blocks, marker) if block.kind == "row" else _block(document.text, block, marker)
    return tuple(parts)


def page_at(blocks: Sequence[Block], offset: int) -> int | None:
    """The page on which an offset of the text stands, where the format has pages."""
    return next((b.page for b in blocks if b.start <= offset < b.end), None)


class _Marker:
    """Cuts spans of a text into pieces; knows which passages have begun."""

    def __init__(self, text: str, passages: Sequence[Passage]) -> None:
        self._text, self._passages = text, passages
        self._begun: set[str] = set()

    def pieces(self, start: int, end: int) -> Pieces:
        return tuple(self._cut(start, end))

    def _cut(self, start: int, end: int) -> Iterator[Piece]:
        at = start
        for passage in self._passages:
            begin, stop = max(passage.start, at), min(passage.end, end)
            if begin >= stop:
                continue
            if begin > at:
                yield Piece(self._text[at:begin])
            anchor = "" if passage.anchor in self._begun else passage.anchor
            self._begun.add(passage.anchor)
            yield Piece(self._text[begin:stop], True, anchor)
            at = stop
        if at < end:
            yield Piece(self._text[at:end])


def _tables(text: str, blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Blocks one by one, and rows that follow each other on one page together."""
    run: list[Block] = []
    for block in blocks:
        if run and not (_is_next_row(run[-1], block) and "\n\n" not in text[run[-1].end : block.start]):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _is_next_row(block: Block, after: Block) -> bool:
    together = (block.page, block.heading) == (after.page, after.heading)
    return block.kind == after.kind == "row" and together


def _block(text: str, block: Block, marker: _Marker) -> Iterator[Part]:
    assert block.kind != "row"
    run = text[block.start : block.end]
    if run.strip():
        pieces = marker.pieces(block.start, block.start + len(run.rstrip()))
        yield Part(block.kind, level=block.level, pieces=pieces)


def _rows(blocks: Sequence[Block], marker: _Marker) -> Iterator[Part]:
    table = table_of(blocks)
    rows = tuple(tuple(marker.pieces(start, end) for start, end in row) for row in table.rows)
    yield Part("table", columns=table.columns, names=table.names, rows=rows)


def _shared(old: tuple[str, ...], new: tuple[str, ...]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))
