"""What programs send and receive over HTTP. The answers have the fields of the command line's ``--json``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.documents import By, Why

MOST_TURNS = 6
"""Earlier turns of a conversation that are looked at; more change nothing."""
MOST_VALUES = 50
"""Values of one filter."""

Values = Annotated[list[str], Field(max_length=MOST_VALUES)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", str_max_length=100_000)


class Restriction(_Request):
    """Restricts to documents that match every field that is given (any of its values)."""

    kind: Annotated[list[Literal["report", "job"]], Field(max_length=MOST_VALUES)] = []
    cluster: Values = []
    language: Values = []
    region: Values = []
    sector: Values = []


class CitedPassage(_Request):
    """A citation of an earlier answer, as that answer gave it."""

    model_config = ConfigDict(extra="ignore")

    document: str = Field(max_length=200)
    start: int = Field(ge=0, le=10**9)
    end: int = Field(ge=0, le=10**9)


class EarlierTurn(_Request):
    """An earlier question and the citations that answered it, so that a follow-up is understood."""

    question: str = Field(min_length=1)
    citations: list[CitedPassage] = Field(default_factory=list, max_length=50)


class AskRequest(_Request):
    """A question."""

    question: str = Field(min_length=1, description="In French or English.")
    filters: Restriction = Field(default_factory=Restriction)
    conversation: list[EarlierTurn] = Field(default_factory=list, max_length=MOST_TURNS)


class SearchRequest(_Request):
    """A search for passages."""

    question: str = Field(min_length=1)
    filters: Restriction = Field(default_factory=Restriction)
    k: int = Field(10, ge=1, le=100, description="Number of passages.")


class SentenceOut(BaseModel):
    """A sentence; ``citations`` are numbers of the answer's citations."""

    text: str
    citations: list[int]
    grounding: Literal["supported", "unsupported", "frame"]


class CitationOut(BaseModel):
    """``quote`` is the text of the document from ``start`` to ``end``, letter by letter."""

    n: int
    document: str
    title: str
    path: str
    page: int | None
    heading: str
    quote: str
    start: int
    end: int
    score: float


class HitOut(BaseModel):
    """A passage."""

    path: str
    document: str
    title: str
    heading: str
    page: int | None
    text: str
    score: float
    rank: int


class AnswerOut(BaseModel):
    """An answer. ``confidence`` is the probability that the documents answer the question; ``nearest`` are the
    passages closest to it where the assistant abstains; ``by`` tells how the answer came to be, ``why`` on what grounds
    it refuses or is partial (empty: it answers); ``understood_as`` is the question that was looked up where the
    conversation had to complete it, else empty. Send it as the earlier question of the next follow-up."""

    answer: str
    language: str
    abstained: bool
    by: By
    why: Why
    confidence: float
    sentences: list[SentenceOut]
    citations: list[CitationOut]
    notice: str
    understood_as: str
    seconds: float
    nearest: list[HitOut] = Field(default_factory=list)


class SearchOut(BaseModel):
    """Passages, best first."""

    language: str
    confidence: float
    hits: list[HitOut]
    seconds: float


class DocumentOut(BaseModel):
    """What is known of a document. ``link`` opens it in the reader."""

    id: str
    title: str
    path: str
    kind: str | None
    language: str
    cluster: list[str]
    region: list[str]
    sector: str
    year: int | None
    rome: list[str]
    esco: list[str]
    source: list[str]
    link: str


class DocumentsOut(BaseModel):
    """A page of the catalogue; ``total`` counts all that match."""

    total: int
    documents: list[DocumentOut]


class DocumentTextOut(DocumentOut):
    """A document with its text, to which the spans of citations refer."""

    text: str


class ErrorOut(BaseModel):
    """Why a request failed, in one line."""

    error: str
