"""What each event of the chat page changes on it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.documents import Answer, DocumentInfo
from assistant.errors import AssistantError, TooManyQuestionsError
from assistant.web import render
from assistant.web.chat.asking import PageAsking
from assistant.web.chat.facets import choices
from assistant.web.chat.messages import filters_of, read
from assistant.web.chat.stopping import Running, Stops
from assistant.web.chat.turns import TURNS_KEPT, ShownTurn, interrupted, unpack
from assistant.web.pages import LANGUAGE_COOKIE, Pages, first_language
from assistant.web.suggestions import suggestions
from assistant.web.texts import TEXTS, Texts

_log = logging.getLogger(__name__)

Updates = tuple[Any, ...]
"""One value for each part of the page that an event changes."""


class ChatEvents:
    """The handlers of one page. They remember no visitor: what they need comes with the message."""

    ANSWER_PARTS = ("toolbar", "welcome", "earlier", "live", "later", "panel_live", "panel_rest")
    """What the handler of a question changes, in its order."""

    def __init__(self, asking: PageAsking, pages: Pages) -> None:
        self._asking = asking
        self._assistant = asking.assistant
        self._pages = pages
        self._stops = Stops()

    def shown(self, request: gr.Request, event: gr.EventData) -> Updates:
        """Everything: the page opens, its language changes, another conversation is taken up."""
        message = read(event._data)
        code = message.code or first_language(
            request.cookies.get(LANGUAGE_COOKIE), accepted=request.headers.get("accept-language", "")
        )
        texts = TEXTS[code]
        turns = list(unpack(message.turns))
        if message.pending and message.question:
            left = interrupted(ShownTurn(message.question, Answer(message.question, code), filters_of(message.chosen)))
            turns = _placed(turns, left, message.at)
        documents = self._documents()
        last = len(turns) - 1
        values = {
            "words": render.words(texts, message.ticket),
            "header": self._pages.navigation(code),
            "status": self._status(texts),
            "masthead": render.masthead(texts),
            "question": gr.update(placeholder=texts.placeholder, label=texts.placeholder),
            "filters": render.filters(choices(documents, message.chosen, texts), texts, unfolded=False),
            "hints": render.hints(texts),
            **self._around(turns, last, documents, texts, message.origin),
            "live": render.turn(last + 1, turns[last], texts, message.origin, ticket=message.ticket) if turns else "",
            "panel_live": self._panel(turns, last, texts),
        }
        return tuple(values[name] for name in SHOWN_PARTS)

    def asked(self, request: gr.Request, event: gr.EventData) -> Iterator[Updates]:
        """A question: shown at once, then its growing answer, then what belongs to the whole."""
        message = read(event._data)
        texts = TEXTS[message.code or "en"]
        turns = list(unpack(message.turns))
        at = len(turns) if message.at is None else min(message.at, len(turns))
        question = message.question.strip()
        filters = filters_of(message.chosen)
        pending = ShownTurn(question, Answer(question, texts.code, complete=False), filters)
        turns = _placed(turns, pending, message.at)
        at = min(at, len(turns) - 1)
        around = self._around(turns, at, (), texts, message.origin)
        waiting = texts.searching if self._assistant.embedder.loaded else texts.model_loading
        visitor = request.client.host if request.client else ""
        unchanged = dict.fromkeys(around, gr.skip())
        for shown in self._growing(pending, turns[:at], texts, visitor, message.ticket):
            turns[at] = shown
            values = {
                **around,
                "live": render.turn(at + 1, shown, texts, message.origin, waiting, message.ticket),
                "panel_live": self._panel(turns, at, texts),
            }
            yield tuple(values[name] for name in self.ANSWER_PARTS)
            around = unchanged

    def stopped(self, event: gr.EventData) -> None:
        """The visitor has had enough of an answer; the handler of its question ends with what there is."""
        self._stops.stop(read(event._data).ticket)

    def filtered(self, event: gr.EventData) -> str:
        """The choices of the filters, after one of them was made."""
        message = read(event._data)
        texts = TEXTS[message.code or "en"]
        return render.filters(choices(self._documents(), message.chosen, texts), texts, unfolded=True)

    def polled(self, event: gr.EventData) -> str:
        """The state of the assistant, while it is not ready."""
        return self._status(TEXTS[read(event._data).code or "en"])

    # What they are made of

    def _growing(
        self, pending: ShownTurn, earlier: Sequence[ShownTurn], texts: Texts, visitor: str, ticket: str
    ) -> Iterator[ShownTurn]:
        """The turn in growing versions. An error becomes an answer without sentences that says so in one line."""
        yield pending
        longest = self._assistant.settings.max_question_chars
        if len(pending.question) > longest:
            yield _failed(replace(pending, question=pending.question[:longest]), texts.question_too_long, limit=longest)
            return
        running = Running(self._asking.ask(pending.question, earlier, pending.filters, visitor))
        self._stops.add(ticket, running)
        turn = pending
        try:
            for answer, record in running:
                turn = replace(pending, answer=answer, record=record)
                yield self._finished(turn, earlier, texts) if answer.complete else turn
            if not turn.answer.complete:
                yield interrupted(turn)
        except TooManyQuestionsError as error:
            yield _failed(pending, texts.too_many_questions, seconds=error.retry_after_s)
        except AssistantError as error:
            yield _failed(pending, "{failed} {error}", failed=texts.failed, error=error)
        except Exception:
            _log.exception("a question failed")
            yield _failed(pending, texts.failed)
        finally:
            self._stops.remove(ticket)

    def _finished(self, turn: ShownTurn, earlier: Sequence[ShownTurn], texts: Texts) -> ShownTurn:
        asked = [*(t.question for t in earlier), turn.question, turn.answer.question]
        with self._assistant.snapshot() as snapshot:
            matching = snapshot.matching(turn.filters)
            documents = {id_: d for id_, d in snapshot.documents.items() if matching is None or id_ in matching}

            def headings(document_id: str) -> Sequence[str]:
                chunks = snapshot.document_chunks(document_id)
                return tuple(dict.fromkeys(heading for chunk in chunks for heading in chunk.heading))

            return replace(turn, suggestions=suggestions(turn.answer, asked, documents, headings, texts))

    def _around(
        self, turns: Sequence[ShownTurn], at: int, documents: Sequence[DocumentInfo], texts: Texts, origin: str
    ) -> dict[str, Any]:
        """The parts of the page that stay as they are while turn ``at`` is being answered."""
        numbered = list(enumerate(turns, 1))
        return {
            "toolbar": render.toolbar(texts, talking=bool(turns)),
            "welcome": "" if turns else render.welcome(documents, texts, self._privacy(texts)),
            "earlier": render.turns(numbered[: max(at, 0)], texts, origin),
            "later": render.turns(numbered[at + 1 :], texts, origin),
            "panel_rest": render.sources([pair for pair in numbered if pair[0] != at + 1], texts, folded=True),
        }

    def _panel(self, turns: Sequence[ShownTurn], at: int, texts: Texts) -> str:
        return render.sources([(at + 1, turns[at])], texts, folded=False) if turns else ""

    def _documents(self) -> list[DocumentInfo]:
        try:
            with self._assistant.snapshot() as snapshot:
                return list(snapshot.documents.values())
        except AssistantError:
            return []

    def _privacy(self, texts: Texts) -> str:
        settings = self._assistant.settings
        sent = texts.privacy_model.format(model=settings.chat_model) if settings.chat_model else texts.privacy
        kept = texts.privacy_log.format(days=settings.activity_days) if self._assistant.activity.enabled else ""
        return f"{sent} {kept}".strip()

    def _status(self, texts: Texts) -> str:
        state = self._assistant.state()
        problem = texts.no_index if state.generation is None else state.problem
        return render.status(texts, ready=state.model_loaded, problem=problem)


SHOWN_PARTS = (
    "words", "header", "toolbar", "status", "masthead", "welcome", "earlier", "live", "later", "panel_live",
    "panel_rest", "question", "filters", "hints",
)  # fmt: skip
"""What the handler of ``shown`` changes, in its order: every part of the page."""


def _placed(turns: Sequence[ShownTurn], turn: ShownTurn, at: int | None) -> list[ShownTurn]:
    """The conversation with a turn in the place of turn ``at``, or at its end; the oldest make room."""
    if at is not None and at < len(turns):
        return [*turns[:at], turn, *turns[at + 1 :]]
    return [*turns, turn][-TURNS_KEPT:]


def _failed(turn: ShownTurn, line: str, **values: object) -> ShownTurn:
    """The turn with one line instead of an answer."""
    return replace(turn, answer=Answer(turn.question, turn.answer.language, notice=line.format(**values)))
