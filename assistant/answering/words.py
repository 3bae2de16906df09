"""Words as the answering side compares them: the terms of the lexical index."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.index.analysis import LANGUAGES, terms

_TOKEN = re.compile(r"\w(?:[\w'’&.-]*\w)?")


@lru_cache(maxsize=8192)
def content_stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of the content words of ``text``, in order, with repetitions.

    Compare only stems made with the same ``language``; any but ``fr`` and ``en`` is read as ``fr``.
    """
    return tuple(terms(text, language if language in LANGUAGES else LANGUAGES[0]))


def keywords(question: str, language: str) -> list[str]:
    """The words of a question, as they stand, that say what it is about: no function words, each once, in order."""
    found = (match.group() for match in _TOKEN.finditer(question))
    return list(dict.fromkeys(word for word in found if content_stems(word, language)))
