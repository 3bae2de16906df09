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
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from assistant.embedding import Embedder, open_embedder
from assistant.evaluation.datasets import Dataset, load_dataset
from assistant.evaluation.fitting import OWN, TEMPLATED, Example, check, fit, held_out_key, reliability_of
from assistant.evaluation.indexing import indexed
from assistant.evaluation.plot import drawing
from assistant.evaluation.synthetic import questions
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.retrieval import Retriever, understand
from assistant.settings import Settings, load_settings

FOREIGN_QUESTIONS = 200
"""Questions of each other set that are asked of a set's passages: about as many as it has unanswerable ones."""

_TARGET = Path(__file__).parents[1] / "retrieval" / "confidence.json"


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
    rows = [(each.text, OWN, "") for each in dataset.answerable if not held_out_key(each.text)]
    made = questions(snapshot.documents.values())
    rows += [(each.text, TEMPLATED if each.group == "answerable" else each.group, each.about) for each in made]
    for text, group, about in rows:
        measured = retriever.signals(understand(text))
        if measured is not None:
            yield Example(text, measured, group in (OWN, TEMPLATED), group, dataset.name, about)


def in_future(question: str, language: str) -> str:
    """The question about a year from 2030 to 2049, which depends on the question only.

    >>> in_future("Combien d'emplois ?", "fr")
    "Combien d'emplois en 2034 ?"
    """
    year = 2030 + zlib.crc32(question.encode()) % 20
    bare = question.rstrip(" ?.!")
    return f"{bare} en {year} ?" if language == "fr" else f"{bare} in {year}?"


def main() -> None:
    """Print what the fit on one half does on the other, then fit on all; write the result with ``--write``."""
    parser = argparse.ArgumentParser(prog="python -m assistant.evaluation.calibrate", description="Fit the confidence")
    parser.add_argument("dataset", type=Path, nargs="+", metavar="DATASET", help="a folder in BEIR layout, or a corpus")
    parser.add_argument("--write", action="store_true", help=f"write {_TARGET.name} of the package, and its plot")
    args = parser.parse_args()
    settings = load_settings()
    sets = [load_dataset(folder) for folder in args.dataset]
    examples = gather(sets, settings)
    half = fit([each for each in examples if not each.held_out])
    lines = list(check(half, [each for each in examples if each.held_out]))
    print(*lines, sep="\n")  # noqa: T201
    plot = drawing("Confidence on the other half", {}, reliability_of(half, [e for e in examples if e.held_out]))
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
        _TARGET.with_suffix(".svg").write_text(plot, "utf-8")
    else:
        print(text)  # noqa: T201


if __name__ == "__main__":
    main()
