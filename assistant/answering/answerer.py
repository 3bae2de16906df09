"""Puts the ways of answering together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from assistant.answering.abstention import abstain, contradicted
from assistant.answering.catalogue import catalogue_answer
from assistant.answering.chat_model import ChatFailedError, open_chat
from assistant.answering.comparison import compare, sides
from assistant.answering.conversation import said_before
from assistant.answering.entailment import open_entailment
from assistant.answering.entities import Entities
from assistant.answering.extractive import extract
from assistant.answering.generative import NothingGroundedError, Verification, generate
from assistant.answering.headings import with_sections
from assistant.answering.nearness import Nearness
from assistant.answering.texts import failure_reason, texts
from assistant.answering.widening import widened
from assistant.documents import Answer, Retrieval, Turn
from assistant.embedding import Embedder
from assistant.index.snapshot import Snapshot
from assistant.settings import Settings


class Answerer:
    """Answers questions from their evidence, on one state of the index. Thread-safe."""

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder, settings: Settings, nearness: Nearness | None = None
    ) -> None:
        """``nearness`` may know sentences already; it must be made with ``embedder``."""
        self._snapshot = snapshot
        self._embedder = embedder
        self._settings = settings
        self._nearness = nearness or Nearness(embedder)
        self._chat = open_chat(settings)
        self._verification = Verification(embedder, open_entailment(settings), settings.grounding == "strict")

    @cached_property
    def entities(self) -> Entities:
        """The names that the documents know."""
        return Entities(self._snapshot.documents.values())

    def answer(self, retrieval: Retrieval, conversation: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer in growing versions; the last one is complete.

        Where a chat model is configured it writes the answer; when it fails, the sentences of the documents stand
        in, with a notice that says why.

        Raises:
            EmbeddingModelError: the embedding model cannot be loaded.
        """
        if (known := catalogue_answer(retrieval.query, self._snapshot, self.entities)) is not None:
            yield known
            return
        unsure = not retrieval.evidence or retrieval.confidence < self._settings.abstain_below
        if unsure or contradicted(retrieval.query, self.entities):
            yield abstain(retrieval, self.entities, empty=not self._snapshot.documents)
            return
        if compared := sides(retrieval.query, self.entities):
            yield compare(retrieval, compared, self._snapshot, self.entities, self._nearness)
            return
        retrieval = widened(retrieval, self._snapshot, self.entities, self._nearness)
        retrieval = with_sections(retrieval, self._snapshot)
        notice = ""
        if self._chat is not None:
            words = texts(retrieval.query.language)
            try:
                yield from generate(retrieval, self._verification, self._chat)
                return
            except ChatFailedError as error:
                reason = failure_reason(error.failure.value, error.remedy, retrieval.query.language)
                notice = words.model_unavailable.format(reason=reason)
            except NothingGroundedError:
                notice = words.model_refused
        answer = extract(retrieval, self._nearness, said_before(retrieval.query.text, conversation))
        yield replace(answer, notice=" ".join(part for part in (notice, answer.notice) if part))
