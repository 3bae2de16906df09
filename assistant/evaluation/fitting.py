"""The regressions behind the confidence: from signals of questions to weights, and what they achieve on others."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.metrics import Bin, abstention, reliability
from assistant.retrieval.confidence import Signals

FALSE_REFUSALS = 0.035
"""Share of answerable questions that may be refused; below the .05 that is tolerated, for other sets are harder."""

FOREIGN_FALSE_REFUSALS = 0.07
"""The same share where the best passage is in the other language, which is harder to judge: words do not help."""

OWN, TEMPLATED = "own answerable", "templates"
"""The group of a corpus's own questions."""

FROM_CORPUS = frozenset((OWN, "missing", "unlisted", "premise", TEMPLATED))
"""The groups of questions on a corpus."""

CHECKED_ONLY = frozenset(("unlisted",))
"""The group that shows what the words of a question achieve where no list of attributes helps."""

_NAMES = [field.name for field in fields(Signals)]
ASKED = ["attribute_missing", "words_missing", "strangers"]
"""The signals that say whether anything bears on what a question asks; none of them may speak for an answer."""

Weights = dict[str, float]
_INTERCEPT, _SHIFT = "intercept", "shift"
_REGULARISATION = 10.0  # scikit-learn's C; 1 and 100 differ by less than .003 AUROC on the held-out halves


@dataclass(frozen=True, slots=True)
class Example:
    """A question asked of an index: its signals, whether it can be answered, and the group that it is reported in."""

    text: str
    signals: Signals
    answerable: bool
    group: str
    source: str
    about: str = ""
    """What a question from a template is about, so that no cluster or job is in both halves."""

    @property
    def held_out(self) -> bool:
        """Half of the questions, the same ones in every run and with every index."""
        return held_out_key(self.about or self.text)


def held_out_key(key: str) -> bool:
    return zlib.crc32(key.encode()) % 2 == 1


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by signal, and the intercept that puts the threshold at 0.5."""

    weights: dict[str, float]
    intercept: float


def fit(examples: Sequence[Example]) -> Fit:
    """Two logistic regressions, one upon the other, and the threshold moved to one half.

    The first learns the signals of the evidence from the sets of passages, the second what it costs that nothing bears
    on the question (:data:`ASKED`) from a corpus and all that can be answered; so questions that name nothing are
    judged as by the first alone.
    """
    of_passages = [each for each in examples if each.group not in FROM_CORPUS] or list(examples)
    weights = dict.fromkeys(_NAMES, 0.0) | _regression(of_passages, [name for name in _NAMES if name not in ASKED])
    weights = _placed(weights, examples)
    of_corpus = [each for each in examples if each.group in FROM_CORPUS - CHECKED_ONLY]
    if of_corpus:
        answered = [each for each in of_passages if each.answerable]
        weights |= _regression([*of_corpus, *answered], ASKED, weights)
        weights = _placed(weights, examples)
    intercept = weights.pop(_INTERCEPT)
    return Fit({name: round(weights[name], 4) for name in _NAMES}, round(intercept, 4))


def _regression(examples: Sequence[Example], names: Sequence[str], upon: Weights | None = None) -> Weights:
    """Weights of the signals ``names``; where ``upon`` is given, beside the total of those weights, which keep theirs.

    Every kind of answerable and of unanswerable question of a set weighs the same as the others, and so do the
    answerable and the unanswerable questions of a set.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    groups = [(each.source, each.group, each.answerable) for each in examples]
    sizes = Counter(groups)
    kinds = Counter((source, answerable) for source, _, answerable in sizes)
    loads = np.array([1 / sizes[group] / kinds[group[0], group[2]] for group in groups])
    columns = _matrix(examples)[:, [_NAMES.index(name) for name in names]]
    if upon is not None:
        columns = np.column_stack([columns, _totals(examples, upon)])
    model = LogisticRegression(C=_REGULARISATION, max_iter=10_000, fit_intercept=upon is None)
    model.fit(columns, [each.answerable for each in examples], len(examples) / loads.sum() * loads)
    found = model.coef_[0] / (model.coef_[0][-1] if upon is not None else 1)
    return {
        name: min(0.0, value) if name in ASKED else value for name, value in zip(names, found.tolist(), strict=False)
    }


def _placed(weights: Weights, examples: Sequence[Example]) -> Weights:
    """The weights with the intercept that refuses the tolerated share of the answerable questions."""
    # A set in which nothing is unanswerable may be of another kind; the others say where the threshold belongs.
    with_both = {each.source for each in examples if each.group in ("unanswerable", OWN)}
    with_both = with_both or {each.source for each in examples}
    placed = weights | {_INTERCEPT: 0.0, "foreign": weights["foreign"] - weights.get(_SHIFT, 0.0), _SHIFT: 0.0}
    totals = _totals(examples, placed)
    answerable = np.array([each.answerable and each.source in with_both for each in examples])
    placed[_INTERCEPT] = -float(np.quantile(totals[answerable], FALSE_REFUSALS))
    foreign = np.array([each.answerable and each.signals.foreign > 0 for each in examples])
    if foreign.any():
        placed[_SHIFT] = -float(np.quantile(totals[foreign] + placed[_INTERCEPT], FOREIGN_FALSE_REFUSALS))
        placed["foreign"] += placed[_SHIFT]
    return placed


def _totals(examples: Sequence[Example], weights: Weights) -> NDArray[np.float64]:
    """The sum of weighted signals of each example."""
    totals: NDArray[np.float64] = _matrix(examples) @ np.array([weights[name] for name in _NAMES]) + weights[_INTERCEPT]
    return totals


def _matrix(examples: Sequence[Example]) -> NDArray[np.float64]:
    return np.array([list(asdict(each.signals).values()) for each in examples], np.float64)


def check(fitted: Fit, examples: Sequence[Example]) -> Iterator[str]:
    """One line for each set and kind of unanswerable question: AUROC, refusal recall and false refusals."""
    sure = _sure(fitted, examples)
    for source in sorted({each.source for each in examples}):
        able = [p for p, each in zip(sure, examples, strict=True) if each.source == source and each.answerable]
        for group in sorted({each.group for each in examples if each.source == source and not each.answerable}):
            unable = [p for p, e in zip(sure, examples, strict=True) if (e.source, e.group) == (source, group)]
            found = abstention(able, unable, 0.5)
            yield (
                f"{source:14} {group:18} AUROC {found.auroc:.4f}  refused {found.recall:.3f}"
                f"  false refusals {found.false_refusals:.3f}"
            )


def reliability_of(fitted: Fit, examples: Sequence[Example]) -> tuple[Bin, ...]:
    """For ranges of confidence, how many of the examples there can be answered."""
    sure = list(zip(_sure(fitted, examples).tolist(), examples, strict=True))
    able = [value for value, each in sure if each.answerable]
    return reliability(able, [value for value, each in sure if not each.answerable])


def _sure(fitted: Fit, examples: Sequence[Example]) -> NDArray[np.float64]:
    sure: NDArray[np.float64] = 1 / (1 + np.exp(-_totals(examples, fitted.weights | {_INTERCEPT: fitted.intercept})))
    return sure
