"""The conversation: questions, answers with their marks, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from assistant.documents import Citation, Grounding, Sentence
from assistant.web.chat.facets import label
from assistant.web.chat.messages import FILTER_FIELDS
from assistant.web.chat.turns import Rating, ShownTurn, pack
from assistant.web.reference import answer_with_references
from assistant.web.render.elements import button, paragraph
from assistant.web.texts import Texts

CONFIDENCE_STEPS = (0.65, 0.85)
"""Where confidence in words changes from low to medium to high; the number is a calibrated probability."""

_THUMB = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 9h3v8H3zM6 9l4-7c1.5 0 2.3 1 2 2.5L11.5 8H16c1 0 1.7'
    ' 1 1.5 2l-1.3 5.5c-.2.9-.9 1.5-1.8 1.5H6"/></svg>'
)


def turns(numbered: Iterable[tuple[int, ShownTurn]], texts: Texts, origin: str = "") -> str:
    """Turns with their numbers (from 1), in the order given."""
    return "".join(turn(number, shown, texts, origin) for number, shown in numbered)


def turn(number: int, shown: ShownTurn, texts: Texts, origin: str = "", waiting: str = "", ticket: str = "") -> str:
    """One turn; ``waiting`` is what it shows while it has no sentence yet.

    The packed turn travels in ``data-turn``: the browser keeps it, and sends it back with the next question.
    """
    answer = shown.answer
    busy = "" if answer.complete else ' aria-busy="true"'
    body = _sentences(number, shown, texts) if answer.sentences else paragraph("waiting", waiting) if waiting else ""
    notice = paragraph("notice", answer.notice) if answer.notice else ""
    stopped = paragraph("notice", texts.interrupted) if shown.stopped else ""
    return (
        f'<article class="turn" id="turn-{number}" data-ticket="{escape(ticket)}" data-turn="{escape(pack(shown))}">'
        f'<h2 class="question">{escape(shown.question)}</h2>{_asked_with(shown, texts)}'
        f'<div class="answer{" abstained" if answer.abstained else ""}"{busy}>{body}{notice}{stopped}'
        f"{_confidence(shown, texts)}</div>"
        f"{_tools(number, shown, texts, origin) + _next(shown, texts) if answer.complete else ''}</article>"
    )


def _asked_with(shown: ShownTurn, texts: Texts) -> str:
    chosen = [label(n, value, texts) for n in FILTER_FIELDS for value in getattr(shown.filters, n)]
    chips = "".join(f'<span class="chip">{escape(text)}</span>' for text in chosen)
    filters = f'<p class="asked-with">{escape(texts.filtered_by)} {chips}</p>' if chips else ""
    understood = shown.understood
    if not understood or not shown.answer.complete:
        return filters
    summary = f"<summary>{escape(texts.understood)}</summary>"
    return f'{filters}<details class="understood">{summary}<p>{escape(understood)}</p></details>'


def _sentences(number: int, shown: ShownTurn, texts: Texts) -> str:
    by_number = {c.n: c for c in shown.answer.citations}
    language = escape(shown.answer.language or texts.code)
    return "".join(f'<p lang="{language}">{_sentence(number, s, by_number, texts)}</p>' for s in shown.answer.sentences)


def _sentence(number: int, sentence: Sentence, citations: dict[int, Citation], texts: Texts) -> str:
    marks = "".join(_mark(number, citations[n], texts) for n in sentence.citations if n in citations)
    text = escape(sentence.text)
    if sentence.grounding is Grounding.UNSUPPORTED:
        note = escape(texts.unsupported)
        text = f'<span class="unsupported">{text}</span> <span class="warning" role="note">⚠ {note}</span>'
    return text + marks


def _mark(number: int, citation: Citation, texts: Texts) -> str:
    title = citation.document.metadata.title
    return (
        # A word joiner keeps the number on the line of the word before it.
        f'&#8288;<sup><a class="cite" href="#source-{number}-{citation.n}"'
        f' aria-label="{escape(texts.source_label.format(n=citation.n, title=title))}"'
        f' data-title="{escape(title)}" data-quote="{escape(citation.quote)}">{citation.n}</a></sup>'
    )


def _confidence(shown: ShownTurn, texts: Texts) -> str:
    answer = shown.answer
    if not answer.complete or not answer.citations:
        return ""
    low, high = CONFIDENCE_STEPS
    step = 0 if answer.confidence < low else 1 if answer.confidence < high else 2
    return f'<p class="confidence step-{step}"><span aria-hidden="true"></span>{escape(texts.confidence[step])}</p>'


def _tools(number: int, shown: ShownTurn, texts: Texts, origin: str) -> str:
    at = str(number - 1)
    filters = {name: value for name in FILTER_FIELDS for value in getattr(shown.filters, name)}
    link = "/?" + urlencode({"q": shown.question, **filters, "lang": texts.code})
    buttons = [
        button("retry", texts.retry, at=at),
        button("edit", texts.edit, at=at),
        button("copy", texts.copy_link, link=link),
    ]
    if shown.answer.sentences:
        buttons.insert(0, button("copy", texts.copy_answer, copy=answer_with_references(shown.answer, texts, origin)))
    if shown.record:
        buttons += [
            _thumb("up", texts.helpful, shown, at),
            _thumb("down", texts.unhelpful, shown, at),
        ]
    return f'<div class="tools" role="group" aria-label="{escape(texts.turn_actions)}">{"".join(buttons)}</div>'


def _thumb(way: Rating, name: str, shown: ShownTurn, at: str) -> str:
    pressed = "true" if shown.rating == way else "false"
    return (
        f'<button type="button" class="tool icon {way}" data-do="rate" aria-pressed="{pressed}"'
        f' aria-label="{escape(name)}" title="{escape(name)}" data-at="{at}" data-way="{way}"'
        f' data-record="{escape(shown.record)}">{_THUMB}</button>'
    )


def _next(shown: ShownTurn, texts: Texts) -> str:
    abstained = shown.answer.abstained
    filtered = any(getattr(shown.filters, name) for name in FILTER_FIELDS)
    items = [button("ask", question, "example", ask=question) for question in shown.suggestions]
    if abstained and filtered:
        items.insert(0, button("everywhere", texts.ask_everywhere, "example", ask=shown.question))
    if not items:
        return ""
    title = escape(texts.ask_instead if abstained else texts.ask_next)
    return f'<section class="next"><h3>{title}</h3><ul>{"".join(f"<li>{item}</li>" for item in items)}</ul></section>'
