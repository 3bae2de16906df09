"""Documents into passages that are short enough to embed and whole enough to quote.

A passage never crosses a heading: a heading is not part of the text, so a passage of two sections would lose both.
Within a section whole sentences are packed, about equally many tokens to each passage; list items and rows of tables
are kept whole, and a list or table keeps the line that leads to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import groupby
from math import ceil

from assistant.documents import Block, BlockKind, Cell, Chunk, LoadedDocument
from assistant.sentences import Span, sentence_spans

CHUNKER_VERSION = "2"
"""Changes whenever the same document would be split otherwise; the index then splits all documents again."""

CountTokens = Callable[[str], int]

_WORD = re.compile(r"[^\W\d_]+")
# A passage that begins with one of these is hard to understand without the sentence before.
_POINTS_BACK = frozenset(
    "il elle ils elles ce cela ceci cette cet ces celui celle ceux celles it he she they this that these those".split()  # noqa: SIM905
)
# The sentence before is repeated only if it takes no more than this share of a passage.
_OVERLAP_SHARE = 0.2
_LONGEST_PREFIX = 300


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is not cut: a sentence, list item or row. ``inside``: it goes on in the paragraph of the unit before;
    ``leads``: what comes next belongs to it."""

    start: int
    end: int
    tokens: int
    inside: bool = False
    leads: bool = False


def split(document: LoadedDocument, document_id: str, count_tokens: CountTokens, max_tokens: int) -> tuple[Chunk, ...]:
    """The passages of a document, in order; together they hold every character that is not white space.

    Args:
        document: what a loader made.
        document_id: becomes part of each passage's id, with heading path, text and the number of its repetition.
        count_tokens: the length of a text for the embedding model; called about once a sentence.
        max_tokens: the most tokens of a passage, its title and headings not counted.
    """
    chunks: list[Chunk] = []
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    for heading, blocks in groupby(document.blocks, key=lambda block: block.heading):
        section = tuple(blocks)
        for start, end in _passages(document.text, section, count_tokens, max_tokens):
            text = document.text[start:end]
            chunk_id = _identity(document_id, heading, text, seen[heading, text])
            seen[heading, text] += 1
            blocks_in = tuple(_cut(block, start, end) for block in section if block.start < end and block.end > start)
            page = blocks_in[0].page
            chunks.append(Chunk(chunk_id, document_id, text, start, end, len(chunks), heading, page, blocks_in))
    return tuple(chunks)


def embedded_text(title: str, chunk: Chunk) -> str:
    """What is embedded for a chunk: a line with the title and the heading path, then the text."""
    prefix = " > ".join(name for name in (title, *chunk.heading) if name)[:_LONGEST_PREFIX]
    return f"{prefix}\n{chunk.text}" if prefix else chunk.text


def _identity(document_id: str, heading: tuple[str, ...], text: str, repetition: int) -> str:
    content = "\x00".join((document_id, *heading, "", text, str(repetition)))
    return blake2b(content.encode(), digest_size=12).hexdigest()


def _cut(block: Block, start: int, end: int) -> Block:
    """What of a block lies in a passage."""
    if start <= block.start and block.end <= end:
        return block
    first, last = max(block.start, start), min(block.end, end)
    cells = tuple(
        Cell(cell.header, max(cell.start, first), min(cell.end, last))
        for cell in block.cells if cell.start < last and cell.end > first
    )  # fmt: skip
    return replace(block, start=first, end=last, mark=block.mark if first == block.start else 0, cells=cells)


def _passages(text: str, section: Sequence[Block], count: CountTokens, most: int) -> Iterator[Span]:
    units = [replace(unit, tokens=count(text[unit.start : unit.end])) for unit in _whole(text, section)]
    units = [piece for unit in units for piece in _fitting(text, unit, count, most)]
    remaining = sum(unit.tokens for unit in units)
    first = 0
    while first < len(units):
        last = _last(units, first, remaining, most)
        while last > first and count(text[units[first].start : units[last].end]) > most:
            last -= 1
        remaining -= sum(unit.tokens for unit in units[first : last + 1])
        yield _with_context(text, units, first, last, count, most), units[last].end
        first = last + 1


