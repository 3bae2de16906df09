"""A question made ready for retrieval: cleaned, and in a known language where that can be told."""

from __future__ import annotations

from assistant.documents import Filters, Query
from assistant.embedding.model import clean
from assistant.language import detect_language

LANGUAGES = ("fr", "en")


def understand(question: str, filters: Filters | None = None) -> Query:
    """The question without surplus white space, with its language: ``fr``, ``en``, or empty when unsure."""
    text = " ".join(clean(question).split())
    detected = detect_language(text)
    return Query(text, detected if detected in LANGUAGES else "", filters or Filters())
