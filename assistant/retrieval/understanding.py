"""A question made ready for retrieval: cleaned, and in a known language where that can be told."""

from __future__ import annotations

import re

from assistant.documents import Filters, Query
from assistant.embedding.model import clean
from assistant.index.analysis import fold
from assistant.index.stopwords import STOP_WORDS
from assistant.language import detect_language

_WORD = re.compile(r"[^\W\d_]+")
_ONLY_FRENCH = STOP_WORDS["fr"] - STOP_WORDS["en"]
_ONLY_ENGLISH = STOP_WORDS["en"] - STOP_WORDS["fr"]


def understand(question: str, filters: Filters | None = None) -> Query:
    """The question without surplus white space, with its language: ``fr``, ``en``, or empty when unsure."""
    text = " ".join(clean(question).split())
    return Query(text, question_language(text), filters or Filters())


def question_language(text: str) -> str:
    """``fr``, ``en`` or empty. Small words decide, since questions are short and full of foreign names; where they
    do not, a statistical detector is asked."""
    words = {fold(word) for word in _WORD.findall(text.lower())}
    french, english = len(words & _ONLY_FRENCH), len(words & _ONLY_ENGLISH)
    if french != english:
        return "fr" if french > english else "en"
    detected = detect_language(text)
    return detected if detected in ("fr", "en") else ""
