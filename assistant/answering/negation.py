"""Does a sentence deny what a passage states, or state what it denies? By words of negation, clause by clause. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answering.words import content_stems
from assistant.sentences import sentence_spans

_CLAUSE = re.compile(
    r"[,;:()–—]\s*|\s(?=(?:mais|but|et|and|car|because|alors que|tandis que|whereas|while|qui|who|which|dont)\s)"
)
_NEGATION = {
    # "ne … que" restricts and does not deny; "non seulement" adds.
    "fr": re.compile(
        r"\b(?:ne\b\s|n['’])(?!\S+\sque\b)|\b(?:aucune?s?|jamais|sans|ni|nulle?s?|non(?! seulement))\b", re.IGNORECASE
    ),
    "en": re.compile(r"\b(?:not(?! only)|no|never|without|none|nor|neither|cannot)\b|n['’]t\b", re.IGNORECASE),
}
_DENYING_WORDS = """
ne pas plus point aucun aucune aucuns aucunes jamais sans ni nul nulle rien non not no never without none nor neither
cannot don doesn didn isn aren wasn weren hasn haven won can
"""
_DENYING = frozenset(_DENYING_WORDS.split())
_SAME_CLAUSE = 0.6
"""Share of a clause's content words that a clause of the passage must have to be taken for the same statement: of the
corruption test's sentences, true ones shortened or reordered stay above it, other statements below."""
_LEAST_WORDS = 2


def contradicted(claim: str, passages: Iterable[str], language: str) -> bool:
    """Whether a clause of ``claim`` has its match in ``passages`` (texts in the same language) with the other polarity.

    >>> contradicted("Le cluster n'est pas actif en Bretagne.", ["Le cluster est actif en Bretagne."], "fr")
    True
    """
    negation = _NEGATION.get(language)
    if negation is None:
        return False
    known = [
        (_stems(clause, language), negation.search(clause) is not None)
        for text in passages
        for start, end in sentence_spans(text)
        for clause in _clauses(text[start:end])
    ]
    return any(_denied(clause, language, known) for clause in _clauses(claim))


def _denied(clause: str, language: str, known: list[tuple[frozenset[str], bool]]) -> bool:
    words = _stems(clause, language)
    if len(words) < _LEAST_WORDS:
        return False
    denies = _NEGATION[language].search(clause) is not None
    # Of the clauses that say the same, the one that says little else is the one that was taken up.
    matches = [
        (len(words & other) / len(words), len(words & other) / max(1, len(other)), negative)
        for other, negative in known
        if len(words & other) >= _SAME_CLAUSE * len(words)
    ]
    if not matches:
        return False
    best = max(matches)[:2]
    return all(negative is not denies for covered, share, negative in matches if (covered, share) == best)


def _clauses(sentence: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(sentence) if clause.strip()]


def _stems(text: str, language: str) -> frozenset[str]:
    words = " ".join(word for word in re.findall(r"[^\W_]+", text) if word.lower() not in _DENYING)
    return frozenset(content_stems(words, language))
