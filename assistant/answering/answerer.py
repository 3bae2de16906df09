"""Puts the ways of answering together."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from assistant.answering.abstention import abstain, contradicted
from assistant.answering.calibration import Model, measure, missing, missing_names, probability, shipped, unknown_years
from assistant.answering.catalogue import catalogue_answer
from assistant.answering.chat_model import ChatFailedError, open_chat
from assistant.answering.comparison import about_side, compare, sides
from assistant.answering.conversation import said_before
from assistant.answering.entailment import open_entailment
from assistant.answering.entities import Entities
from assistant.answering.extractive import compose
from assistant.answering.generative import NothingGroundedError, Verification, generate
from assistant.answering.reading import Read, read, read_without
from assistant.answering.selecting import select
from assistant.answering.texts import failure_reason, texts
from assistant.documents import Answer, By, Evidence, Query, Turn, Why
from assistant.errors import ReaderError
from assistant.index.snapshot import Snapshot
from assistant.reader import Reader
from assistant.settings import Settings

_log = logging.getLogger(__name__)

PARTLY_BELOW = 0.8
"""Confidence under which what is shown is said to be only near to the question. Of the development questions that may
be looked at, 14 % (own corpus) and 28 % (documents of others) of those that are answered lie under it, and 54 % and
60 % of those that are not."""

MOSTLY_MISSING = 0.5
"""Share of a question's names, codes and figures that must be missing to be the reason why it is not answered."""


class Answerer:
    """Answers questions from the candidates found for them, on one state of the index. Thread-safe."""

    def __init__(self, snapshot: Snapshot, reader: Reader | None, settings: Settings) -> None:
        self._snapshot, self._reader, self._settings = snapshot, reader, settings
        self._chat = open_chat(settings)
        self._verification = Verification(reader, open_entailment(settings), settings.grounding == "strict")
        self._calibration: Model = shipped()

    @cached_property
    def entities(self) -> Entities:
        """The names that the documents know."""
        return Entities(self._snapshot.documents.values())

    def read(self, query: Query, found: Sequence[Evidence]) -> tuple[tuple[Read, ...], str]:
        """What was found, read, likeliest first; and a line that says so where it could not be read, else empty."""
        if self._reader is None:
            return read_without(query, found), ""
        try:
            return read(query, found, self._reader), ""
        except ReaderError as error:
            _log.warning("%s", error)
            return read_without(query, found), texts(query.language).reader_unavailable

    def confidence(self, query: Query, read: Sequence[Read]) -> float:
        """The probability in [0, 1] that what was read answers the question."""
        return probability(measure(query, read, self._snapshot.lexical.idf), self._calibration) if read else 0.0

    def answer(self, query: Query, found: Sequence[Evidence], conversation: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer in growing versions; the last one is complete.

        Where a chat model is configured it writes the answer; when it fails, the sentences of the documents stand
        in, with a notice that says why.
        """
        if (known := catalogue_answer(query, self._snapshot, self.entities)) is not None:
            yield replace(known, by=By.COMPUTED)
            return
        passages, notice = self.read(query, found)
        confidence = self.confidence(query, passages)
        if why := self._refusal(query, passages, confidence):
            refusal = abstain(query, [each.evidence for each in passages], self.entities, confidence, why)
            yield _noted(refusal, notice)
            return
        if compared := sides(query, self.entities):
            read = [
                (side[1], self.read(query, about_side(query, found, side, self._snapshot, self.entities))[0])
                for side in compared
            ]
            yield _noted(compare(query, read, confidence), notice)
            return
        if self._chat is not None:
            try:
                for written in generate(query, passages, confidence, self._verification, self._chat):
                    yield _noted(written, notice)
                return
            except ChatFailedError as error:
                reason = failure_reason(error.failure.value, error.remedy, query.language)
                notice += " " + texts(query.language).model_unavailable.format(reason=reason)
            except NothingGroundedError:
                notice += " " + texts(query.language).model_refused
        left_out = said_before(query.text, conversation)
        fresh = [replace(one, sentences=tuple(s for s in one.sentences if s.place not in left_out)) for one in passages]
        chosen = select(fresh, query.language) or select(passages, query.language)
        if confidence < PARTLY_BELOW:
            yield _noted(compose(query, chosen, confidence, Why.PARTLY, missing_names(query.text, passages)), notice)
        else:
            yield _noted(compose(query, chosen, confidence), notice)

    def _refusal(self, query: Query, passages: Sequence[Read], confidence: float) -> Why:
        """Why the question cannot be answered; empty where it can, at least in part."""
        if not self._snapshot.documents:
            return Why.NO_DOCUMENTS
        if not any(each.sentences for each in passages):
            return Why.NOTHING_FOUND
        if contradicted(query, self.entities):
            return Why.PREMISE
        if unknown_years(query.text, self._snapshot.lexical.idf):
            return Why.MISSING
        if confidence >= self._settings.abstain_below:
            return Why.ANSWERED
        lacking = missing(query.text, passages, self._snapshot.lexical.idf)
        return Why.MISSING if lacking >= MOSTLY_MISSING else Why.NOT_TOLD


def _noted(answer: Answer, notice: str) -> Answer:
    return replace(answer, notice=" ".join(part for part in (notice.strip(), answer.notice) if part))
