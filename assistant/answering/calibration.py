"""How sure an answer is: a logistic regression over five figures of what was read.

Fitted by ``python -m assistant evaluate --check calibration`` on documents that are kept out of the reader's training
and that no test uses; the weights and what they were fitted on are in ``calibration.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from assistant.answering.reading import Read, as_passage, logit, sigmoid
from assistant.documents import Query
from assistant.index.analysis import words

_NAMES = re.compile(r"(?<![.!?…:«\"“] )(?<!^)\b[^\W\d_a-zß-öø-ÿ][\w&’'-]+|\b[A-Z][A-Z0-9&-]+\b|\b\w*\d\w*\b")
_YEAR = re.compile(r"(?<![\w.,-])(?:1[5-9]|20)\d\d(?![\w-])")
_LOOKED_AT = 3  # best passages in which the names of the question are looked for
_OTHERS = slice(4, 12)  # passages that stand for what the collection gives to any question


@dataclass(frozen=True, slots=True)
class Signals:
    """What the confidence is made of. ``answers`` and ``sentence``: logits of the best passage and sentence;
    ``margin``: how far the best passage stands out of those that follow; ``agreement``: the fused score of retrieval
    for the best passage; ``missing``: share of the question's names, codes and figures, by rarity, that the best
    passages lack."""

    answers: float
    sentence: float
    margin: float
    agreement: float
    missing: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by signal, and the intercept."""

    weights: Mapping[str, float]
    intercept: float


def measure(query: Query, read: Sequence[Read], idf: Callable[[str], float]) -> Signals:
    """The signals of what was read (best first, not empty). ``idf`` is the rarity of a word in the index."""
    best = read[0]
    others = [each.logit for each in read[_OTHERS]] or [best.logit]
    sentence = max((each.probability for one in read[:_LOOKED_AT] for each in one.sentences), default=0.0)
    margin = best.logit - sum(others) / len(others)
    return Signals(best.logit, logit(sentence), margin, best.fused, missing(query.text, read, idf))


def missing(question: str, read: Sequence[Read], idf: Callable[[str], float]) -> float:
    """Share, by rarity, of what must be found exactly (names, codes, figures) and is not; 0 where there is no such."""
    said = _said(read)
    exact = {word: idf(word) for name in _NAMES.findall(question) for word in words(name, "fr")}
    total = sum(exact.values())
    return sum(weight for word, weight in exact.items() if word not in said) / total if total else 0.0


def unknown_years(question: str, idf: Callable[[str], float]) -> tuple[str, ...]:
    """The years of a question that stand nowhere in the index: nothing can be told of them, whatever else is near."""
    return tuple(year for year in _YEAR.findall(question) if idf(year) >= idf(""))


def missing_names(question: str, read: Sequence[Read]) -> tuple[str, ...]:
    """The names, codes and figures of a question, as they stand, of which the best passages say no word."""
    said = _said(read)
    return tuple(dict.fromkeys(name for name in _NAMES.findall(question) if said.isdisjoint(words(name, "fr"))))


def _said(read: Sequence[Read]) -> frozenset[str]:
    texts = [as_passage(each.evidence) for each in read[:_LOOKED_AT]]
    return frozenset(word for each in texts for word in words(f"{each.about}\n{each.text}", "fr"))


def probability(signals: Signals, model: Model) -> float:
    """The probability in [0, 1] that the answer is told."""
    return sigmoid(model.intercept + sum(model.weights[name] * value for name, value in asdict(signals).items()))


@cache
def shipped() -> Model:
    """The fitted model that comes with the package."""
    stored = json.loads(files(__package__).joinpath("calibration.json").read_text("utf-8"))
    return Model(stored["weights"], stored["intercept"])
