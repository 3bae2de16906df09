"""Answers written by a chat model from the evidence, every sentence checked against the passages that it cites."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.answering.abstention import abstain
from assistant.answering.candidates import Candidate
from assistant.answering.chat_model import Chat, ChatFailedError, Failure, prompt
from assistant.answering.cleaning import cited_numbers, plain
from assistant.answering.entailment import Entailment
from assistant.answering.entities import Entities
from assistant.answering.extractive import cite, language_notice
from assistant.answering.names import fold
from assistant.answering.reading import Read
from assistant.answering.sources import Sources, request
from assistant.answering.texts import spoken, texts
from assistant.documents import Answer, By, Citation, Grounding, Query, Sentence
from assistant.reader import Reader
from assistant.sentences import sentence_spans

_log = logging.getLogger(__name__)

Verdict = Literal["shown", "marked", "dropped"]
"""What becomes of a sentence that a model wrote."""

_SOURCES = 8
_FEWER_SOURCES = 3
"""Sources given when the model's context holds no more."""
_SENTENCES = 8
_NO_ANSWER = "NO_ANSWER"
_ENDED = re.compile(r"[.!?…»”\"\])*]\s*$")


class NothingGroundedError(Exception):
    """No sentence of the model's could be verified."""


@dataclass(frozen=True, slots=True)
class Verification:
    """How sentences are checked: by the reader, by a model for inference too where it is set; ``strict`` drops what is
    in doubt instead of marking it."""

    reader: Reader | None
    entailment: Entailment | None = None
    strict: bool = False


def generate(
    query: Query, read: Sequence[Read], confidence: float, verification: Verification, chat: Chat
) -> Iterator[Answer]:
    """The answer as it is written from what was read, a sentence more in each version; the last one is complete.

    Raises:
        ChatFailedError: the model did not answer, or not to its end.
        NothingGroundedError: nothing that it wrote could be verified.
    """
    try:
        yield from _generate(query, read[:_SOURCES], confidence, verification, chat)
    except ChatFailedError as error:
        if error.failure is not Failure.CONTEXT or len(read) <= _FEWER_SOURCES:
            raise
        yield from _generate(query, read[:_FEWER_SOURCES], confidence, verification, chat)


def _generate(
    query: Query, read: Sequence[Read], confidence: float, verification: Verification, chat: Chat
) -> Iterator[Answer]:
    sources = Sources(read, verification.reader, verification.entailment)
    draft = _Draft(query, confidence, sources, verification.strict)
    written = ""
    done = 0
    for piece in chat.stream(prompt("answer"), request(query.text, query.language, sources)):
        written += piece
        if _NO_ANSWER in written:
            break
        spans = sentence_spans(written)
        for start, end in spans[done : len(spans) - 1]:  # the last one may still grow
            if draft.add(written[start:end]):
                yield draft.answer(complete=False)
        done = max(done, len(spans) - 1)
        if draft.full:
            break
    else:
        for start, end in sentence_spans(written)[done:]:
            if not draft.sentences or _ENDED.search(written[start:end]):  # a limit of length may have cut the last one
                draft.add(written[start:end])
    if _NO_ANSWER in written and not draft.sentences:
        yield abstain(query, [each.evidence for each in read], Entities(()), confidence)
        return
    if not any(s.grounding is Grounding.SUPPORTED for s in draft.sentences):
        raise NothingGroundedError
    yield draft.answer(complete=True)


@dataclass
class _Draft:
    """An answer in the making."""

    query: Query
    confidence: float
    sources: Sources
    strict: bool
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    _said: set[str] = field(default_factory=set)

    @property
    def full(self) -> bool:
        return len(self.sentences) >= _SENTENCES

    def add(self, written: str) -> bool:
        """Check a sentence and keep it, if it may be shown; False when it may not."""
        text, numbers = cited_numbers(plain(written))
        if not any(c.isalnum() for c in text) or self.full:
            return False
        verdict = self._keep(text, numbers)
        # What was written is not logged: it may hold what a visitor asked.
        _log.debug("a written sentence is %s", verdict, extra={"verdict": verdict})
        return verdict != "dropped"

    def _keep(self, text: str, numbers: Sequence[int]) -> Verdict:
        language = self.query.language
        key = fold(text)
        if key in self._said:
            return "dropped"
        self._said.add(key)
        cited = self.sources.known(numbers) or self.sources.evident(text, language)
        if not cited:
            return "dropped"
        judgement, nearest = self.sources.judge(text, language, cited)
        if judgement.grounding is None and (repaired := self.sources.evident(text, language)) and repaired != cited:
            judgement, nearest = self.sources.judge(text, language, repaired)
        if judgement.grounding is None or not nearest:
            return "dropped"
        if self.strict and judgement.grounding is Grounding.UNSUPPORTED:
            return "dropped"
        numbered = tuple(dict.fromkeys(self._cite(candidate) for candidate in nearest.values()))
        self.sentences.append(Sentence(text, numbered, judgement.grounding))
        return "shown" if judgement.grounding is Grounding.SUPPORTED else "marked"

    def _cite(self, candidate: Candidate) -> int:
        for citation in self.citations:
            if (citation.document.id, citation.start) == candidate.place:
                return citation.n
        self.citations.append(cite(len(self.citations) + 1, candidate))
        return len(self.citations)

    def answer(self, *, complete: bool) -> Answer:
        query = self.query
        notices = [language_notice(self.citations, query.language)]
        if any(s.grounding is Grounding.UNSUPPORTED for s in self.sentences):
            notices.append(texts(query.language).partly_unsupported)
        return Answer(
            query.text,
            spoken(query.language),
            tuple(self.sentences),
            tuple(self.citations),
            self.confidence,
            notice=" ".join(notice for notice in notices if notice),
            complete=complete,
            by=By.WRITTEN,
        )
