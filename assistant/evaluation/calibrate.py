"""Fits the confidence: ``python -m assistant.evaluation.calibrate DATASET… [--write]``.

Each set gives answerable and unanswerable questions of its own. Two kinds of unanswerable ones are made from the
others: answerable questions about a year in the future (right subject, wrong year), and questions of one set asked of
another's passages (out of domain, often in the other language). A corpus with questions of its own adds questions from
templates (:mod:`assistant.evaluation.synthetic`) and half of its own answerable ones; its own unanswerable questions
and the other half are never fitted on, they are left to check the result with ``evaluate``. The regression is fitted
on half of the questions and checked on the other half before it is fitted on all; its intercept then puts the
threshold of 0.5 where ``FALSE_REFUSALS`` of the answerable questions are refused.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Embedder, open_embedder
from assistant.evaluation.datasets import Dataset, load_dataset
from assistant.evaluation.indexing import indexed
from assistant.evaluation.metrics import abstention
from assistant.evaluation.synthetic import questions
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.retrieval import Retriever, understand
from assistant.retrieval.confidence import Signals
from assistant.settings import Settings, load_settings

FALSE_REFUSALS = 0.035
"""Share of answerable questions that may be refused; below the .05 that is tolerated, for other sets are harder."""

FOREIGN_FALSE_REFUSALS = 0.07
"""The same share where the best passage is in the other language, which is harder to judge: words do not help."""

FOREIGN_QUESTIONS = 200
"""Questions of each other set that are asked of a set's passages: about as many as it has unanswerable ones."""

OWN = "own answerable"
"""The group of a corpus's own questions."""

_TARGET = Path(__file__).parents[1] / "retrieval" / "confidence.json"
_NAMES = [field.name for field in fields(Signals)]
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
        return _held_out(self.about or self.text)


def _held_out(key: str) -> bool:
    return zlib.crc32(key.encode()) % 2 == 1


def gather(sets: Sequence[Dataset], settings: Settings) -> list[Example]:
    """Signals of every example over temporary indexes of the sets."""
    embedder = open_embedder(settings)
    examples: list[Example] = []
    with ExitStack() as stack:
        for dataset in sets:
            own = stack.enter_context(indexed(dataset, settings))
            snapshot = open_snapshot(own.index_dir)
            stack.callback(snapshot.close)
            examples += _of_one_index(dataset, sets, snapshot, embedder, own)
    return examples


def _of_one_index(
    dataset: Dataset, sets: Sequence[Dataset], snapshot: Snapshot, embedder: Embedder, settings: Settings
) -> Iterator[Example]:
    retriever = Retriever(snapshot, embedder, settings)
    if dataset.passages is None:
        yield from _of_own_corpus(dataset, snapshot, retriever)
        return
    rows = [(each.text, True, "answerable") for each in dataset.answerable]
    rows += [(each.text, False, "unanswerable") for each in dataset.unanswerable]
    rows += [(in_future(each.text, understand(each.text).language), False, "future") for each in dataset.answerable]
    for other in sets:
        if other is not dataset and other.passages is not None:
            rows += [(each.text, False, f"from {other.name}") for each in other.answerable[:FOREIGN_QUESTIONS]]
    for text, answerable, group in rows:
        measured = retriever.signals(understand(text))
        if measured is not None:
            yield Example(text, measured, answerable, group, dataset.name)


def _of_own_corpus(dataset: Dataset, snapshot: Snapshot, retriever: Retriever) -> Iterator[Example]:
    rows = [(each.text, OWN, "") for each in dataset.answerable if not _held_out(each.text)]
    rows += [(each.text, each.group, each.about) for each in questions(snapshot.documents.values())]
    for text, group, about in rows:
        measured = retriever.signals(understand(text))
        if measured is not None:
            yield Example(text, measured, group in (OWN, "answerable"), group, dataset.name, about)


