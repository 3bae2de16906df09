"""Figures for Prometheus: how many questions, how they ended, how long they took, what is indexed."""

from __future__ import annotations

from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.documents import Answer
from assistant.errors import AssistantError
from assistant.service import Assistant

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Origin = Literal["page", "api", "mcp"]
Outcome = Literal["answered", "abstained", "refused", "failed"]

# Seconds: from a cached small index to a slow chat model.
_BUCKETS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 12.0, 30.0, 60.0)


class Metrics:
    """The figures of one application, in a registry of their own. Thread-safe; no text of a question is kept."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "assistant_questions", "Questions asked", ["origin", "outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "assistant_answer_seconds", "Time to the whole answer", ["origin"], buckets=_BUCKETS,
            registry=self._registry,
        )  # fmt: skip
        self._searches = Counter("assistant_searches", "Searches without an answer", registry=self._registry)
        self._documents = Gauge("assistant_documents", "Documents in the index", registry=self._registry)
        self._chunks = Gauge("assistant_chunks", "Passages in the index", registry=self._registry)
        self._generation = Gauge("assistant_generation", "Generation of the index", registry=self._registry)
        self._ready = Gauge("assistant_ready", "1 when model and index are loaded", registry=self._registry)

    def answered(self, answer: Answer, seconds: float, origin: Origin) -> None:
        """Count a complete answer that took ``seconds``."""
        self._questions.labels(origin, "abstained" if answer.abstained else "answered").inc()
        self._seconds.labels(origin).observe(seconds)

    def not_answered(self, origin: Origin, outcome: Outcome) -> None:
        """Count a question that got no answer: over the limits, or an error."""
        self._questions.labels(origin, outcome).inc()

    def searched(self) -> None:
        """Count one search."""
        self._searches.inc()

    def exposition(self) -> bytes:
        """All figures in Prometheus' text format."""
        state = self._assistant.state()
        self._ready.set(is_ready(self._assistant))
        self._generation.set(state.generation or 0)
        try:
            with self._assistant.snapshot() as snapshot:
                self._documents.set(len(snapshot.documents))
                self._chunks.set(sum(snapshot.chunk_counts().values()))
        except AssistantError:
            self._documents.set(0)
            self._chunks.set(0)
        return generate_latest(self._registry)


def is_ready(assistant: Assistant) -> bool:
    """Whether questions are answered without waiting: model loaded, index there, nothing in the way."""
    state = assistant.state()
    return state.model_loaded and state.generation is not None and not state.problem
