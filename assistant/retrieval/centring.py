"""Language-aware vectors: what a text says, without the language in which it says it.

A multilingual model places texts of one language near each other, so a question is nearer to passages in its own
language whatever they say. Subtracting from each passage vector the mean of its language, and from the question's
the mean of questions in its language, removes that preference: the largest single gain in a mixed corpus (mean
nDCG@10 over four language pairs from .805 to .867 on public question sets).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

PRIOR_WEIGHT = 30.0
"""Passages that the prior mean counts for: the mean of fewer passages says more about their subject than about
their language."""


@dataclass(frozen=True, slots=True)
class LanguageMeans:
    """Mean vectors by language: of generic questions, and of the same texts as passages. Shape (dimension,) each."""

    questions: Mapping[str, Vector]
    passages: Mapping[str, Vector]


QUESTION_SHARE = 0.9
"""Share of the mean question that is taken off: some of it is what questions have in common with their answers.
Between .8 and 1 all development sets stay within .006 nDCG@10."""


def question_mean(means: LanguageMeans, language: str) -> Vector:
    """What questions in ``language`` have in common, or those of all languages when it is unknown."""
    mean = means.questions[language] if language in means.questions else _average(means.questions)
    shared: Vector = np.float32(QUESTION_SHARE) * mean
    return shared


def passage_mean(means: LanguageMeans, language: str, mean: Vector, count: int) -> Vector:
    """The mean vector of a language's ``count`` passages, drawn towards a generic one where they are few."""
    prior = means.passages.get(language)
    if prior is None:
        prior = _average(means.passages)
    share = np.float32(count / (count + PRIOR_WEIGHT))
    return share * mean + (1 - share) * prior


def centred(vectors: Vector, mean: Vector) -> Vector:
    """``vectors``, shape (…, dimension), minus ``mean`` and of unit length again."""
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    result: Vector = moved / np.maximum(lengths, np.finfo(np.float32).tiny)
    return result


def _average(vectors: Mapping[str, Vector]) -> Vector:
    average: Vector = np.stack(list(vectors.values())).mean(axis=0, dtype=np.float32)
    return average
