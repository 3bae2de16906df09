"""The chat page: Gradio components and events, nothing else. What they show is made in ``render``."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.documents import KINDS, Answer, DocumentInfo, Filters, Turn
from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.web import render
from assistant.web.examples import MOST, entrepreneur_examples, teacher_examples
from assistant.web.texts import TEXTS, Texts, UiLanguage, preferred_language

LONGEST_QUESTION = 2000  # characters; a question that long is a pasted document
TURNS_REMEMBERED = 20  # of a conversation; bounds what a session keeps in memory
AT_ONCE = 8  # questions answered at the same time; Gradio's own default would queue all visitors behind one

_log = logging.getLogger(__name__)

Updates = dict[Any, Any]


def build_chat(assistant: Assistant) -> gr.Blocks:
    """The page of one assistant. Every event is private: programs have an interface of their own."""
    with gr.Blocks(title=TEXTS["en"].title, analytics_enabled=False, fill_width=True) as page:
        language = gr.State("en")
        answers = gr.State([])
        remembered = gr.BrowserState("", storage_key="assistant-language")
        with gr.Row(elem_id="top"):
            header = gr.HTML(elem_id="masthead", js_on_load=None)
            switch = gr.Radio(
                [("Français", "fr"), ("English", "en")], show_label=False, container=False, elem_id="language", scale=0
            )
        status = gr.HTML(elem_id="status", js_on_load=None)
        with gr.Row(elem_id="columns"):
            with gr.Column(scale=3, elem_id="left"):
                welcome = gr.HTML(elem_id="welcome", js_on_load=None)
                with gr.Row(elem_id="examples") as example_row:
                    with gr.Column(min_width=240):
                        entrepreneur_title = gr.HTML(js_on_load=None)
                        entrepreneur = [gr.Button(visible=False, elem_classes="example") for _ in range(MOST)]
                    with gr.Column(min_width=240):
                        teacher_title = gr.HTML(js_on_load=None)
                        teacher = [gr.Button(visible=False, elem_classes="example") for _ in range(MOST)]
                conversation = gr.HTML(elem_id="conversation", js_on_load=None)
                with gr.Group(elem_id="ask"):
                    question = gr.Textbox(
                        show_label=False, lines=1, max_lines=6, autofocus=True, submit_btn=True, elem_id="question",
                        max_length=LONGEST_QUESTION,
                    )  # fmt: skip
                    with gr.Accordion(open=False, elem_id="filters") as filters_box, gr.Row():
                        kind = gr.Dropdown(value="", elem_id="filter-kind")
                        cluster = gr.Dropdown(value="", elem_id="filter-cluster")
                        document_language = gr.Dropdown(value="", elem_id="filter-language")
                with gr.Row(elem_id="actions"):
                    stop = gr.Button(size="sm", visible=False, elem_id="stop")
                    fresh = gr.Button(size="sm", visible=False, elem_id="new")
            with gr.Column(scale=2, elem_id="right"):
                panel = gr.HTML(elem_id="panel", js_on_load=None)
        timer = gr.Timer(1.0)

        def localise(code: UiLanguage, answers: Sequence[Answer]) -> Updates:
            texts = TEXTS[code]
            documents = _documents(assistant)
            buttons = zip(
                [*entrepreneur, *teacher],
                [*_padded(entrepreneur_examples(documents, texts)), *_padded(teacher_examples(documents, texts))],
                strict=True,
            )
            return {
                language: code,
                switch: code,
                header: render.header(texts),
                welcome: gr.update(value=render.welcome(documents, texts), visible=not answers),
                example_row: gr.update(visible=bool(documents) and not answers),
                entrepreneur_title: render.group_title(texts.for_entrepreneurs),
                teacher_title: render.group_title(texts.for_teachers),
                **{button: gr.update(value=text, visible=bool(text)) for button, text in buttons},
                conversation: render.conversation(answers, texts),
                panel: render.sources(answers, texts),
                question: gr.update(placeholder=texts.placeholder, label=texts.placeholder),
                filters_box: gr.update(label=texts.filters),
                kind: gr.update(label=texts.kind, choices=_kind_choices(documents, texts)),
                cluster: gr.update(label=texts.cluster, choices=_cluster_choices(documents, texts)),
                document_language: gr.update(
                    label=texts.document_language, choices=_language_choices(documents, texts)
                ),
                stop: gr.update(value=texts.stop),
                fresh: gr.update(value=texts.new_conversation),
                status: _status(assistant, texts),
            }

        def opened(request: gr.Request, remembered: str) -> Updates:
            asked = (
                remembered if remembered in TEXTS else preferred_language(request.headers.get("accept-language", ""))
            )
            code: UiLanguage = "fr" if asked == "fr" else "en"
            return localise(code, [])

        def switched(chosen: UiLanguage, answers: list[Answer]) -> Updates:
            return {**localise(chosen, answers), remembered_state: chosen}

        remembered_state = remembered

        def tick(code: UiLanguage) -> Updates:
            state = assistant.state()
            done = state.model_loaded and state.generation is not None and not state.problem
            return {status: _status(assistant, TEXTS[code]), timer: gr.update(active=not done)}

        def respond(
            text: str, answers: list[Answer], code: UiLanguage, kind_: str, cluster_: str, language_: str
        ) -> Iterator[Updates]:
            texts = TEXTS[code]
            asked = " ".join(text.split())
            if not asked:
                yield {question: ""}
                return
            filters = Filters(
                kind=(kind_,) if kind_ else (),
                cluster=(cluster_,) if cluster_ else (),
                language=(language_,) if language_ else (),
            )
            earlier = answers[-TURNS_REMEMBERED:]
            shown = [*earlier, Answer(asked, code, complete=False)]
            waiting = texts.searching if assistant.embedder.loaded else texts.model_loading
            yield {
                question: gr.update(value=""),
                welcome: gr.update(visible=False),
                example_row: gr.update(visible=False),
                conversation: render.conversation(shown, texts, waiting),
                panel: render.sources(shown, texts),
                stop: gr.update(visible=True),
                fresh: gr.update(visible=False),
            }
            for answer in _answers(assistant, asked, earlier, filters, texts):
                shown = [*earlier, answer]
                yield {
                    conversation: render.conversation(shown, texts, waiting),
                    panel: render.sources(shown, texts),
                }
            yield {
                answers_state: shown,
                conversation: render.conversation(shown, texts),
                panel: render.sources(shown, texts),
                stop: gr.update(visible=False),
                fresh: gr.update(visible=True),
            }

        answers_state = answers

        def stopped(answers: list[Answer], code: UiLanguage) -> Updates:
            texts = TEXTS[code]
            return {
                conversation: render.conversation(answers, texts),
                panel: render.sources(answers, texts),
                stop: gr.update(visible=False),
                fresh: gr.update(visible=bool(answers)),
            }

        def cleared(code: UiLanguage) -> Updates:
            return {**localise(code, []), answers_state: [], fresh: gr.update(visible=False)}

        private = functools.partial(dict, api_visibility="private", show_progress="hidden")
        everything = [
            language, switch, header, welcome, example_row, entrepreneur_title, teacher_title, *entrepreneur, *teacher,
            conversation, panel, question, filters_box, kind, cluster, document_language, stop, fresh, status,
            remembered, answers,
        ]  # fmt: skip
        page.load(opened, [remembered], everything, **private())
        switch.input(switched, [switch, answers], everything, **private())
        timer.tick(tick, [language], [status, timer], **private())
        asking_inputs = [answers, language, kind, cluster, document_language]
        asking_outputs = [question, welcome, example_row, conversation, panel, stop, fresh, answers]
        asking: list[Any] = [
            question.submit(
                respond, [question, *asking_inputs], asking_outputs, concurrency_limit=AT_ONCE, concurrency_id="ask",
                **private(),
            )
        ]  # fmt: skip
        for button in [*entrepreneur, *teacher]:
            asking.append(
                button.click(
                    respond, [button, *asking_inputs], asking_outputs, concurrency_limit=AT_ONCE, concurrency_id="ask",
                    **private(),
                )
            )  # fmt: skip
        stop.click(stopped, [answers, language], [conversation, panel, stop, fresh], cancels=asking, **private())
        fresh.click(cleared, [language], everything, **private())
    return page


def _answers(
    assistant: Assistant, question: str, earlier: Sequence[Answer], filters: Filters, texts: Texts
) -> Iterator[Answer]:
    """The growing answer; an error becomes an answer without sentences that says so in one line."""
    conversation = [Turn(a.question, a) for a in earlier]
    try:
        yield from assistant.ask(question, conversation, filters)
    except AssistantError as error:
        yield replace(Answer(question, texts.code), notice=f"{texts.failed} {error}")
    except Exception:
        _log.exception("a question failed")
        yield replace(Answer(question, texts.code), notice=texts.failed)


def _documents(assistant: Assistant) -> list[DocumentInfo]:
    try:
        with assistant.snapshot() as snapshot:
            return list(snapshot.documents.values())
    except AssistantError:
        return []


def _status(assistant: Assistant, texts: Texts) -> str:
    state = assistant.state()
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
