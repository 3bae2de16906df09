"""The chat page: Gradio components and events, nothing else. What they show is made in ``render``."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.documents import KINDS, Answer, DocumentInfo, Filters, Turn
from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.web import render
from assistant.web.examples import MOST, entrepreneur_examples, teacher_examples
from assistant.web.texts import TEXTS, Texts, UiLanguage, preferred_language

LONGEST_QUESTION = 2000  # characters; what is longer is a pasted document
TURNS_REMEMBERED = 20  # of a conversation; bounds what a session keeps in memory
AT_ONCE = 8  # questions answered at the same time; Gradio's own default queues all visitors behind one

_log = logging.getLogger(__name__)

Updates = dict[Any, Any]


def build_chat(assistant: Assistant) -> gr.Blocks:
    """The page of one assistant. Every event is private: programs have an interface of their own."""
    page = _ChatPage(assistant)
    page.connect()
    return page.blocks


class _ChatPage:
    """The components of the page, and what each event changes on them."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.blocks: gr.Blocks
        with gr.Blocks(title=TEXTS["en"].title, analytics_enabled=False, fill_width=True) as self.blocks:
            self.language = gr.State("en")
            self.answers = gr.State([])
            self.remembered = gr.BrowserState("", storage_key="assistant-language")
            self.timer = gr.Timer(1.0)
            with gr.Row(elem_id="top"):
                self.header = gr.HTML(elem_id="masthead", js_on_load=None)
                names = [("Français", "fr"), ("English", "en")]
                self.switch = gr.Radio(names, show_label=False, container=False, elem_id="language", scale=0)
            self.status = gr.HTML(elem_id="status", js_on_load=None)
            with gr.Row(elem_id="columns"):
                with gr.Column(scale=3, elem_id="left"):
                    self._build_left()
                with gr.Column(scale=2, elem_id="right"):
                    self.panel = gr.HTML(elem_id="panel", js_on_load=None)

    def _build_left(self) -> None:
        self.welcome = gr.HTML(elem_id="welcome", js_on_load=None)
        with gr.Row(elem_id="examples") as self.examples:
            with gr.Column(min_width=240):
                self.entrepreneur_title = gr.HTML(js_on_load=None)
                entrepreneur = [gr.Button(visible=False, elem_classes="example") for _ in range(MOST)]
            with gr.Column(min_width=240):
                self.teacher_title = gr.HTML(js_on_load=None)
                teacher = [gr.Button(visible=False, elem_classes="example") for _ in range(MOST)]
        self.example_buttons = [*entrepreneur, *teacher]
        self.conversation = gr.HTML(elem_id="conversation", js_on_load=None)
        with gr.Group(elem_id="ask"):
            self.question = gr.Textbox(
                show_label=False,
                lines=1,
                max_lines=6,
                autofocus=True,
                submit_btn=True,
                elem_id="question",
                max_length=LONGEST_QUESTION,
            )
            with gr.Accordion(open=False, elem_id="filters") as self.filters, gr.Row():
                self.kind = gr.Dropdown([""], value="", elem_id="filter-kind")
                self.cluster = gr.Dropdown([""], value="", elem_id="filter-cluster")
                self.document_language = gr.Dropdown([""], value="", elem_id="filter-language")
        with gr.Row(elem_id="actions"):
            self.stop = gr.Button(size="sm", visible=False, elem_id="stop")
            self.fresh = gr.Button(size="sm", visible=False, elem_id="new")

    def connect(self) -> None:
        """Tie the events to their handlers."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asking: dict[str, Any] = {"concurrency_limit": AT_ONCE, "concurrency_id": "ask", **private}
        everything = [
            self.language, self.switch, self.header, self.welcome, self.examples, self.entrepreneur_title,
            self.teacher_title, *self.example_buttons, self.conversation, self.panel, self.question, self.filters,
            self.kind, self.cluster, self.document_language, self.stop, self.fresh, self.status, self.remembered,
            self.answers,
        ]  # fmt: skip
        inputs = [self.answers, self.language, self.kind, self.cluster, self.document_language]
        outputs = [self.question, self.welcome, self.examples, self.conversation, self.panel, self.stop, self.fresh,
                   self.answers]  # fmt: skip
        with self.blocks:
            self.blocks.load(self.opened, [self.remembered], everything, **private)
            self.switch.input(self.switched, [self.switch, self.answers], everything, **private)
            self.timer.tick(self.tick, [self.language], [self.status, self.timer], **private)
            questions: list[Any] = [self.question.submit(self.asked, [self.question, *inputs], outputs, **asking)]
            questions += [b.click(self.asked, [b, *inputs], outputs, **asking) for b in self.example_buttons]
            self.stop.click(
                self.stopped,
                [self.answers, self.language],
                [self.conversation, self.panel, self.stop, self.fresh],
                cancels=questions,
                **private,
            )
            self.fresh.click(self.cleared, [self.language], everything, **private)

    # Events

    def opened(self, remembered: str, request: gr.Request) -> Updates:
        """A visitor opens the page: in the language chosen last time, else in the browser's."""
        accepted = request.headers.get("accept-language", "")
        return self._localised("fr" if (remembered or preferred_language(accepted)) == "fr" else "en", [])

    def switched(self, chosen: UiLanguage, answers: list[Answer]) -> Updates:
        """The visitor chooses a language."""
        return {**self._localised(chosen, answers), self.remembered: chosen}

    def tick(self, code: UiLanguage) -> Updates:
        """Once a second until the assistant is ready."""
        state = self.assistant.state()
        done = state.model_loaded and state.generation is not None and not state.problem
        return {self.status: self._status(TEXTS[code]), self.timer: gr.update(active=not done)}

    def asked(
        self, text: str, answers: list[Answer], code: UiLanguage, kind: str, cluster: str, language: str
    ) -> Iterator[Updates]:
        """A question: shown at once, then its growing answer, then what belongs to the whole."""
        texts = TEXTS[code]
        question = " ".join(text.split())
        if not question:
            yield {self.question: ""}
            return
        filters = Filters(
            kind=(kind,) if kind else (),
            cluster=(cluster,) if cluster else (),
            language=(language,) if language else (),
        )
        earlier = answers[-TURNS_REMEMBERED:]
        shown = [*earlier, Answer(question, code, complete=False)]
        waiting = texts.searching if self.assistant.embedder.loaded else texts.model_loading
        yield {
            self.question: gr.update(value=""),
            self.welcome: gr.update(visible=False),
            self.examples: gr.update(visible=False),
            self.stop: gr.update(visible=True),
            self.fresh: gr.update(visible=False),
            **self._turns(shown, texts, waiting),
        }
        for answer in self._answers(question, earlier, filters, texts):
            shown = [*earlier, answer]
            yield self._turns(shown, texts, waiting)
        yield {
            self.answers: shown,
            self.stop: gr.update(visible=False),
            self.fresh: gr.update(visible=True),
            **self._turns(shown, texts),
        }

    def stopped(self, answers: list[Answer], code: UiLanguage) -> Updates:
        """The visitor stops an answer: the turns before it remain."""
        return {
            self.stop: gr.update(visible=False),
            self.fresh: gr.update(visible=bool(answers)),
            **self._turns(answers, TEXTS[code]),
        }

    def cleared(self, code: UiLanguage) -> Updates:
        """The visitor begins a new conversation."""
        return {**self._localised(code, []), self.answers: [], self.fresh: gr.update(visible=False)}

    # What they show

    def _turns(self, answers: Sequence[Answer], texts: Texts, waiting: str = "") -> Updates:
        return {
            self.conversation: render.conversation(answers, texts, waiting),
            self.panel: render.sources(answers, texts),
        }

    def _localised(self, code: UiLanguage, answers: Sequence[Answer]) -> Updates:
        texts = TEXTS[code]
        documents = self._documents()
        questions = [
            *_padded(entrepreneur_examples(documents, texts)),
            *_padded(teacher_examples(documents, texts)),
        ]
        return {
            self.language: code,
            self.switch: code,
            self.header: render.header(texts),
            self.status: self._status(texts),
            self.welcome: gr.update(value=render.welcome(documents, texts), visible=not answers),
            self.examples: gr.update(visible=bool(documents) and not answers),
            self.entrepreneur_title: render.group_title(texts.for_entrepreneurs),
            self.teacher_title: render.group_title(texts.for_teachers),
            **{
                button: gr.update(value=question, visible=bool(question))
                for button, question in zip(self.example_buttons, questions, strict=True)
            },
            self.question: gr.update(placeholder=texts.placeholder, label=texts.placeholder),
            self.filters: gr.update(label=texts.filters),
            self.kind: gr.update(label=texts.kind, choices=_kind_choices(documents, texts)),
            self.cluster: gr.update(label=texts.cluster, choices=_cluster_choices(documents, texts)),
            self.document_language: gr.update(
                label=texts.document_language, choices=_language_choices(documents, texts)
            ),
            self.stop: gr.update(value=texts.stop),
            self.fresh: gr.update(value=texts.new_conversation),
            **self._turns(answers, texts),
        }

    def _answers(self, question: str, earlier: Sequence[Answer], filters: Filters, texts: Texts) -> Iterator[Answer]:
        """The growing answer; an error becomes an answer without sentences that says so in one line."""
        try:
            yield from self.assistant.ask(question, [Turn(a.question, a) for a in earlier], filters)
        except AssistantError as error:
            yield Answer(question, texts.code, notice=f"{texts.failed} {error}")
        except Exception:
            _log.exception("a question failed")
            yield Answer(question, texts.code, notice=texts.failed)

    def _documents(self) -> list[DocumentInfo]:
        try:
            with self.assistant.snapshot() as snapshot:
                return list(snapshot.documents.values())
        except AssistantError:
            return []

    def _status(self, texts: Texts) -> str:
        state = self.assistant.state()
        problem = texts.no_index if state.generation is None else state.problem
        return render.status(texts, ready=state.model_loaded, problem=problem)


def _padded(questions: Sequence[str]) -> list[str]:
    return [*questions, *[""] * (MOST - len(questions))]


def _kind_choices(documents: Sequence[DocumentInfo], texts: Texts) -> list[tuple[str, str]]:
    present = {d.metadata.kind for d in documents}
    return [(texts.everything, ""), *((texts.kinds[k], k) for k in KINDS if k in present)]


def _cluster_choices(documents: Sequence[DocumentInfo], texts: Texts) -> list[tuple[str, str]]:
    names = sorted({name for d in documents for name in d.metadata.cluster}, key=str.casefold)
    return [(texts.everything, ""), *((name, name) for name in names)]


def _language_choices(documents: Sequence[DocumentInfo], texts: Texts) -> list[tuple[str, str]]:
    present = sorted({d.metadata.language for d in documents if d.metadata.language})
    return [(texts.everything, ""), *((texts.languages.get(code, code), code) for code in present)]
