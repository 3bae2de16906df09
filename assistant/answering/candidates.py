"""The sentences that an answer may be made of: those of the evidence, each with what the reader says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import Block, BlockKind, Chunk, Evidence
from assistant.sentences import Span, sentence_spans

_MARKS = re.compile(r"(?:\s?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\])+\s*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a piece of evidence: ``text == document_text[start:end]``.

    ``before`` is the sentence in front of it in the same passage, for an item of a list the line that leads the list
    in; empty where there is none. ``kind`` is that of the block that it stands in; the first ``mark`` characters are
    an item's sign. ``probability`` is that of belonging to the answer, 0 where nothing was read.
    """

    evidence: Evidence
    start: int
    end: int
    text: str
    before: str
    kind: BlockKind = "prose"
    mark: int = 0
    probability: float = 0.0

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings that it stands under."""
        return self.evidence.chunk.heading

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: its document and its start there."""
        return self.evidence.document.id, self.start

    @property
    def is_item(self) -> bool:
        """Whether it is, or belongs to, an item of a list."""
        return self.kind == "item"

    @property
    def is_row(self) -> bool:
        """Whether it is, or belongs to, a row of a table."""
        return self.kind == "row"

    @property
    def leads_in(self) -> bool:
        """Whether it leads a list in: it ends with a colon, marks of sources aside."""
        return not self.is_row and _leads_in(self.text)


def sentences_of(chunk: Chunk) -> tuple[Span, ...]:
    """The sentences of a chunk, as spans of its text: what the reader judges one by one."""
    return tuple(sentence_spans(chunk.text))


def candidates(evidence: Evidence, probabilities: Sequence[float] = ()) -> Iterator[Candidate]:
    """The sentences of a chunk in order; ``probabilities``, one for each of :func:`sentences_of`, if it was read."""
    chunk, spans = evidence.chunk, sentences_of(evidence.chunk)
    known = probabilities or (0.0,) * len(spans)
    previous, lead_in = "", ""
    for (first, last), probability in zip(spans, known, strict=True):
        start, end, text = chunk.start + first, chunk.start + last, chunk.text[first:last]
        block = chunk.block_at(start)
        kind: BlockKind = block.kind if block is not None else "prose"
        begins = block is not None and not chunk.text[block.start - chunk.start : first].strip()
        before = lead_in if kind == "item" and begins else previous
        if any(c.isalnum() for c in text):
            yield Candidate(evidence, start, end, text, before, kind, _mark(block, start) if begins else 0, probability)
        if kind != "item":
            lead_in = text if kind != "row" and _leads_in(text) else ""
        previous = text


def _mark(block: Block | None, start: int) -> int:
    """How much of a sentence at the beginning of a block is the sign of an item."""
    return max(0, block.start + block.mark - start) if block is not None else 0


def _leads_in(text: str) -> bool:
    return _MARKS.sub("", text).rstrip().endswith(":")
