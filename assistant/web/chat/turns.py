"""A turn as the page shows it, and the form in which the visitor's browser keeps it.

The server keeps no conversation: the browser sends its turns along with each question. What comes back is therefore
as untrusted as the question itself: it is checked against the types, bounded in size, and escaped when rendered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from assistant.documents import Answer, Citation, DocumentInfo, Evidence, Filters, Turn

TURNS_KEPT = 20
"""Turns of a conversation; older ones leave it. Bounds what a browser keeps and sends."""
LONGEST_TURN = 100_000
"""Characters of a packed turn; an answer with ten citations takes about 15 000."""
_EXTRA = ("id", "town", "title_fr", "title_en")
"""The keys of a document's further metadata that the page or a follow-up question reads."""

Rating = Literal["", "up", "down"]


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A question as it was asked, its answer (``answer.question`` is the question as it was understood), the filters
    it was asked with, what may be asked next, and the id under which the activity log knows it, if it does."""

    question: str
    answer: Answer
    filters: Filters = field(default_factory=Filters)
    suggestions: tuple[str, ...] = ()
    record: str = ""
    rating: Rating = ""
    stopped: bool = False

    @property
    def understood(self) -> str:
        """The question that was looked up, where it is not the one that was asked."""
        looked_up = self.answer.question
        return looked_up if " ".join(looked_up.split()) != " ".join(self.question.split()) else ""


_CODEC = TypeAdapter(ShownTurn)


def pack(turn: ShownTurn) -> str:
    """The turn as JSON, without what the page does not show again.

    >>> unpack([pack(ShownTurn("Why?", Answer("Why?", "en")))])[0].question
    'Why?'
    """
    answer = replace(
        turn.answer,
        citations=tuple(_slim_citation(c) for c in turn.answer.citations),
        nearest=tuple(_slim_evidence(e) for e in turn.answer.nearest),
    )
    return _CODEC.dump_json(replace(turn, answer=answer)).decode()


def unpack(packed: Sequence[str]) -> tuple[ShownTurn, ...]:
    """The newest turns that are what they should be; all others are left out."""
    turns = []
    for text in packed[-TURNS_KEPT:]:
        if len(text) <= LONGEST_TURN:
            try:
                turn = _CODEC.validate_json(text)
            except ValidationError:
                continue
            turns.append(turn if turn.answer.complete else interrupted(turn))
    return tuple(turns)


def interrupted(turn: ShownTurn) -> ShownTurn:
    """What is left of a turn whose answer was stopped."""
    return replace(turn, answer=replace(turn.answer, complete=True), stopped=True)


def conversation(turns: Sequence[ShownTurn]) -> tuple[Turn, ...]:
    """The turns as the assistant takes them, for a question that follows."""
    return tuple(Turn(t.answer.question, t.answer) for t in turns)


def _slim_citation(citation: Citation) -> Citation:
    return replace(citation, chunk=replace(citation.chunk, text=""), document=_slim_document(citation.document))


def _slim_evidence(evidence: Evidence) -> Evidence:
    # With its whole text: the link to a passage carries a checksum of it.
    return replace(evidence, document=_slim_document(evidence.document))


def _slim_document(document: DocumentInfo) -> DocumentInfo:
    known = document.metadata
    extra = {key: known.extra[key] for key in _EXTRA if key in known.extra}
    return replace(document, metadata=replace(known, extra=extra, rome=(), esco=()), also_at=())
