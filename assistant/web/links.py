"""Addresses inside the application. A document is named by its id, never by its path."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import quote, urlencode

from assistant.documents import Citation, Evidence


def document_link(document_id: str) -> str:
    return f"/documents/{quote(document_id, safe='')}"


def passage_link(document_id: str, start: int, end: int, text: str, language: str) -> str:
    """The reader's page, opened at ``document_text[start:end]``; ``text`` lets the page notice that it has changed."""
    query = urlencode({"at": f"{start}-{end}", "check": checksum(text), "lang": language})
    return f"{document_link(document_id)}?{query}#passage"


def citation_link(citation: Citation, language: str) -> str:
    return passage_link(citation.document.id, citation.start, citation.end, citation.quote, language)


def evidence_link(evidence: Evidence, language: str) -> str:
    chunk = evidence.chunk
    return passage_link(evidence.document.id, chunk.start, chunk.end, chunk.text, language)


def file_link(document_id: str, page: int | None = None) -> str:
    """The original file; a PDF opens at ``page``."""
    return f"{document_link(document_id)}/file" + (f"#page={page}" if page else "")


def checksum(text: str) -> str:
    """Eight digits that tell one passage from another."""
    return sha256(text.encode()).hexdigest()[:8]


def passages_link(document_id: str, passages: Sequence[tuple[int, int, str]], language: str) -> str:
    """The reader's page with several passages (start, end, text) marked, opened at the first of them."""
    pairs = [pair for start, end, text in passages for pair in (("at", f"{start}-{end}"), ("check", checksum(text)))]
    return f"{document_link(document_id)}?{urlencode([*pairs, ('lang', language)])}#passage"
