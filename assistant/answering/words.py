"""Words as the answering side compares them: the terms of the lexical index, and how rare they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

from assistant.index.analysis import LANGUAGES, terms

# Words that ask for an answer without being part of it: their absence from a passage means nothing.
_ASKING_WORDS = {
    "fr": "appelle nomme nombre année date dire dis dites explique expliquez savoir liste donne cite",
    "en": "name called number year date tell give list explain please know say said kind type long many",
}

_TOKEN = re.compile(r"\w(?:[\w'’&.-]*\w)?")


def _known(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=8192)
def content_stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of the content words of ``text``, in order, with repetitions.

    Compare only stems made with the same ``language``; any but ``fr`` and ``en`` is read as ``fr``.
    """
    return tuple(terms(text, _known(language)))


@lru_cache(maxsize=4)
def _asking_stems(language: str) -> frozenset[str]:
    return frozenset(terms(_ASKING_WORDS[language], language))


def asked_stems(question: str, language: str) -> tuple[str, ...]:
    """The stems of a question that an answer is expected to share, each once, in order."""
    asking = _asking_stems(_known(language))
    stems = dict.fromkeys(content_stems(question, language))
    return tuple(stem for stem in stems if stem not in asking) or tuple(stems)


def rarity(stems: Iterable[str], texts: Sequence[Iterable[str]]) -> dict[str, float]:
    """How much each stem tells the ``texts`` (sequences of stems) apart: BM25's inverse document frequency, > 0."""
    sets = [set(text) for text in texts]
    n = len(sets)
    found = {stem: sum(stem in words for words in sets) for stem in set(stems)}
    return {stem: log(1 + (n - df + 0.5) / (df + 0.5)) for stem, df in found.items()}


def coverage(asked: Iterable[str], words: Iterable[str], weights: Mapping[str, float]) -> float:
    """The weighted share in [0, 1] of the ``asked`` stems that are among ``words``; 0 if nothing is asked."""
    asked, words = set(asked), set(words)
    total = sum(weights.get(stem, 0.0) for stem in asked)
    return sum(weights.get(stem, 0.0) for stem in asked & words) / total if total else 0.0


def keywords(question: str, language: str) -> list[str]:
    """The words of a question, as they stand, that say what it is about: no function words, each once, in order."""
    asked = set(asked_stems(question, language))
    found = (match.group() for match in _TOKEN.finditer(question))
    return list(dict.fromkeys(word for word in found if asked.intersection(content_stems(word, language))))
