"""A document as the reader shows it: headings, page marks, text, tables, and the cited passages marked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.documents import Block
from assistant.index.registry import StoredDocument
from assistant.web.links import checksum
from assistant.web.reader_tables import Table, tables_in


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

    ``page`` is a page mark (``number``), ``heading`` a heading of ``level`` 2 to 6, ``text`` a paragraph, ``table`` a
    table with ``columns`` (none when each row is a name and a value). ``anchor`` is a fragment of the address.
    """

    kind: Literal["page", "heading", "text", "table"]
    anchor: str = ""
    number: int = 0
    level: int = 0
    title: str = ""
    pieces: Pieces = ()
    columns: tuple[str, ...] = ()
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
    # A row of a table of jobs is given as a line for each column.
    is_row = "#" in document.info.path
    for block in document.blocks:
        if block.page is not None and block.page != page:
            page = block.page
            parts.append(Part("page", f"page-{page}", number=page))
        if block.heading != heading:
            for depth in range(_shared(heading, block.heading), len(block.heading)):
                sections += 1
                title, level = block.heading[depth], min(depth + 2, 6)
                parts.append(Part("heading", f"section-{sections}", level=level, title=title))
            heading = block.heading
        parts += _block(document.text, block, marker, is_row=is_row)
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


def _block(text: str, block: Block, marker: _Marker, *, is_row: bool) -> Iterator[Part]:
    at = block.start
    for table in tables_in(text, block.start, block.end, pairs=is_row):
        yield from _paragraph(text, at, table.start, marker)
        yield _table(table, marker)
        at = table.end
    yield from _paragraph(text, at, block.end, marker)


def _paragraph(text: str, start: int, end: int, marker: _Marker) -> Iterator[Part]:
    run = text[start:end]
    if run.strip():
        end = start + len(run.rstrip())
        start += len(run) - len(run.lstrip("\n"))
        yield Part("text", pieces=marker.pieces(start, end))


def _table(table: Table, marker: _Marker) -> Part:
    rows = tuple(tuple(marker.pieces(start, end) for start, end in row) for row in table.rows)
    return Part("table", columns=table.columns, rows=rows)


def _shared(old: tuple[str, ...], new: tuple[str, ...]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))
