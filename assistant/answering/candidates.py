"""The sentences that an answer may be made of: those of the evidence, each with what the reader says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import Chunk, Evidence
from assistant.sentences import Span, sentence_spans

_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_ROW = re.compile(r"[^:;\n]{1,60}: [^;\n]+; [^:;\n]{1,60}: ")
_MARKS = re.compile(r"(?:\s?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\])+\s*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a piece of evidence: ``text == document_text[start:end]``.

    ``before`` is the sentence in front of it in the same passage, for an item of a list the line that leads the list
    in; empty where there is none. ``probability`` is that of belonging to the answer, 0 where nothing was read.
    """

    evidence: Evidence
    start: int
    end: int
    text: str
    before: str
    is_item: bool
    probability: float = 0.0

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings that it stands under."""
        return self.evidence.chunk.heading

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: its document and its start there."""
        return self.evidence.document.id, self.start


def is_item(text: str) -> bool:
    """Whether a line is an item of a list: ``- steel``, ``2. Apply``."""
    return _ITEM.match(text) is not None


def is_row(text: str) -> bool:
    """Whether a line is a row of a table as the loaders write it: ``Year: 2018; Jobs: 7 000``."""
    return _ROW.match(text) is not None


def leads_in(text: str) -> bool:
    """Whether a line leads a list in: it ends with a colon, marks of sources aside, and is no row of a table."""
    return _MARKS.sub("", text).rstrip().endswith(":") and not is_row(text)


def without_marker(text: str) -> str:
    """An item of a list without its bullet or number."""
    return _ITEM.sub("", text, count=1)


def sentences_of(chunk: Chunk) -> tuple[Span, ...]:
    """The sentences of a chunk, as spans of its text: what the reader judges one by one."""
    return tuple(sentence_spans(chunk.text))


def candidates(evidence: Evidence, probabilities: Sequence[float] = ()) -> Iterator[Candidate]:
    """The sentences of a chunk in order; ``probabilities``, one for each of :func:`sentences_of`, if it was read."""
    chunk, spans = evidence.chunk, sentences_of(evidence.chunk)
    known = probabilities or (0.0,) * len(spans)
    for (start, end, before, item), probability in zip(_in_context(chunk.text, spans), known, strict=True):
        text = chunk.text[start:end]
        if any(c.isalnum() for c in text):
            yield Candidate(evidence, start + chunk.start, end + chunk.start, text, before, item, probability)


def _in_context(text: str, spans: Iterable[Span]) -> Iterator[tuple[int, int, str, bool]]:
    """Start, end, what stands before, and whether it is an item."""
    previous, lead_in = "", ""
    for start, end in spans:
        sentence = text[start:end]
        line_start = text.rfind("\n", 0, start) + 1
        item = is_item(text[line_start:end])
        if item:
            begins = line_start == start or not text[line_start:start].strip()
            yield start, end, lead_in if begins else previous, True
        else:
            yield start, end, previous, False
            lead_in = sentence if leads_in(sentence) else ""
        previous = sentence
