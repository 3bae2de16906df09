"""The sentences that an answer may be made of: those of the evidence, each with what stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.answering.orders import is_order
from assistant.documents import Evidence
from assistant.sentences import sentence_spans

_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_ROW = re.compile(r"[^:;\n]{1,60}: [^;\n]+; [^:;\n]{1,60}: ")
_MARKS = re.compile(r"(?:\s?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\])+\s*$")
_ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|fr|org|net|info|eu|io)\b(?:/\S*)?", re.IGNORECASE
)
_LOCATOR = re.compile(
    r"\b(?:isbn|issn|doi|consulté le|accessed (?:on )?\d|retrieved (?:on )?\d|vol\. ?\d|pp?\. ?\d)", re.IGNORECASE
)
_SOURCES = re.compile(r"\W*(sources?|r[ée]f[ée]rences|bibliograph(ie|y)|notes|liens|links)\W*", re.IGNORECASE)
_LABEL = re.compile(r"([^\W\d_][^:;\n]{1,60}?)\s?:\s+(?=\S)")
_FOR_MACHINES = re.compile(r"(?:sources?|id\b|identifi).*", re.IGNORECASE)
_WHOLE = re.compile(r"[^\W\d_a-zà-ÿ].*[.!?…]", re.DOTALL)

_REFERENCE_WORDS = 12
"""Words that a line may have besides its address and still be a reference."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a piece of evidence: ``text == document_text[start:end]``.

    ``before`` is the sentence in front of it in the same passage, for an item of a list the line that leads the list
    in; empty where there is none. ``order`` counts the sentences of all candidates, ``nth`` those of its passage, from
    1. ``label`` is the column that it stands in, where the document is a row of a table.
    """

    evidence: Evidence
    start: int
    end: int
    text: str
    before: str
    is_item: bool
    order: int
    nth: int
    label: str = ""

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings that it stands under; in a row of a table its column is the last of them."""
        return (*self.evidence.chunk.heading, self.label) if self.label else self.evidence.chunk.heading

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


def is_reference(text: str) -> bool:
    """Whether a line names a source instead of saying something: an address with little else, or an entry of a list
    with a page, a volume or a date of access.

    >>> is_reference("3. letrois.info, article 169847"), is_reference("Le site letrois.info décrit le métier.")
    (True, False)
    """
    rest = _ADDRESS.sub(" ", text)
    if rest == text:
        return is_item(text) and _LOCATOR.search(text) is not None
    words = re.findall(r"[^\W\d_]{2,}", rest)
    return not words or (len(words) <= _REFERENCE_WORDS and (is_item(text) or _ADDRESS.match(text) is not None))


def without_marker(text: str) -> str:
    """An item of a list without its bullet or number."""
    return _ITEM.sub("", text, count=1)


def candidates(evidence: Iterable[Evidence]) -> tuple[Candidate, ...]:
    """All sentences of the evidence, best evidence first, each once; without sources, and without orders to a
    machine."""
    found: dict[tuple[str, int], Candidate] = {}
    for piece in evidence:
        chunk = piece.chunk
        if chunk.heading and _SOURCES.fullmatch(chunk.heading[-1]):
            continue
        sentences = _cells(chunk.text) if _is_table_row(piece) else _sentences(chunk.text)
        for nth, (start, end, before, item, label) in enumerate(sentences, 1):
            text = chunk.text[start:end]
            place = (piece.document.id, start + chunk.start)
            if place not in found and any(c.isalnum() for c in text) and not is_order(text) and not is_reference(text):
                found[place] = Candidate(
                    piece, start + chunk.start, end + chunk.start, text, before, item, len(found), nth, label
                )
    return tuple(found.values())


def _is_table_row(piece: Evidence) -> bool:
    return "#" in piece.document.path


def _cells(text: str) -> Iterator[tuple[int, int, str, bool, str]]:
    """The sentences of a document that is a row of a table, a column a line: a value that is made of sentences goes
    without the name of its column. Columns for machines (sources, identifiers) are left out."""
    line_start, label = -1, ""
    for start, end, before, item, _ in _sentences(text):
        if (text.rfind("\n", 0, start) + 1) != line_start:
            line_start = text.rfind("\n", 0, start) + 1
            found = _LABEL.match(text, start, end)
            label = found[1] if found else ""
            if found and _WHOLE.fullmatch(text, found.end(), end):
                start = found.end()
        if not _FOR_MACHINES.fullmatch(label):
            yield start, end, before, item, label


def _sentences(text: str) -> Iterator[tuple[int, int, str, bool, str]]:
    """Start, end, what stands before, whether it is an item, and an empty label."""
    previous, lead_in = "", ""
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        line_start = text.rfind("\n", 0, start) + 1
        item = is_item(text[line_start:end])
        if item:
            yield (
                start,
                end,
                lead_in if line_start == start or not text[line_start:start].strip() else previous,
                True,
                "",
            )
        else:
            yield start, end, previous, False, ""
            lead_in = sentence if leads_in(sentence) else ""
        previous = sentence
