"""Measures of ranking (by ir-measures), of answers and of abstention; pure functions over plain values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from numpy.typing import NDArray

RANKING = {
    "nDCG@10": ir_measures.nDCG @ 10,
    "recall@1": ir_measures.R @ 1,
    "recall@5": ir_measures.R @ 5,
    "recall@10": ir_measures.R @ 10,
    "MRR@10": ir_measures.RR @ 10,
}
_RESAMPLES = 2000  # of the bootstrap: the ends of a 95 % interval are then steady to about a tenth of its width
_SEED = 7
ANY = "*"
"""Stands for whichever of several documents answers a question."""


def ranking_scores(
    relevant: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """For each measure, the score of each question. ``ranked`` are names of documents, best first, by question."""
    judged = {question: dict(grades) for question, grades in relevant.items()}
    run = {
        question: {name: float(len(names) - place) for place, name in enumerate(dict.fromkeys(names))}
        for question, names in ranked.items()
    }
    scores: dict[str, dict[str, float]] = {label: dict.fromkeys(judged, 0.0) for label in RANKING}
    labels = {str(measure): label for label, measure in RANKING.items()}
    for found in ir_measures.iter_calc(list(RANKING.values()), judged, run):
        scores[labels[str(found.measure)]][found.query_id] = float(found.value)
    return scores


def as_one(relevant: Collection[str], ranked: Sequence[str]) -> list[str]:
    """The ranking with every relevant document under one name, :data:`ANY`, at its first place.

    For questions that any one of several documents answers, such as a report and its translation.

    >>> as_one({"a.fr", "a.en"}, ["b", "a.fr", "c", "a.en"])
    ['b', '*', 'c']
    """
    return list(dict.fromkeys(ANY if name in relevant else name for name in ranked))


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the ends of its 95 % interval."""

    mean: float
    low: float
    high: float


def interval(values: Sequence[float]) -> Interval:
    """Bootstrap interval of a mean; of paired differences it tells whether one system is better than another."""
    array: NDArray[np.float64] = np.asarray(values, np.float64)
    if array.size == 0:
        return Interval(0.0, 0.0, 0.0)
    draws = np.random.default_rng(_SEED).integers(0, array.size, (_RESAMPLES, array.size))
    low, high = np.quantile(array[draws].mean(axis=1), (0.025, 0.975))
    return Interval(float(array.mean()), float(low), float(high))


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Probability that a value of ``higher`` exceeds one of ``lower``; .5 is chance, and stands for empty input."""
    if not len(higher) or not len(lower):
        return 0.5
    from sklearn.metrics import roc_auc_score  # imported late: the admin area loads this module

    return float(roc_auc_score([True] * len(higher) + [False] * len(lower), [*higher, *lower]))


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well questions without an answer are refused, and only they.

    ``recall``: share of the unanswerable that are refused. ``precision``: share of the refused that are unanswerable.
    ``false_refusals``: share of the answerable that are refused. ``auroc``: how well confidence tells them apart.
    """

    recall: float
    precision: float
    false_refusals: float
    auroc: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The confidence of an answer, in [0, 1], and whether it was a refusal."""

    confidence: float
    refused: bool


def refusals(answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]) -> Abstention:
    """How questions that can be answered fare beside those that cannot."""
    wrong = sum(each.refused for each in answerable)
    right = sum(each.refused for each in unanswerable)
    return Abstention(
        right / max(1, len(unanswerable)),
        right / max(1, right + wrong),
        wrong / max(1, len(answerable)),
        auroc([each.confidence for each in answerable], [each.confidence for each in unanswerable]),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in one range: how many, their mean confidence, the share of them that can be
    answered."""

    questions: int
    confidence: float
    answerable: float


def reliability(answerable: Sequence[float], unanswerable: Sequence[float], bins: int = 10) -> tuple[Bin, ...]:
    """Confidences by ranges of equal width, lowest first; empty ranges are left out."""
    ranges: dict[int, list[tuple[float, bool]]] = {}
    for values, able in ((answerable, True), (unanswerable, False)):
        for value in values:
            ranges.setdefault(min(bins - 1, int(value * bins)), []).append((value, able))
    return tuple(
        Bin(len(each), sum(value for value, _ in each) / len(each), sum(able for _, able in each) / len(each))
        for _, each in sorted(ranges.items())
    )


def plain(text: str) -> str:
    """Lower case with single spaces, as strings are compared."""
    return re.sub(r"\s+", " ", text).strip().lower()


def contains(text: str, answers: Sequence[str], every: bool = False) -> bool:
    """Whether any (or every) answer string stands in the text, whatever its case and spacing."""
    within = plain(text)
    return (all if every else any)(plain(answer) in within for answer in answers)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """``p50`` and ``p95`` of durations, in the same unit; zeros for none."""
    if not len(seconds):
        return {"p50": 0.0, "p95": 0.0}
    return {f"p{share}": float(np.percentile(seconds, share)) for share in (50, 95)}
