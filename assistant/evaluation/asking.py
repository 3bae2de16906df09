"""Asks as a visitor does, turn by turn, and writes down what came back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents import Answer, Turn
from assistant.serialize import answer_dict
from assistant.service import Assistant


@dataclass(frozen=True, slots=True)
class Reply:
    """The complete answer to the last question of a conversation, and the seconds that it took."""

    answer: Answer
    seconds: float


def converse(assistant: Assistant, turns: Sequence[str]) -> Reply:
    """Ask ``turns`` in one conversation. Raises as :meth:`Assistant.ask` does."""
    conversation: list[Turn] = []
    for question in turns[:-1]:
        conversation.append(Turn(question, _last(assistant, question, conversation)))
    start = time.perf_counter()
    answer = _last(assistant, turns[-1], conversation)
    return Reply(answer, time.perf_counter() - start)


def reply_row(id_: str, turns: Sequence[str], reply: Reply, **judged: object) -> dict[str, object]:
    """A reply as it is kept for reading by hand: who asked what, how it was ``judged``, and all of the answer."""
    answer = reply.answer
    ways = {"by": answer.by.value, "why": answer.why.value}
    return {"id": id_, "turns": list(turns), **judged, **ways, **answer_dict(answer, reply.seconds)}


def _last(assistant: Assistant, question: str, conversation: Sequence[Turn]) -> Answer:
    *_, last = assistant.ask(question, conversation)
    return last
