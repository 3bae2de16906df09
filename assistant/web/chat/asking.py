"""A question of a visitor of the page: within the limits, counted, and kept in the question log."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from assistant.documents import Answer, Filters
from assistant.errors import AssistantError, TooManyQuestionsError
from assistant.server.limits import VisitorLimits
from assistant.server.metrics import Metrics
from assistant.service import Assistant
from assistant.web.chat.turns import ShownTurn, conversation


@dataclass(frozen=True, slots=True)
class PageAsking:
    """Asks on behalf of the page's visitors."""

    assistant: Assistant
    limits: VisitorLimits
    metrics: Metrics

    def ask(
        self, question: str, earlier: Sequence[ShownTurn], filters: Filters, visitor: str
    ) -> Generator[tuple[Answer, str], None, None]:
        """Growing versions of the answer; the complete one comes with the id by which it can be rated, if it has one.

        Raises:
            TooManyQuestionsError: the visitor asks more than the limits allow.
            AssistantError: the question cannot be answered; see :meth:`Assistant.ask`.
        """
        begun = time.perf_counter()
        try:
            with self.limits.question(visitor):
                for answer in self.assistant.ask(question, conversation(earlier), filters):
                    if not answer.complete:
                        yield answer, ""
                        continue
                    seconds = time.perf_counter() - begun
                    self.metrics.answered(answer, seconds, "page")
                    yield answer, self.assistant.activity.record(answer, seconds, "page", filters=filters)
        except TooManyQuestionsError:
            self.metrics.not_answered("page", "refused")
            raise
        except AssistantError:
            self.metrics.not_answered("page", "failed")
            raise
