"""How likely it is that the evidence answers the question: a logistic regression over a few signals.

Similarities alone do not tell: a question about the right cluster but the wrong year is as near to its passages as
one that they answer. So the words of the question are looked for in the evidence too, rare ones and names and numbers
above all. The weights are fitted by ``python -m assistant.evaluation.calibrate`` and kept in ``confidence.json``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from assistant.documents import Evidence, Query
from assistant.index.analysis import LANGUAGES, terms, words
from assistant.index.lexical import names
from assistant.retrieval.asked import Asked, written_names

LOOKED_AT = 3
"""Passages in which the words of the question are looked for: what an answer is usually made of."""

UNKNOWN_YEAR = 0.2
"""The most confidence in an answer about a year that no passage mentions, however well everything else matches. A rule,
not a fit: where every other word is found, a sum of signals would let the year pass."""

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_NUMBER = re.compile(r"(?<![\w])\d[\d  .,]*\d|(?<![\w])\d(?![\w])")


@dataclass(frozen=True, slots=True)
class Signals:
    """What the confidence is made of; shares are in [0, 1].

    ``meaning``: the best centred cosine. ``margin``: how far the best document is ahead of the average other one.
    ``covered``: share of the question's words, weighted by rarity, in the best passage. ``names_missing``: the same
    share of its names in none of the best passages. ``year_missing``: the rarity of a year that is in none of them,
    1 if no passage at all has it. ``number_missing``: 1 if another number is in none of them. ``score``: the best
    fused score. ``foreign``: 1 if the best passage is in another language, where words say little;
    ``foreign_meaning`` is the signal of that case. The last three say whether what is known of the things that the
    question names bears on what it asks about them (:class:`assistant.retrieval.asked.Asked`).
    """

    meaning: float
    margin: float
    covered: float
    names_missing: float
    year_missing: float
    number_missing: float
    score: float
    foreign: float
    foreign_meaning: float
    attribute_missing: float = 0.0
    words_missing: float = 0.0
    strangers: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """Weight of each signal, and the intercept."""

    weights: Mapping[str, float]
    intercept: float


def signals(
    query: Query, evidence: Sequence[Evidence], idf: Callable[[str], float], borne: Asked | None = None
) -> Signals:
    """The signals for evidence (best first, not empty). ``idf`` is the rarity of a term in the index, ``borne`` what
    is known of the things that the question names."""
    borne = borne or Asked()
    top = evidence[:LOOKED_AT]
    language = query.language if query.language in LANGUAGES else top[0].document.metadata.language
    language = language if language in LANGUAGES else "fr"
    foreign = top[0].document.metadata.language != language
    asked = {term: idf(term) for term in dict.fromkeys(terms(query.text, language))}
    found = [_found(each, language) for each in top]
    together = frozenset().union(*found)
    others = [each.score for each in evidence if each.document.id != top[0].document.id]
    covered = max(_share(asked, each) for each in found)
    meaning = max(each.dense for each in top)
    absent = _numbers(query.text) - together
    named = [name for written in written_names(query.text) for name in words(written, language)]
    return Signals(
        meaning=0.0 if foreign else meaning,
        margin=top[0].score - sum(others) / len(others) if others else 0.0,
        covered=0.0 if foreign else covered,
        names_missing=1 - _share({name: idf(name) for name in named}, together),
        year_missing=max((idf(number) for number in absent if _YEAR.fullmatch(number)), default=0.0) / idf(""),
        number_missing=float(any(not _YEAR.fullmatch(number) for number in absent)),
        score=0.0 if foreign else top[0].score,
        foreign=float(foreign),
        foreign_meaning=meaning if foreign else 0.0,
        attribute_missing=borne.attribute,
        words_missing=borne.words,
        strangers=borne.strangers,
    )


def probability(measured: Signals, model: Model) -> float:
    """The probability in [0, 1]."""
    total = model.intercept + sum(model.weights.get(name, 0.0) * value for name, value in asdict(measured).items())
    sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    return min(sure, UNKNOWN_YEAR) if measured.year_missing >= 1 else sure


@cache
def shipped() -> Model:
    """The fitted model that comes with the package."""
    stored = json.loads(files(__package__).joinpath("confidence.json").read_text("utf-8"))
    return Model(stored["weights"], stored["intercept"])


def _found(evidence: Evidence, language: str) -> frozenset[str]:
    known = evidence.document
    text = "\n".join((known.metadata.title, *names(known), *evidence.chunk.heading, evidence.chunk.text))
    return frozenset(terms(text, language)) | frozenset(words(text, language))


def _share(weights: Mapping[str, float], found: Collection[str]) -> float:
    """The part of the weights whose terms are found; 1 where there is nothing to find."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in found) / total if total else 1.0


def _numbers(text: str) -> frozenset[str]:
    return frozenset(word for match in _NUMBER.findall(text) for word in words(match, "fr") if word[0].isdigit())
