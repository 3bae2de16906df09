"""Runs of the evaluation on the corpus' own questions, and their results over time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.admin.jobs import Job, JobCancelledError
from assistant.errors import UsageError
from assistant.evaluation.datasets import load_dataset
from assistant.evaluation.measure import measure
from assistant.evaluation.summary import Report, report
from assistant.service import Assistant

MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """The shares, from 0 to 1, and seconds of one run; None where the set does not measure it.

    ``time`` is in seconds of the Unix epoch. ``hit``: the expected facts stand in the answer; ``recall_at_5``: a
    right document is among the first five; ``refused``: unanswerable questions refused; ``wrongly_refused``:
    answerable ones.
    """

    time: float
    questions: int
    generation: int
    hit: float | None
    citation_precision: float | None
    recall_at_5: float | None
    refused: float | None
    wrongly_refused: float | None
    answer_p95_s: float


class Evaluations:
    """A folder with a file for each result."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def all(self) -> list[EvaluationResult]:
        """The results, oldest first; damaged ones are left out."""
        found = []
        for file in self._folder.glob("*.json"):
            try:
                found.append(EvaluationResult(**json.loads(file.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError):
                continue
        return sorted(found, key=lambda result: result.time)[-MOST_KEPT:]

    def run(self, assistant: Assistant, job: Job, limit: int | None) -> EvaluationResult:
        """Ask the questions of the corpus (the first ``limit`` of each sort) and keep what was measured.

        Raises:
            JobCancelledError: the job was asked to stop.
            DatasetError: the corpus has no questions.
            UsageError: the result cannot be written.
        """
        dataset = load_dataset(assistant.settings.corpus_dir, limit)

        def asked(done: int) -> None:
            job.done, job.total = done, len(dataset.questions)
            if job.cancel.is_set():
                raise JobCancelledError

        asked(0)
        measured = report(assistant, dataset, measure(assistant, dataset, on_asked=asked))
        generation = assistant.state().generation or 0
        result = _result(measured, self._clock(), generation)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"{int(result.time * 1000)}.json"
            file.write_text(json.dumps(asdict(result)), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"The result cannot be written: {error.strerror}.") from None
        return result


def _result(report: Report, now: float, generation: int) -> EvaluationResult:
    answers, refusals = report.answers, report.abstention
    recall = report.ranking.get("recall@5") if report.answerable else None
    return EvaluationResult(
        time=now,
        questions=report.answerable + report.unanswerable,
        generation=generation,
        hit=None if answers is None else answers.hit.mean,
        citation_precision=None if answers is None else answers.citation_precision,
        recall_at_5=None if recall is None else recall.mean,
        refused=None if refusals is None else refusals.recall,
        wrongly_refused=None if refusals is None else refusals.false_refusals,
        answer_p95_s=report.latency_s["answer"]["p95"],
    )
