"""Between the product's types and those of the HTTP interface. Pure, but for reading a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.api.models import CitedPassage, DocumentOut, EarlierTurn, Restriction
from assistant.documents import Answer, Citation, DocumentInfo, Filters, Turn
from assistant.index.snapshot import Snapshot
from assistant.web.links import document_link


def filters_of(restriction: Restriction) -> Filters:
    return Filters(
        kind=tuple(restriction.kind),
        cluster=tuple(restriction.cluster),
        language=tuple(restriction.language),
        region=tuple(restriction.region),
        sector=tuple(restriction.sector),
    )


def turns_of(earlier: Sequence[EarlierTurn], snapshot: Snapshot) -> tuple[Turn, ...]:
    """Earlier turns with their citations looked up again; passages that are no longer there are left out."""
    return tuple(Turn(turn.question, _answer_of(turn, snapshot)) for turn in earlier)


def _answer_of(turn: EarlierTurn, snapshot: Snapshot) -> Answer:
    found = (_citation_of(number, cited, snapshot) for number, cited in enumerate(turn.citations, 1))
    return Answer(turn.question, "", citations=tuple(citation for citation in found if citation is not None))


def _citation_of(number: int, cited: CitedPassage, snapshot: Snapshot) -> Citation | None:
    document = snapshot.documents.get(cited.document)
    if document is None:
        return None
    chunks = snapshot.document_chunks(document.id)
    chunk = next((c for c in chunks if c.start <= cited.start and cited.end <= c.end), None)
    if chunk is None:
        return None
    quote = chunk.text[cited.start - chunk.start : cited.end - chunk.start]
    return Citation(number, chunk, document, quote, cited.start, cited.end, 0.0)


def document_fields(document: DocumentInfo) -> dict[str, object]:
    """The fields of :class:`DocumentOut`."""
    known = document.metadata
    return {
        "id": document.id,
        "title": known.title,
        "path": document.path,
        "kind": known.kind,
        "language": known.language,
        "cluster": list(known.cluster),
        "region": list(known.region),
        "sector": known.sector,
        "year": known.year,
        "rome": list(known.rome),
        "esco": list(known.esco),
        "source": list(known.source),
        "link": document_link(document.id),
    }


def documents_out(documents: Iterable[DocumentInfo]) -> list[DocumentOut]:
    return [DocumentOut.model_validate(document_fields(document)) for document in documents]
