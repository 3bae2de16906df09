"""The components of the chat page and the events that tie them to their handlers; nothing is decided here."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.web.chat.asking import PageAsking
from assistant.web.chat.events import ChatEvents
from assistant.web.pages import Pages
from assistant.web.texts import TEXTS

AT_ONCE = 8
"""Questions answered at the same time; Gradio's own default queues all visitors behind one."""

# The page's scripts send each event with its data through here; Gradio runs the handler and draws what it returns.
_BRIDGE = """
const events = ['shown', 'asked', 'stopped', 'filtered', 'polled'];
window.assistantBridge = (name, data) => trigger(name, data);
document.dispatchEvent(new CustomEvent('assistant-bridge'));
"""
# A question may come before the scripts: it stays in its box, and they ask it when they are there.
_SUBMIT = """
(question) => [window.assistantChat ? window.assistantChat.submit(question) : (window.assistantEarly = true, question)]
"""


def build_chat(asking: PageAsking, pages: Pages) -> gr.Blocks:
    """The page of one assistant. It keeps nothing about a visitor: the browser holds the conversation and sends it
    along. Every event is private: programs have an interface of their own."""
    blocks = gr.Blocks(title=TEXTS["en"].title, analytics_enabled=False, fill_width=True)
    with blocks:
        bridge = gr.HTML(elem_id="bridge", js_on_load=_BRIDGE)
        # By the names under which the handlers speak of them.
        parts: dict[str, Any] = {name: _html(name) for name in ("words", "header")}
        with gr.Column(elem_id="page"):
            parts |= {name: _html(name) for name in ("toolbar", "status", "masthead", "welcome")}
            with gr.Row(elem_id="columns"):
                with gr.Column(elem_id="conversation"):
                    parts |= {name: _html(name) for name in ("earlier", "live", "later")}
                with gr.Column(elem_id="panel"):
                    parts |= {name: _html(name) for name in ("panel_live", "panel_rest")}
            with gr.Column(elem_id="ask"):
                with gr.Group(elem_id="box"):
                    parts["question"] = gr.Textbox(
                        show_label=False, lines=1, max_lines=6, submit_btn=True, elem_id="question",
                        max_length=asking.assistant.settings.max_question_chars,
                    )  # fmt: skip
                    parts["filters"] = _html("filters")
                parts["hints"] = _html("hints")
        _connect(bridge, parts, ChatEvents(asking, pages))
    return blocks


def _html(name: str) -> gr.HTML:
    return gr.HTML(elem_id=name.replace("_", "-"), js_on_load=None, apply_default_css=False)


def _connect(bridge: Any, parts: dict[str, Any], events: ChatEvents) -> None:
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "trigger_mode": "multiple"}

    def listed(*names: str) -> list[Any]:
        return [parts[name] for name in names]

    # Each handler with a limit of its own: one visitor's long answer keeps nobody from opening or stopping theirs.
    bridge.asked(events.asked, None, listed(*events.ANSWER_PARTS), concurrency_limit=AT_ONCE, **private)
    bridge.shown(events.shown, None, listed(*parts), concurrency_limit=AT_ONCE, **private)
    # Not by Gradio's own cancelling, which waits until the handler yields.
    bridge.stopped(events.stopped, None, None, concurrency_limit=None, **private)
    bridge.filtered(events.filtered, None, listed("filters"), concurrency_limit=AT_ONCE, **private)
    bridge.polled(events.polled, None, listed("status"), concurrency_limit=AT_ONCE, **private)
    parts["question"].submit(None, [parts["question"]], [parts["question"]], js=_SUBMIT, **private)
