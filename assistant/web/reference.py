"""References to passages, as one writes them under a text, and answers with theirs. Pure."""

from __future__ import annotations

from assistant.documents import Answer, Chunk, Citation, DocumentInfo
from assistant.web.links import citation_link
from assistant.web.texts import Texts

_SOURCES = 2
"""Sources of a document that a reference names; a job description draws on a dozen."""


def reference(document: DocumentInfo, chunk: Chunk, page: int | None, link: str, texts: Texts) -> str:
    """Title, section, page, clusters, year, source and address of a passage, in the reader's language.

    >>> reference(document, chunk, 2, "http://localhost/documents/x", ENGLISH)  # doctest: +SKIP
    '“Offshore wind technician”, section “Skills”, p. 2, 2026. Source: neopolia.fr. http://localhost/documents/x'
    """
    known = document.metadata
    parts = [
        quoted(known.title, texts),
        f"{texts.section.lower()} {quoted(chunk.heading[-1], texts)}" if chunk.heading else "",
        texts.page.format(page=page) if page else "",
        ", ".join(known.cluster[:2]),
        str(known.year or ""),
    ]
    space = "\N{NO-BREAK SPACE}" if texts.code == "fr" else ""
    named = " ; ".join(known.source[:_SOURCES]) if texts.code == "fr" else "; ".join(known.source[:_SOURCES])
    source = f"{texts.source}{space}: {named}{'…' if len(known.source) > _SOURCES else '.'}" if named else ""
    return " ".join(part for part in (f"{', '.join(p for p in parts if p)}.", source, link) if part)


def citation_reference(citation: Citation, texts: Texts, origin: str) -> str:
    """The reference to a cited passage; ``origin`` is the address of the site (``https://example.org``)."""
    link = origin + citation_link(citation, texts.code)
    return reference(citation.document, citation.chunk, citation.page, link, texts)


def answer_with_references(answer: Answer, texts: Texts, origin: str) -> str:
    """An answer to paste elsewhere: its sentences with their numbers, then what the numbers mean."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", f"{texts.references}{' :' if texts.code == 'fr' else ':'}"]
        lines += [f"[{c.n}] {citation_reference(c, texts, origin)}" for c in answer.citations]
    return "\n".join(lines)


def quoted(text: str, texts: Texts) -> str:
    """Text in the quotation marks of the reader's language.

    >>> quoted("Skills", ENGLISH)
    '“Skills”'
    """
    return f"« {text} »" if texts.code == "fr" else f"“{text}”"
