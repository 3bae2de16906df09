"""A visitor of the chat page without a browser: speaks the queue protocol of the page that the server sends."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

PATIENCE_S = 300  # for one answer; what takes longer is an error


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a question: the question and the ticket that the answer carries, and its sentences.

    ``seconds`` is the time to the whole answer, ``first_s`` to the first sign that the question is being answered.
    """

    question: str
    ticket: str
    sentences: tuple[str, ...]
    packed: str
    seconds: float
    first_s: float


@dataclass(slots=True)
class Visitor:
    """One session: its own hash, its own connection, its own conversation."""

    client: httpx.AsyncClient
    asked_event: int
    trigger: int
    session: str
    turns: list[str] = field(default_factory=list)

    async def ask(self, question: str) -> Reply:
        """Ask in the course of the conversation, as the page's script does.

        Raises:
            RuntimeError: no answer came, or not one of this shape.
        """
        ticket = secrets.token_hex(8)
        message = {"code": "en", "ticket": ticket, "question": question, "turns": self.turns}
        began = time.perf_counter()
        joined = await self.client.post(
            "/gradio_api/queue/join",
            json={"data": [], "event_data": message, "fn_index": self.asked_event, "trigger_id": self.trigger,
                  "session_hash": self.session},
        )  # fmt: skip
        joined.raise_for_status()
        event = joined.json()["event_id"]
        first_s = 0.0
        async for message in self._messages():
            if message.get("event_id") not in (event, None):
                raise RuntimeError(f"an event of somebody else arrived: {message['event_id']}")
            if message["msg"] == "process_generating":
                first_s = first_s or time.perf_counter() - began
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise RuntimeError(f"the question failed: {str(message['output'])[:200]}")
                return self._reply(message["output"]["data"], time.perf_counter() - began, first_s)
        raise RuntimeError("the stream ended without an answer")

    def _reply(self, values: list[object], seconds: float, first_s: float) -> Reply:
        for value in values:
            turn = _Turn.in_html(value) if isinstance(value, str) else None
            if turn is not None:
                answer = json.loads(turn.packed)["answer"]
                self.turns.append(turn.packed)
                sentences = tuple(sentence["text"] for sentence in answer["sentences"])
                return Reply(json.loads(turn.packed)["question"], turn.ticket, sentences, turn.packed, seconds, first_s)
        raise RuntimeError("the answer holds no turn")

    async def _messages(self) -> AsyncIterator[dict[str, object]]:
        parameters = {"session_hash": self.session}
        async with self.client.stream("GET", "/gradio_api/queue/data", params=parameters) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    message = json.loads(line[6:])
                    if message["msg"] == "close_stream":
                        return
                    yield message


@asynccontextmanager
async def visitor(address: str) -> AsyncIterator[Visitor]:
    """Opens the page of the server at ``address`` and keeps its session alive, as a browser does."""
    session = secrets.token_hex(6)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
        (await client.get("/")).raise_for_status()
        config = (await client.get("/config")).json()
        asked, trigger = next(
            (event["id"], target)
            for event in config["dependencies"]
            for target, name in event["targets"]
            if name == "asked"
        )
        async with client.stream("GET", f"/gradio_api/heartbeat/{session}"):
            yield Visitor(client, asked, trigger, session)


class _Turn(HTMLParser):
    """Finds the turn in the HTML of an answer: its ticket, and its packed form."""

    def __init__(self) -> None:
        super().__init__()
        self.ticket = self.packed = ""

    @classmethod
    def in_html(cls, html: str) -> _Turn | None:
        parser = cls()
        parser.feed(html)
        return parser if parser.packed else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "article" and values.get("data-turn"):
            self.ticket, self.packed = values.get("data-ticket") or "", values["data-turn"] or ""
