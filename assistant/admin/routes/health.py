"""Settings and health: what is set, what the doctor finds, a test question, the evaluation over time."""

from __future__ import annotations

import sys
import time

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from assistant import __version__
from assistant.admin.area import Area
from assistant.admin.charts import Series, lines
from assistant.admin.effective import effective
from assistant.admin.evaluations import EvaluationResult
from assistant.admin.guard import first, form_of, session_of
from assistant.admin.views import back, page, when, words_of
from assistant.doctor import examine
from assistant.documents import Answer, Retrieval
from assistant.errors import AssistantError, UsageError
from assistant.evaluation.datasets import QUESTIONS_FILE

_DRAWN = 30


def router(area: Area) -> APIRouter:
    """The health of one area."""
    router = APIRouter()

    @router.get("/health")
    def shown(request: Request) -> Response:
        return _page(area, request)

    @router.post("/health/question")
    def ask(request: Request) -> Response:
        """A question that is not counted, and everything that led to its answer."""
        question = " ".join(first(form_of(request), "question").split())
        if not question or len(question) > area.assistant.settings.max_question_chars:
            raise UsageError(words_of(request)["question_length"])
        begun = time.perf_counter()
        answer: Answer | None = None
        retrieval: Retrieval | None = None
        problem = ""
        try:
            answer = area.assistant.answer(question)
            retrieval = area.assistant.search(question)
        except AssistantError as error:
            problem = str(error)
        seconds = time.perf_counter() - begun
        return page(
            area, request, "question.html", question=question, answer=answer, retrieval=retrieval, seconds=seconds,
            problem=problem,
        )  # fmt: skip

    @router.post("/health/evaluate")
    def evaluate(request: Request) -> Response:
        session = session_of(request)
        given = first(form_of(request), "limit").strip()
        limit = int(given) if given.isascii() and given.isdigit() and 0 < int(given) < 100_000 else None
        area.jobs.start("evaluation", session.user, lambda job: area.evaluations.run(area.assistant, job, limit))
        area.audit.add(session.user, "evaluate", given)
        return back("/admin/health")

    return router


def _page(area: Area, request: Request) -> Response:
    assistant = area.assistant
    results = area.evaluations.all()
    return page(
        area, request, "health.html", findings=examine(assistant.settings), settings=effective(assistant.settings),
        state=assistant.state(), model=assistant.embedder.model_id, version=__version__,
        python=".".join(map(str, sys.version_info[:3])), results=list(reversed(results)),
        chart=_chart(results, words_of(request)), job=area.jobs.latest(), now=time.time(),
        has_questions=(assistant.settings.corpus_dir / QUESTIONS_FILE).is_file(),
    )  # fmt: skip


def _chart(results: list[EvaluationResult], words: dict[str, str]) -> Markup:
    drawn = results[-_DRAWN:]
    series = [
        Series(words["measure_hit"], "series-1", [result.hit for result in drawn]),
        Series(words["measure_recall"], "series-2", [result.recall_at_5 for result in drawn]),
        Series(words["measure_citations"], "series-3", [result.citation_precision for result in drawn]),
        Series(words["measure_refused"], "series-4", [result.refused for result in drawn]),
    ]
    return lines(words["evaluation_chart"], [when(result.time)[5:] for result in drawn], series)
