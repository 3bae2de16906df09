"""The nouns of the product, in the order in which data flows. Frozen, and without any I/O.

A corpus holds files. A file is loaded into one :class:`Document` (a table of jobs into one a row), a document is
split into :class:`Chunk` s, a question becomes a :class:`Query`, retrieval returns :class:`Evidence`, and an
:class:`Answer` is made of :class:`Sentence` s that carry :class:`Citation` s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Kind = Literal["report", "job"]
KINDS: tuple[Kind, ...] = ("report", "job")

BlockKind = Literal["prose", "item", "row", "caption", "note", "code"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document besides its text. Empty where it is not known: nothing is guessed.

    ``language`` is an ISO 639-1 code, ``year`` a four-digit year, ``rome`` the codes of the French job repertory
    (``H1506``), ``esco`` the URIs of the European one, ``source`` addresses or references. ``extra`` keeps every
    other key of the front matter as tuples of strings (``status``, ``town``, ``latitude``, ``levels``, ``id``, …).
    """

    title: str
    kind: Kind | None = None
    language: str = ""
    cluster: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    sector: str = ""
    year: int | None = None
    rome: tuple[str, ...] = ()
    esco: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table's row, ``text[start:end]`` of the document, under the headers above it, outermost first.

    ``header`` is empty where the table names no column.
    """

    header: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page (from 1), in points from the top left corner of the page as it is displayed."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a document's text (``text[start:end]``) that knows what it is: a paragraph, an item, a row of a table.

    ``page`` counts from 1; ``page_label`` is the number printed on it where that is another. ``level`` is the depth of
    an item (0 outermost), whose text begins with ``mark`` characters of indent and sign (``- ``, ``2. ``).
    ``cells`` are those of a row, in order. ``boxes`` is where the block stands, in formats that tell.
    """

    start: int
    end: int
    heading: tuple[str, ...] = ()
    page: int | None = None
    kind: BlockKind = "prose"
    level: int = 0
    mark: int = 0
    cells: tuple[Cell, ...] = ()
    boxes: tuple[Box, ...] = ()
    page_label: str = ""


