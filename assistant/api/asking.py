"""A question of a program, from the limits to the counted answer: the same for HTTP and for MCP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.api.mapping import filters_of, turns_of
from assistant.api.models import AskRequest, SearchRequest
from assistant.documents import Answer, Retrieval, Turn
from assistant.errors import AssistantError, TooManyQuestionsError, UsageError
from assistant.server.limits import VisitorLimits
from assistant.server.metrics import Metrics, Origin
from assistant.service import Assistant

Record = Callable[[Answer, float, str], object]
"""Keeps an answer for the admin: the answer, the seconds that it took, and where it was asked."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks on behalf of visitors. Every call raises :class:`TooManyQuestionsError` over the limits."""

    assistant: Assistant
    limits: VisitorLimits
    metrics: Metrics
    record: Record

    def ask(self, request: AskRequest, visitor: str, origin: Origin) -> Iterator[tuple[Answer, float]]:
        """Growing versions of an answer, each with the seconds since the question.

        Raises:
            UsageError: the question is longer than the settings allow, or empty.
            IndexUnusableError: there is no index, or it cannot be used.
            EmbeddingModelError: the model cannot be loaded.
        """
        self._check(request.question)
        begun = time.perf_counter()
        try:
            with self.limits.question(visitor):
                conversation = self._turns(request)
                for answer in self.assistant.ask(request.question, conversation, filters_of(request.filters)):
                    seconds = time.perf_counter() - begun
                    if answer.complete:
                        self.metrics.answered(answer, seconds, origin)
                        self.record(answer, seconds, origin)
                    yield answer, seconds
        except TooManyQuestionsError:
            self.metrics.not_answered(origin, "refused")
            raise
        except AssistantError:
            self.metrics.not_answered(origin, "failed")
            raise

    def whole_answer(self, request: AskRequest, visitor: str, origin: Origin) -> tuple[Answer, float]:
        """The complete answer. Raises as :meth:`ask` does."""
        *_, last = self.ask(request, visitor, origin)
        return last

    def search(self, request: SearchRequest, visitor: str) -> tuple[Retrieval, float]:
        """The passages that bear on a question, and the seconds. Raises as :meth:`ask` does."""
        self._check(request.question)
        begun = time.perf_counter()
        with self.limits.question(visitor):
            self.metrics.searched()
            found = self.assistant.search(request.question, filters_of(request.filters), request.k)
        return found, time.perf_counter() - begun

    def _turns(self, request: AskRequest) -> Sequence[Turn]:
        if not request.conversation:
            return ()
        with self.assistant.snapshot() as snapshot:
            return turns_of(request.conversation, snapshot)

    def _check(self, question: str) -> None:
        most = self.assistant.settings.max_question_chars
        if not question.strip():
            raise UsageError("The question is empty.")
        if len(question) > most:
            raise UsageError(f"The question is longer than {most} characters.")
