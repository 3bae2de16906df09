"""Fits the confidence: ``python -m assistant.evaluation.calibrate DATA [--write]``.

``DATA`` is the reader's training data (:mod:`assistant.reader.training.data`). Only its held-out documents are used, as
collections of their own, one for each folder that they come from, through the product's whole pipeline. Their questions
are answerable or near misses; questions of one collection asked of another are not told there either. The regression is
checked by leaving out one collection at a time, so that it is judged on documents of a kind that it was not fitted on,
and fitted on all of them in the end.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.answering.calibration import Model, Signals, measure, probability
from assistant.answering.reading import CANDIDATES, read
from assistant.embedding import open_embedder
from assistant.errors import AssistantError, DatasetError
from assistant.evaluation.plot import plot_reliability
from assistant.index.snapshot import open_snapshot
from assistant.ingestion import sync
from assistant.reader import open_reader
from assistant.reader.training.data import Data, Question, load_data
from assistant.retrieval import Retriever, understand
from assistant.settings import Settings, load_settings

TARGET = Path(__file__).parents[1] / "answering" / "calibration.json"
OWN = "own"
"""The set whose documents are like those that people ingest."""

FALSE_REFUSALS = 0.05
"""Share of answerable questions under the threshold that the settings call 0.5."""

FOREIGN = 60
"""Questions of other collections that are asked of each."""

_NAMES = [field.name for field in fields(Signals)]


@dataclass(frozen=True, slots=True)
class Example:
    """A question asked of a collection: its signals, and whether it is told there. ``group`` is ``answerable``,
    ``near`` or ``foreign``."""

    collection: str
    text: str
    signals: Signals
    group: str

    @property
    def told(self) -> bool:
        return self.group == "answerable"


def gather(data: Data, settings: Settings) -> list[Example]:
    """Every question of held-out documents, asked of its collection, and some of the others'."""
    embedder = open_embedder(settings)
    reader = open_reader(settings, embedder)
    if reader is None:
        raise DatasetError("Without a reader there is nothing to calibrate; set ASSISTANT_READER.")
    asked = _by_collection(data)
    examples: list[Example] = []
    chance = random.Random(1)
    for collection, questions in asked.items():
        others = [each for name, of in asked.items() if name != collection for each in of if each.answers]
        rows = [(each, "answerable" if each.answers else "near") for each in questions]
        rows += [(each, "foreign") for each in chance.sample(others, min(FOREIGN, len(others)))]
        with tempfile.TemporaryDirectory(prefix="calibration-") as work:
            folder = Path(work, "corpus")
            _write(data, collection, folder)
            own = settings.model_copy(update={"corpus_dir": folder, "index_dir": Path(work, "index")})
            sync(own, embedder=embedder)
            snapshot = open_snapshot(own.index_dir)
            retriever = Retriever(snapshot, embedder, own)
            for question, group in rows:
                query = understand(question.text)
                if found := read(query, retriever.retrieve(query, CANDIDATES), reader):
                    signals = measure(query, found, snapshot.lexical.idf)
                    examples.append(Example(collection, question.text, signals, group))
            retriever.close()
            snapshot.close()
    return examples


def fit(examples: Sequence[Example]) -> Model:
    """The weights, balanced between told and not told, and an intercept that puts 0.5 where ``FALSE_REFUSALS`` of the
    answerable questions are refused."""
    values = np.array([list(asdict(each.signals).values()) for each in examples])
    fitted = LogisticRegression(class_weight="balanced", C=1.0).fit(values, [each.told for each in examples])
    weights = dict(zip(_NAMES, fitted.coef_[0].round(4).tolist(), strict=True))
    sums = values @ fitted.coef_[0]
    least = np.quantile(sums[[each.told for each in examples]], FALSE_REFUSALS)
    return Model(weights, round(float(-least), 4))


def leave_out(examples: Sequence[Example]) -> list[float]:
    """For each example the confidence by a model that was fitted on the other collections."""
    models = {
        collection: fit([each for each in examples if each.collection != collection])
        for collection in {each.collection for each in examples}
    }
    return [probability(each.signals, models[each.collection]) for each in examples]


def check(examples: Sequence[Example], confidences: Sequence[float]) -> dict[str, dict[str, float]]:
    """For each collection, by what :func:`leave_out` gives: AUROC, and shares refused of the answerable and of the
    others."""
    results: dict[str, dict[str, float]] = {}
    for collection in sorted({each.collection for each in examples}):
        pairs = [(e, sure) for e, sure in zip(examples, confidences, strict=True) if e.collection == collection]
        here, sure = [each for each, _ in pairs], np.array([each for _, each in pairs])
        groups = np.array([each.group for each in here])
        refused = {group: round(float((sure[groups == group] < 0.5).mean()), 3) for group in sorted(set(groups))}
        told = groups == "answerable"
        results[collection] = {
            "questions": len(here),
            "auroc": round(float(roc_auc_score(told, sure)), 3),
            "auroc near": round(float(roc_auc_score(told[groups != "foreign"], sure[groups != "foreign"])), 3),
            **{f"refused {group}": share for group, share in refused.items()},
        }
    return results


def main(arguments: list[str] | None = None) -> int:
    """The command; 2 where it cannot begin."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.evaluation.calibrate", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("data", type=Path, help="folder of the reader's training data")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name} and a plot into the package")
    given = parser.parse_args(arguments)
    try:
        examples = gather(load_data(given.data), load_settings())
        left_out, model = leave_out(examples), fit(examples)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 2
    stored = {"weights": dict(model.weights), "intercept": model.intercept, "left out": check(examples, left_out)}
    print(json.dumps(stored, indent=2))
    if given.write:
        TARGET.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")
        plot_reliability(TARGET.with_suffix(".svg"), left_out, [each.told for each in examples])
    return 0


def _by_collection(data: Data) -> dict[str, list[Question]]:
    asked: dict[str, list[Question]] = defaultdict(list)
    for question in data.questions:
        if question.set == OWN and data.held_out(question):
            asked[_collection(data, question.about)].append(question)
    return dict(asked)


def _collection(data: Data, passage: int) -> str:
    return data.passages[passage].document.rpartition("/")[0]


def _write(data: Data, collection: str, folder: Path) -> None:
    """The held-out documents of a collection as Markdown files, their passages in order under their headings."""
    documents: dict[str, list[int]] = defaultdict(list)
    for n, source in enumerate(data.passages):
        if source.set == OWN and source.held_out and _collection(data, n) == collection:
            documents[source.document].append(n)
    folder.mkdir()
    for number, passages in enumerate(documents.values()):
        title = data.passages[passages[0]].passage.about.split(" > ")[0]
        text = "\n\n".join(_section(data, n) for n in passages)
        front = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n" if title else ""
        (folder / f"{number}.md").write_text(f"{front}{text}\n", "utf-8")


def _section(data: Data, n: int) -> str:
    passage = data.passages[n].passage
    headings = list(_headings(passage.about))
    return "\n\n".join((*headings, passage.text))


def _headings(about: str) -> Iterator[str]:
    for level, heading in enumerate(about.split(" > ")[1:], 2):
        yield f"{'#' * min(level, 6)} {heading}"


if __name__ == "__main__":
    sys.exit(main())