@dataclass(frozen=True, slots=True)
class LoadWarning:
    """What a person should know of a file that was read all the same: words missing, hidden parts left out.

    ``code`` names the kind, ``details`` fills its sentence (:func:`assistant.loading.warnings.describe`).
    """

    code: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """What a loader makes of a file, of one row of a table (``row`` is then its number, from 1), or of a file inside
    the file (``member`` is then its path there: in an archive, attached to a mail).

    ``text`` is NFC-normalised, with ``\\n`` line ends and no NUL. ``blocks`` are in order, do not overlap, and
    cover every character of ``text`` that is not white space. ``warnings`` are about the whole file and stand with its
    first document.
    """

    metadata: Metadata
    text: str
    blocks: tuple[Block, ...]
    row: int | None = None
    warnings: tuple[LoadWarning, ...] = ()
    member: str = ""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as the index knows it, without its text.

    ``id`` is its stable address; it survives changes and moves. ``path`` is relative to the corpus folder, with
    ``/``; a row of a table appends ``#ROW``, a file inside the file ``#MEMBER``, and a row of that ``:ROW``; they are
    ``row`` and ``member``. ``also_at`` are further paths that hold the same content.
    """

    id: str
    path: str
    metadata: Metadata
    also_at: tuple[str, ...] = ()
    row: int | None = None
    member: str = ""

    @property
    def file(self) -> str:
        """The path of the file that the document came from."""
        return self.path if self.row is None and not self.member else self.path.rpartition("#")[0]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a document: ``text == document_text[start:end]``.

    ``id`` is stable for the same document, heading path and text. ``position`` counts the document's chunks from 0.
    ``blocks`` are those that it covers, cut to it; ``page`` is that of the first.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    position: int
    heading: tuple[str, ...] = ()
    page: int | None = None
    blocks: tuple[Block, ...] = ()

    def block_at(self, offset: int) -> Block | None:
        """The block in which ``offset`` (of the document's text) lies: what stands there, and on which page."""
        return next((block for block in self.blocks if block.start <= offset < block.end), None)

    def blocks_over(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks of which something lies in a span of the document's text."""
        return tuple(block for block in self.blocks if block.start < end and block.end > start)


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts a search to documents that match every given field (any of the values of a field)."""

    kind: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for retrieval. ``language`` is ``fr``, ``en`` or empty when unsure."""

    text: str
    language: str = ""
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A retrieved chunk. ``dense`` and ``lexical`` are the raw scores of each side (0 where a side missed it),
    ``score`` the one in [0, 1] by which evidence is ranked (``rank`` from 1): the fused one, and once it has been read
    the probability that it answers."""

    chunk: Chunk
    document: DocumentInfo
    score: float
    rank: int
    dense: float = 0.0
    lexical: float = 0.0


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The evidence for a query, best first, and the probability in [0, 1] that it answers it."""

    query: Query
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Citation:
    """What a number in an answer points to: ``quote == document_text[start:end]``, inside ``chunk``.

    ``page`` is where the quote begins, which need not be the page on which the chunk does; ``page_label`` is the number
    printed there, if it is another; ``boxes`` are the places of the blocks that it is taken from.
    """

    n: int
    chunk: Chunk
    document: DocumentInfo
    quote: str
    start: int
    end: int
    score: float

    @property
    def page(self) -> int | None:
        block = self.chunk.block_at(self.start)
        return self.chunk.page if block is None else block.page

    @property
    def page_label(self) -> str:
        block = self.chunk.block_at(self.start)
        return "" if block is None else block.page_label

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(box for block in self.chunk.blocks_over(self.start, self.end) for box in block.boxes)


class Grounding(StrEnum):
    """Whether the cited passages bear a sentence out."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    FRAME = "frame"
    """Words of the assistant itself, which state nothing about the world: an introduction, a refusal."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the numbers of its citations."""

    text: str
    citations: tuple[int, ...] = ()
    grounding: Grounding = Grounding.SUPPORTED


class By(StrEnum):
    """How an answer came to be."""

    EXTRACTED = "extracted"
    """Sentences of the documents, word for word."""
    COMPUTED = "computed"
    """Counted or listed from what is known of the documents."""
    WRITTEN = "written"
    """Words of a chat model, each sentence held against the passages."""
    TALK = "talk"
    """Small talk, and what the assistant says of itself."""


class Why(StrEnum):
    """Why an answer refuses or is partial."""

    ANSWERED = ""
    PARTLY = "partly"
    """What is shown is nearest to the question; that it answers it is not sure."""
    NOT_TOLD = "not-told"
    """No passage is likely to answer."""
    MISSING = "missing"
    """A name, a code or a year of the question stands in no passage."""
    PREMISE = "premise"
    """The question takes for granted what the documents contradict."""
    NOTHING_FOUND = "nothing-found"
    """The filters, or the words, leave no passage at all."""
    NO_DOCUMENTS = "no-documents"
    """Nothing is indexed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets. While an answer streams, each version is fuller than the last; ``complete`` ends it.

    ``question`` is the question that was looked up; ``understood_as`` is the same where the conversation had to
    complete what the reader wrote, and empty where it stood alone.
    ``nearest`` are the passages closest to a question on which the assistant abstains. ``by`` tells
    how the answer came to be and ``why`` on what grounds it refuses or is partial, for programs; ``notice`` is one line
    about how the answer came to be (the chat model failed, the documents are in the other language), or empty.
    """

    question: str
    language: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    abstained: bool = False
    nearest: tuple[Evidence, ...] = ()
    notice: str = ""
    complete: bool = True
    understood_as: str = ""
    by: By = By.EXTRACTED
    why: Why = Why.ANSWERED

    @property
    def text(self) -> str:
        """The sentences as one text, each followed by its citation numbers: ``It makes clocks. [1]``."""
        return " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the answer that it got."""

    question: str
    answer: Answer
