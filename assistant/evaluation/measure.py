"""Asks every question of a set, and keeps what came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.asking import Reply, converse
from assistant.evaluation.baselines import baseline
from assistant.evaluation.datasets import Dataset, Question
from assistant.evaluation.indexing import document_name
from assistant.evaluation.metrics import Outcome, contains
from assistant.retrieval import understand
from assistant.service import Assistant

_DEPTH = 10  # passages that a search returns; the measures look no further


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what came back: documents in order, those of each baseline, the answer, seconds of each."""

    question: Question
    documents: tuple[str, ...]
    baselines: Mapping[str, tuple[str, ...]]
    search_s: float
    reply: Reply

    @property
    def half(self) -> int:
        return self.question.half

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.reply.answer.confidence, self.reply.answer.abstained)

    @property
    def hit(self) -> bool:
        """Whether the answer holds what is expected; a refusal does not."""
        return not self.reply.answer.abstained and self.holds(self.reply.answer.text)

    def holds(self, text: str) -> bool:
        """Whether a text holds what is expected; False where no string is."""
        expected = self.question.answers
        return bool(expected) and contains(text, expected, self.question.every_answer)


def measure(
    assistant: Assistant,
    dataset: Dataset,
    baselines: Sequence[str] = (),
    on_asked: Callable[[int], None] = lambda _: None,
) -> list[Asked]:
    """Ask everything. Raises as :meth:`Assistant.search` does.

    Args:
        on_asked: is told after each question how many have been asked; what it raises ends the run.
    """
    assistant.load()
    compared = _baselines(assistant, dataset, baselines) if baselines else {}
    asked: list[Asked] = []
    for question in dataset.questions:
        asked.append(_ask(assistant, dataset, question, compared.get(question, {})))
        on_asked(len(asked))
    return asked


def _baselines(
    assistant: Assistant, dataset: Dataset, names: Sequence[str]
) -> dict[Question, dict[str, tuple[str, ...]]]:
    """What each baseline finds for each answerable question."""
    with assistant.snapshot() as snapshot:
        paths = {id_: document_name(document.path, dataset) for id_, document in snapshot.documents.items()}
        searches = {name: baseline(name, snapshot, assistant.embedder) for name in names}
        return {
            question: {
                name: tuple(paths[id_] for id_ in search(understand(question.text))[:_DEPTH])
                for name, search in searches.items()
            }
            for question in dataset.answerable
        }


def _ask(assistant: Assistant, dataset: Dataset, question: Question, baselines: Mapping[str, tuple[str, ...]]) -> Asked:
    start = time.perf_counter()
    retrieval = assistant.search(question.text, k=_DEPTH)
    seconds = time.perf_counter() - start
    documents = tuple(dict.fromkeys(document_name(each.document.path, dataset) for each in retrieval.evidence))
    return Asked(question, documents, baselines, seconds, converse(assistant, [question.text]))
