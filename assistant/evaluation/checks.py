"""``python -m assistant evaluate --check NAME``: measures what makes answers worth trusting, on the index as it is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

from assistant.answering.grounding import Passage
from assistant.answering.orders import without_orders
from assistant.errors import UsageError
from assistant.evaluation.corruption import cases, measure_grounding
from assistant.evaluation.datasets import load_dataset
from assistant.evaluation.dialogues import load_dialogues, measure_dialogues, summary
from assistant.evaluation.written import measure_written
from assistant.service import Assistant
from assistant.settings import Settings

_FAITHFUL = 300
_QUESTIONS = 100
_SEED = 7


def run_check(
    settings: Settings, name: str, limit: int | None = None, output: Path | None = None, as_json: bool = False
) -> int:
    """Measure and print; ``output`` keeps the JSON too. Returns the exit status 0.

    Args:
        name: one of :data:`CHECKS`.
        limit: how many sentences, dialogues or questions; the usual number if None.

    Raises:
        UsageError: an unknown check, a limit below 1, an output that cannot be written, or no chat model to check.
        DatasetError: the corpus folder has no questions or dialogues, or they are malformed.
        IndexUnusableError: there is no index, or it cannot be used.
    """
    if limit is not None and limit < 1:
        raise UsageError("--limit must be at least 1.")
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"--output {output}: the folder {output.parent} does not exist.")
    with Assistant(settings) as assistant:
        report = {"check": name, **CHECKS[name](assistant, limit)}
    text = json.dumps(report, ensure_ascii=False, indent=2)
    if output is not None:
        try:
            output.write_text(text + "\n", "utf-8")
        except OSError as error:
            raise UsageError(f"--output {output} cannot be written: {error.strerror}.") from None
    console = Console()
    console.out(text if as_json else "\n".join(_lines(report)), highlight=False)
    return 0


def _dialogues(assistant: Assistant, limit: int | None) -> dict[str, object]:
    found = load_dialogues(assistant.settings.corpus_dir)[:limit]
    return summary(measure_dialogues(assistant, found))


def _grounding(assistant: Assistant, limit: int | None) -> dict[str, object]:
    with assistant.snapshot() as snapshot:
        passages = [
            Passage(
                without_orders(chunk.text), document.metadata.language,
                "\n".join((document.metadata.title, *chunk.heading, *document.metadata.cluster)),
            )
            for id_, document in sorted(snapshot.documents.items(), key=lambda item: item[1].path)
            for chunk in snapshot.document_chunks(id_)
        ]  # fmt: skip
    return {"grounding": measure_grounding(cases(passages, limit or _FAITHFUL), assistant.embedder)}


def _written(assistant: Assistant, limit: int | None) -> dict[str, object]:
    if not assistant.settings.chat_model:
        raise UsageError("--check written needs a chat model: set ASSISTANT_CHAT_MODEL, and what the README says.")
    questions = list(load_dataset(assistant.settings.corpus_dir).questions)
    random.Random(_SEED).shuffle(questions)
    return measure_written(assistant, [question.text for question in questions[: limit or _QUESTIONS]])


def _lines(value: Mapping[str, object], indent: int = 0) -> list[str]:
    found = []
    for key, each in value.items():
        if isinstance(each, Mapping):
            found += [f"{' ' * indent}{key}:", *_lines(each, indent + 2)]
        else:
            found.append(f"{' ' * indent}{key}: {each}")
    return found


CHECKS: Mapping[str, Callable[[Assistant, int | None], dict[str, object]]] = {
    "grounding": _grounding,
    "dialogues": _dialogues,
    "written": _written,
}
"""The checks by name: what grounding notices, whether follow-ups are understood, whether a chat model's inventions get
through."""
