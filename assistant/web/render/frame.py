"""What stands around the conversation: title, state, welcome, tools, and the words that the scripts use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

from assistant.documents import DocumentInfo
from assistant.web.chat.facets import Facet
from assistant.web.examples import entrepreneur_examples, teacher_examples
from assistant.web.render.elements import button, paragraph
from assistant.web.texts import Texts

_SCRIPT_WORDS = (
    "code", "title", "stop", "edit_label", "save_edit", "cancel", "copied", "copy_failed", "go_to_source", "why",
    "why_send", "thanks", "not_stored", "history", "history_search", "history_none", "history_no_match",
    "history_note", "history_unkept", "rename", "rename_label", "delete", "delete_all", "delete_all_sure", "close",
    "offline", "online", "interrupted",
)  # fmt: skip


def words(texts: Texts, ticket: str = "") -> str:
    """The words of the scripts, in an element that shows nothing."""
    said = json.dumps({name: getattr(texts, name) for name in _SCRIPT_WORDS}, ensure_ascii=False)
    return f'<div id="words" hidden data-ticket="{escape(ticket)}" data-words="{escape(said)}"></div>'


def masthead(texts: Texts) -> str:
    return f'<div class="masthead"><h1>{escape(texts.title)}</h1><p>{escape(texts.tagline)}</p></div>'


def toolbar(texts: Texts, *, talking: bool) -> str:
    """What can be done with conversations; a new one and an export only once there is one."""
    parts = [button("history", texts.history, "tool outlined")]
    if talking:
        export = (
            f'<details class="menu"><summary class="tool outlined">{escape(texts.export)}</summary><div>'
            f"{button('export', texts.export_markdown, form='markdown')}"
            f"{button('export', texts.export_print, form='print')}</div></details>"
        )
        parts = [_new_button(texts), *parts, export]
    return f'<div class="toolbar">{"".join(parts)}</div>'


def _new_button(texts: Texts) -> str:
    # On a phone its first word has to do.
    first, _, rest = texts.new_conversation.partition(" ")
    label = escape(texts.new_conversation)
    return (
        f'<button type="button" id="new" class="tool outlined" data-do="new" aria-label="{label}">{escape(first)}'
        f'<span class="wide">&nbsp;{escape(rest)}</span></button>'
    )


def status(texts: Texts, *, ready: bool, problem: str) -> str:
    """One line about the state of the assistant."""
    if problem:
        return f'<p class="status problem" role="alert">{escape(problem)}</p>'
    state, said = ("ready", texts.ready) if ready else ("loading", texts.model_loading)
    return f'<p class="status {state}" role="status"><span aria-hidden="true"></span>{escape(said)}</p>'


def welcome(documents: Sequence[DocumentInfo], texts: Texts, privacy: str = "") -> str:
    """What is in the corpus, in a sentence, questions to begin with, and what becomes of a question."""
    if not documents:
        return f'<div class="welcome">{paragraph("empty", texts.no_index)}</div>'
    codes = sorted({d.metadata.language for d in documents if d.metadata.language in texts.languages}, reverse=True)
    joined = (" et " if texts.code == "fr" else " and ").join(texts.languages[code] for code in codes)
    inside = {"fr": "en {}", "en": "in {}"}[texts.code].format(joined) if joined else ""
    line = texts.welcome.format(
        documents=len(documents),
        clusters=len({name for d in documents for name in d.metadata.cluster}),
        jobs=len({d.metadata.extra.get("id", (d.id,)) for d in documents if d.metadata.kind == "job"}),
        languages=inside,
    )
    groups = _examples(texts.for_entrepreneurs, entrepreneur_examples(documents, texts)) + _examples(
        texts.for_teachers, teacher_examples(documents, texts)
    )
    return (
        f'<div class="welcome">{paragraph("", line)}<div class="examples">{groups}</div>'
        f"{paragraph('privacy', privacy)}</div>"
    )


def filters(facets: Mapping[str, Facet], texts: Texts, *, unfolded: bool) -> str:
    """A list for each filter, folded away under a line that says how many are set."""
    active = sum(bool(facet.chosen) for facet in facets.values())
    summary = texts.filters_active.format(n=active) if active else texts.filters
    lists = "".join(_filter(name, facet, texts) for name, facet in facets.items() if facet.choices)
    clear = button("clear-filters", texts.clear_filters, "tool outlined") if active else ""
    return (
        f'<details class="filters"{" open" if unfolded else ""}><summary>{escape(summary)}</summary>'
        f'<div class="lists">{lists}{clear}</div></details>'
    )


def _filter(name: str, facet: Facet, texts: Texts) -> str:
    options = [("", texts.everything), *facet.choices]
    shown = "".join(
        f'<option value="{escape(value)}"{" selected" if value == facet.chosen else ""}>{escape(said)}</option>'
        for value, said in options
    )
    title = texts.document_language if name == "language" else getattr(texts, name)
    return (
        f'<label><span>{escape(title)}</span><select id="filter-{name}" data-filter="{name}">{shown}</select></label>'
    )


def hints(texts: Texts) -> str:
    """The stop button of the ask box, and the keys that one may use."""
    keys = "".join(f"<span><kbd>{escape(key)}</kbd> {escape(meaning)}</span>" for key, meaning in texts.shortcut_keys)
    stop = button("stop", texts.stop, "tool outlined").replace("<button ", '<button id="stop" ', 1)
    return f'<div class="hints">{stop}<p class="keys">{keys}</p>{paragraph("disclaimer", texts.disclaimer)}</div>'


def _examples(title: str, questions: Sequence[str]) -> str:
    items = "".join(f"<li>{button('ask', question, 'example', ask=question)}</li>" for question in questions)
    return f'<section><h2 class="group">{escape(title)}</h2><ul>{items}</ul></section>' if items else ""