def in_future(question: str, language: str) -> str:
    """The question about a year from 2030 to 2049, which depends on the question only.

    >>> in_future("Combien d'emplois ?", "fr")
    "Combien d'emplois en 2034 ?"
    """
    year = 2030 + zlib.crc32(question.encode()) % 20
    bare = question.rstrip(" ?.!")
    return f"{bare} en {year} ?" if language == "fr" else f"{bare} in {year}?"


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by signal, and the intercept that puts the threshold at 0.5."""

    weights: dict[str, float]
    intercept: float


def fit(examples: Sequence[Example]) -> Fit:
    """Logistic regression, its threshold moved to one half. Every kind of answerable and of unanswerable question of a
    set weighs the same as the others, and so do the answerable and the unanswerable questions of a set."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    values = _matrix(examples)
    groups = [(each.source, each.group) for each in examples]
    sizes = Counter(groups)
    kinds = Counter((each.source, each.answerable) for each in {(e.source, e.group): e for e in examples}.values())
    loads = [
        1 / sizes[source, group] / kinds[source, each.answerable]
        for (source, group), each in zip(groups, examples, strict=True)
    ]
    model = LogisticRegression(C=_REGULARISATION, max_iter=10_000)
    model.fit(values, [each.answerable for each in examples], len(examples) / sum(loads) * np.array(loads))
    # A set in which nothing is unanswerable may be of another kind; the others say where the threshold belongs.
    with_both = {each.source for each in examples if each.group in ("unanswerable", OWN)}
    with_both = with_both or {each.source for each in examples}
    answerable = [each.answerable and each.source in with_both for each in examples]
    totals = values @ model.coef_[0]
    weights = dict(zip(_NAMES, model.coef_[0].tolist(), strict=True))
    intercept = -float(np.quantile(totals[answerable], FALSE_REFUSALS))
    foreign = np.array([each.answerable and each.signals.foreign > 0 for each in examples])
    if foreign.any():
        weights["foreign"] -= float(np.quantile(totals[foreign] + intercept, FOREIGN_FALSE_REFUSALS))
    return Fit({name: round(weight, 4) for name, weight in weights.items()}, round(intercept, 4))


def _matrix(examples: Sequence[Example]) -> NDArray[np.float64]:
    return np.array([list(asdict(each.signals).values()) for each in examples], np.float64)


def check(fitted: Fit, examples: Sequence[Example]) -> Iterator[str]:
    """One line for each set and kind of unanswerable question: AUROC, refusal recall and false refusals."""
    weights = np.array([fitted.weights[name] for name in _NAMES])
    sure = 1 / (1 + np.exp(-(_matrix(examples) @ weights + fitted.intercept)))
    for source in sorted({each.source for each in examples}):
        able = [p for p, each in zip(sure, examples, strict=True) if each.source == source and each.answerable]
        for group in sorted({each.group for each in examples if each.source == source and not each.answerable}):
            unable = [p for p, e in zip(sure, examples, strict=True) if (e.source, e.group) == (source, group)]
            found = abstention(able, unable, 0.5)
            yield (
                f"{source:14} {group:18} AUROC {found.auroc:.4f}  refused {found.recall:.3f}"
                f"  false refusals {found.false_refusals:.3f}"
            )


def main() -> None:
    """Print what the fit on one half does on the other, then fit on all; write the result with ``--write``."""
    parser = argparse.ArgumentParser(prog="python -m assistant.evaluation.calibrate", description="Fit the confidence")
    parser.add_argument("dataset", type=Path, nargs="+", metavar="DATASET", help="a folder in BEIR layout, or a corpus")
    parser.add_argument("--write", action="store_true", help=f"write {_TARGET.name} of the package")
    args = parser.parse_args()
    settings = load_settings()
    sets = [load_dataset(folder) for folder in args.dataset]
    examples = gather(sets, settings)
    half = fit([each for each in examples if not each.held_out])
    lines = list(check(half, [each for each in examples if each.held_out]))
    print(*lines, sep="\n")  # noqa: T201
    fitted = fit(examples)
    stored = {
        "weights": fitted.weights,
        "intercept": fitted.intercept,
        "provenance": {
            "command": "python -m assistant.evaluation.calibrate",
            "sets": [dataset.name for dataset in sets],
            "model": open_embedder(settings).model_id,
            "examples": len(examples),
            "on the other half, fitted on one": lines,
        },
    }
    text = json.dumps(stored, ensure_ascii=False, indent=2)
    if args.write:
        _TARGET.write_text(text + "\n", "utf-8")
    else:
        print(text)  # noqa: T201


if __name__ == "__main__":
    main()
