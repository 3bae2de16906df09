"""The JSON form of what the product answers, the same on the command line and over HTTP."""

from __future__ import annotations

from assistant.documents import Answer, Citation, Evidence, Filters, Retrieval
from assistant.errors import UsageError

HEADING_SEPARATOR = " › "


def answer_dict(answer: Answer, seconds: float) -> dict[str, object]:
    """An answer with its sentences and citations; ``nearest`` only where the assistant abstains."""
    fields: dict[str, object] = {
        "answer": answer.text,
        "language": answer.language,
        "abstained": answer.abstained,
        "by": answer.by.value,
        "why": answer.why.value,
        "confidence": round(answer.confidence, 4),
        "sentences": [
            {"text": s.text, "citations": list(s.citations), "grounding": s.grounding.value} for s in answer.sentences
        ],
        "citations": [citation_dict(c) for c in answer.citations],
        "notice": answer.notice,
        "understood_as": answer.understood_as,
        "seconds": round(seconds, 4),
    }
    if answer.abstained:
        fields["nearest"] = [hit_dict(e) for e in answer.nearest]
    return fields


def citation_dict(citation: Citation) -> dict[str, object]:
    return {
        "n": citation.n,
        "document": citation.document.id,
        "title": citation.document.metadata.title,
        "path": citation.document.path,
        "page": citation.page,
        "heading": HEADING_SEPARATOR.join(citation.chunk.heading),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "score": round(citation.score, 4),
    }


def retrieval_dict(retrieval: Retrieval, seconds: float) -> dict[str, object]:
    return {
        "language": retrieval.query.language,
        "confidence": round(retrieval.confidence, 4),
        "hits": [hit_dict(e) for e in retrieval.evidence],
        "seconds": round(seconds, 4),
    }


def hit_dict(evidence: Evidence) -> dict[str, object]:
    return {
        "path": evidence.document.path,
        "document": evidence.document.id,
        "title": evidence.document.metadata.title,
        "heading": HEADING_SEPARATOR.join(evidence.chunk.heading),
        "page": evidence.chunk.page,
        "text": evidence.chunk.text,
        "score": round(evidence.score, 4),
        "rank": evidence.rank,
    }


def filters_from(fields: dict[str, object]) -> Filters:
    """Filters from the fields of a question: each a string, a list of strings, or absent.

    Raises:
        UsageError: a field is of another type.
    """
    values: dict[str, tuple[str, ...]] = {}
    for name in ("kind", "cluster", "language", "region", "sector"):
        value = fields.get(name) or []
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise UsageError(f"{name} must be a string or a list of strings.")
        values[name] = tuple(listed)
    return Filters(**values)
