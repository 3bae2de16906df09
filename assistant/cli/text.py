"""Plain text for a terminal. Pure."""

from __future__ import annotations

import unicodedata

from assistant.documents import Answer, Citation, Evidence, Retrieval
from assistant.serialize import HEADING_SEPARATOR


def answer_text(answer: Answer) -> str:
    """What follows the sentences of an answer: a notice, the sources or the nearest passages, the confidence."""
    lines = [""]
    if answer.notice:
        lines += [answer.notice, ""]
    lines += [_citation(c) for c in answer.citations]
    if answer.abstained:
        lines += [_hit(e) for e in answer.nearest]
    if answer.citations or answer.abstained:
        lines.append(f"confidence {answer.confidence:.2f}")
    return printable("\n".join(lines))


def hits_text(retrieval: Retrieval) -> str:
    """The passages of a search, best first, with the confidence that they answer."""
    hits = [_hit(e) for e in retrieval.evidence] or ["No passage found."]
    return printable("\n".join([*hits, f"confidence {retrieval.confidence:.2f}"]))


def place(path: str, heading: tuple[str, ...], page: int | None, label: str = "") -> str:
    """Where a passage stands: ``reports/x.pdf, p. 3, History``; ``label`` is the number printed on the page."""
    numbered = f"p. {page} ({label})" if label else f"p. {page}"
    parts = [path, numbered if page else "", HEADING_SEPARATOR.join(heading)]
    return ", ".join(part for part in parts if part)


def printable(text: str) -> str:
    """Text from outside without control characters, which could drive the reader's terminal."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def _citation(citation: Citation) -> str:
    where = place(citation.document.path, citation.chunk.heading, citation.page, citation.page_label)
    return f"[{citation.n}] {citation.document.metadata.title} ({where})"


def _hit(evidence: Evidence) -> str:
    where = place(evidence.document.path, evidence.chunk.heading, evidence.chunk.page)
    text = " ".join(evidence.chunk.text.split())
    return f"{evidence.rank:2}. {evidence.score:.2f}  {evidence.document.metadata.title} ({where})\n    {text}\n"