def _whole(text: str, section: Sequence[Block]) -> Iterator[_Unit]:
    """What should not be cut: items, rows, captions and notes, lines of code and verse, sentences of paragraphs."""
    for kind, start, end in _runs(text, section):
        if kind not in {"prose", "code"}:
            yield _Unit(start, end, 0, leads=kind == "caption")
            continue
        for paragraph_start, paragraph_end in _paragraphs(text, start, end):
            paragraph = text[paragraph_start:paragraph_end]
            lines = "\n" in paragraph or kind == "code"
            for number, (a, b) in enumerate(_lines(paragraph) if lines else sentence_spans(paragraph)):
                a, b = paragraph_start + a, paragraph_start + b
                yield _Unit(a, b, 0, inside=not lines and number > 0, leads=text[b - 1] == ":")


def _runs(text: str, section: Sequence[Block]) -> Iterator[tuple[BlockKind, int, int]]:
    """The blocks of a section; paragraphs that a page break cuts, or that are lines of one, in one piece."""
    kind, start, end = section[0].kind, section[0].start, section[0].end
    for block in section[1:]:
        if kind == block.kind == "prose" and "\n\n" not in text[end : block.start]:
            end = block.end
            continue
        yield kind, start, end
        kind, start, end = block.kind, block.start, block.end
    yield kind, start, end


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    for match in re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*").finditer(text, start, end):
        yield match.span()


def _lines(paragraph: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"\S(?:.*\S)?", paragraph)]


def _fitting(text: str, unit: _Unit, count: CountTokens, most: int) -> Iterator[_Unit]:
    """The unit itself, or what must be made of one that is too long: its sentences, or pieces of them."""
    if unit.tokens <= most:
        yield unit
        return
    spans = [(unit.start + a, unit.start + b) for a, b in sentence_spans(text[unit.start : unit.end])]
    if len(spans) == 1:
        spans = _pieces(text, unit.start, unit.end, count, most)
        for start, end in spans:
            yield _Unit(start, end, count(text[start:end]), inside=True)
        return
    for start, end in spans:
        yield from _fitting(text, _Unit(start, end, count(text[start:end]), inside=True), count, most)


def _pieces(text: str, start: int, end: int, count: CountTokens, most: int) -> list[Span]:
    """Cut a sentence that is too long at semicolons, commas or spaces; and words without end anywhere."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=["; ", " ; ", ", ", " "], keep_separator="end", chunk_size=most, chunk_overlap=0,
        length_function=count, add_start_index=True,
    )  # fmt: skip
    spans: list[Span] = []
    for piece in splitter.create_documents([text[start:end]]):
        begin = start + int(piece.metadata["start_index"])
        spans += _halves(text, begin, begin + len(piece.page_content), count, most)
    return spans


def _halves(text: str, start: int, end: int, count: CountTokens, most: int) -> list[Span]:
    start, end = end - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())
    if end - start <= 1 or count(text[start:end]) <= most:
        return [(start, end)] if start < end else []
    middle = (start + end) // 2
    return [*_halves(text, start, middle, count, most), *_halves(text, middle, end, count, most)]


def _last(units: Sequence[_Unit], first: int, remaining: int, most: int) -> int:
    """The unit that ends the passage that ``first`` begins, so that the passages of a section are about equal."""
    target = remaining / max(1, ceil(remaining / most))
    last, tokens = first, units[first].tokens
    while last + 1 < len(units) and tokens < target and tokens + units[last + 1].tokens <= most:
        last += 1
        tokens += units[last].tokens
    while last > first and last + 1 < len(units) and units[last].leads and not units[last + 1].inside:
        last -= 1
    return last


def _with_context(text: str, units: Sequence[_Unit], first: int, last: int, count: CountTokens, most: int) -> int:
    """Where the passage starts: one sentence earlier if its first one points back and there is room."""
    start, end = units[first].start, units[last].end
    word = _WORD.search(text, start, end)
    if first == 0 or not units[first].inside or word is None or word.group().lower() not in _POINTS_BACK:
        return start
    before = units[first - 1]
    fits = before.tokens <= _OVERLAP_SHARE * most and count(text[before.start : end]) <= most
    return before.start if fits else start
