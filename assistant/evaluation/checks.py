"""``python -m assistant evaluate --check NAME``: measures what makes answers worth trusting, on the index as it is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from assistant.answering.grounding import Passage
from assistant.answering.orders import without_orders
from assistant.errors import UsageError
from assistant.evaluation.claims import summarise_claims, weigh_claims
from assistant.evaluation.corruption import cases
from assistant.evaluation.datasets import load_dataset
from assistant.evaluation.devset import load_devset
from assistant.evaluation.dialogues import load_dialogues, measure_dialogues, summaries
from assistant.evaluation.halves import HALVES, WHOLE, half_of, of_half, subject
from assistant.evaluation.indexing import indexed
from assistant.evaluation.judging import judge_cases, summarise_cases
from assistant.evaluation.keeping import keep, require_folder, require_positive
from assistant.evaluation.recall import (
    Sought,
    candidates_of,
    dataset_namer,
    measure_recall,
    sought_in_dataset,
    sought_in_devset,
    sought_in_wrappings,
    summarise,
)
from assistant.evaluation.written import measure_written
from assistant.reader.training.data import load_data
from assistant.service import Assistant
from assistant.settings import Settings

_FAITHFUL = 300
_QUESTIONS = 100
_SEED = 7


@dataclass(frozen=True, slots=True)
class Scope:
    """What is measured.

    Attributes:
        half: only this half; None reports each half and both together.
        limit: how many sentences, dialogues or questions; the usual number if None.
        datasets: folders in BEIR layout whose passages are searched, each in an index of its own.
        devset: natural questions to search for, a file or a folder.
        wrappings: a file of wrappings, if that folder has none.
        claims: a folder of training data, whose held-out claims the reader is asked about.
        misses: list what is missed.
    """

    half: int | None = None
    limit: int | None = None
    datasets: tuple[Path, ...] = ()
    devset: Path | None = None
    wrappings: Path | None = None
    claims: Path | None = None
    misses: bool = False


def run_check(
    settings: Settings, name: str, scope: Scope | None = None, output: Path | None = None, as_json: bool = False
) -> int:
    """Measure and print; ``output`` keeps the JSON too. Returns the exit status 0.

    Args:
        name: one of :data:`CHECKS`.

    Raises:
        UsageError: a limit below 1, an output that cannot be written, or no model to check.
        DatasetError: what is asked is missing or malformed.
        IndexUnusableError: there is no index, or it cannot be used.
    """
    scope = scope or Scope()
    require_positive("--limit", scope.limit)
    require_folder("--output", output)
    with Assistant(settings) as assistant:
        report = {"check": name, **CHECKS[name](assistant, scope)}
    text = json.dumps(report, ensure_ascii=False, indent=2)
    if output is not None:
        keep("--output", output, text + "\n")
    console = Console()
    console.out(text if as_json else "\n".join(_lines(report)), highlight=False)
    return 0


def _dialogues(assistant: Assistant, scope: Scope) -> dict[str, object]:
    found = of_half(load_dialogues(assistant.settings.corpus_dir), scope.half)[: scope.limit]
    return summaries(measure_dialogues(assistant, found), scope.half)


def _grounding(assistant: Assistant, scope: Scope) -> dict[str, object]:
    passages = {passage: half for passage, half in _passages(assistant).items() if scope.half in (None, half)}
    found = cases(list(passages), scope.limit or _FAITHFUL)
    judged = judge_cases(found, [passages[case.passage] for case in found], assistant.reader)
    return {**_claims(assistant, scope), "grounding": summarise_cases(judged, scope.half)}


def _passages(assistant: Assistant) -> dict[Passage, int]:
    """Every passage of the index as claims are held against it, with the half that it is in."""
    passages: dict[Passage, int] = {}
    with assistant.snapshot() as snapshot:
        for id_, document in sorted(snapshot.documents.items(), key=lambda item: item[1].path):
            for chunk in snapshot.document_chunks(id_):
                about = "\n".join((document.metadata.title, *chunk.heading, *document.metadata.cluster))
                passage = Passage(without_orders(chunk.text), document.metadata.language, about)
                passages[passage] = half_of(subject([document.path], id_))
    return passages


def _claims(assistant: Assistant, scope: Scope) -> dict[str, object]:
    if scope.claims is None:
        return {}
    if assistant.reader is None:
        raise UsageError("--claims needs a reader; ASSISTANT_READER is off.")
    weighed = weigh_claims(load_data(scope.claims), assistant.reader, scope.half, scope.limit)
    return {"claims": summarise_claims(weighed, scope.half)}


def _recall(assistant: Assistant, scope: Scope) -> dict[str, object]:
    report: dict[str, object] = {}
    for folder in scope.datasets:
        dataset = load_dataset(folder, scope.limit, scope.half)
        with indexed(dataset, assistant.settings) as own, Assistant(own) as other, candidates_of(other) as find:
            found = measure_recall(find, sought_in_dataset(dataset), dataset_namer(dataset))
        report[dataset.name] = summarise(found, scope.half, scope.misses)
    for name, sought in _on_the_index(assistant.settings, scope):
        with candidates_of(assistant) as find:
            report[name] = summarise(measure_recall(find, sought), scope.half, scope.misses)
    return {"recall": report}


def _on_the_index(settings: Settings, scope: Scope) -> Iterator[tuple[str, list[Sought]]]:
    """What is looked for on the index as it is: natural questions or, where no set is named, those of the corpus."""
    if scope.devset is not None:
        devset = load_devset(scope.devset, scope.wrappings, scope.half, scope.limit)
        yield devset.name, sought_in_devset(devset)
        if devset.wrappings:
            yield f"{devset.name}, wrappings", sought_in_wrappings(devset)
    elif not scope.datasets:
        dataset = load_dataset(settings.corpus_dir, scope.limit, scope.half)
        yield dataset.name, sought_in_dataset(dataset)


def _written(assistant: Assistant, scope: Scope) -> dict[str, object]:
    if not assistant.settings.chat_model:
        raise UsageError("--check written needs a chat model: set ASSISTANT_CHAT_MODEL, and what the README says.")
    questions = list(load_dataset(assistant.settings.corpus_dir, half=scope.half).questions)
    random.Random(_SEED).shuffle(questions)
    asked = [question.text for question in questions[: scope.limit or _QUESTIONS]]
    return {"part": WHOLE if scope.half is None else HALVES[scope.half], **measure_written(assistant, asked)}


def _lines(value: Mapping[str, object], indent: int = 0) -> list[str]:
    found = []
    for key, each in value.items():
        head = f"{' ' * indent}{key}:"
        if isinstance(each, Mapping) and all(isinstance(number, (int, float)) for number in each.values()):
            found.append(f"{head} {', '.join(f'{name} {number}' for name, number in each.items()) or '–'}")
        elif isinstance(each, Mapping):
            found += [head, *_lines(each, indent + 2)]
        elif isinstance(each, list):
            found += [head, *(f"{' ' * (indent + 2)}{json.dumps(item, ensure_ascii=False)}" for item in each)]
        else:
            found.append(f"{head} {each}")
    return found


CHECKS: Mapping[str, Callable[[Assistant, Scope], dict[str, object]]] = {
    "recall": _recall,
    "grounding": _grounding,
    "dialogues": _dialogues,
    "written": _written,
}
"""The checks by name: whether what answers is among the first candidates, what grounding notices, whether follow-ups
are understood, whether a chat model's inventions get through."""
