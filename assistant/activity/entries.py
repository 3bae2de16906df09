"""What the question log keeps of one answer. Frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.documents import Answer, Filters


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that an answer cited, or that lay nearest to a question without an answer."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One question. ``asked`` is in seconds of the Unix epoch, ``seconds`` the time to the whole answer.

    ``documents`` are the cited ones, or the nearest ones where the assistant abstained. ``up`` is the visitor's
    thumb, or None; ``handled`` that an admin has dealt with a question that could not be answered.
    """

    id: str
    asked: float
    question: str
    language: str
    origin: str
    abstained: bool
    confidence: float
    seconds: float
    documents: tuple[CitedDocument, ...] = ()
    filters: str = ""
    up: bool | None = None
    reason: str = ""
    handled: bool = False


def documents_of(answer: Answer) -> tuple[CitedDocument, ...]:
    """The documents that an answer cites, or those nearest to it where it abstains; each once, in order."""
    sources = answer.nearest if answer.abstained else answer.citations
    found = {source.document.id: source.document.metadata.title for source in sources}
    return tuple(CitedDocument(id_, title) for id_, title in found.items())


def filters_text(filters: Filters | None) -> str:
    """The filters of a question in one line: ``kind=job; region=Bretagne, Normandie``.

    >>> filters_text(Filters(kind=("job",), region=("Bretagne", "Normandie")))
    'kind=job; region=Bretagne, Normandie'
    """
    if filters is None:
        return ""
    values = {name: getattr(filters, name) for name in Filters.__dataclass_fields__}
    return "; ".join(f"{name}={', '.join(value)}" for name, value in values.items() if value)
