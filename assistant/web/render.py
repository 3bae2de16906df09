"""The HTML of the chat page. Pure, and the only place where text from outside becomes HTML: all of it is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.documents import Answer, Chunk, Citation, DocumentInfo, Evidence, Grounding, Sentence
from assistant.serialize import HEADING_SEPARATOR
from assistant.web.highlight import highlight
from assistant.web.links import citation_link, evidence_link
from assistant.web.texts import Texts

CONFIDENCE_STEPS = (0.65, 0.85)
"""Where confidence in words changes from low to medium to high; the number is a calibrated probability."""


def conversation(answers: Sequence[Answer], texts: Texts, waiting: str = "") -> str:
    """All turns, oldest first; ``waiting`` is what the last one shows while it has no sentence yet."""
    turns = "".join(_turn(number, answer, texts, waiting) for number, answer in enumerate(answers, 1))
    return f'<div class="turns">{turns}</div>' if answers else ""


def _turn(number: int, answer: Answer, texts: Texts, waiting: str) -> str:
    busy = "" if answer.complete else ' aria-busy="true"'
    body = _sentences(number, answer, texts) if answer.sentences else _paragraph("waiting", waiting)
    notice = _paragraph("notice", answer.notice) if answer.notice else ""
    return (
        f'<article class="turn" id="turn-{number}" lang="{escape(answer.language or texts.code)}">'
        f'<h2 class="question">{escape(answer.question)}</h2>'
        f'<div class="answer{" abstained" if answer.abstained else ""}"{busy}>{body}{notice}'
        f"{_confidence(answer, texts)}</div></article>"
    )


def _sentences(number: int, answer: Answer, texts: Texts) -> str:
    by_number = {c.n: c for c in answer.citations}
    return "".join(f"<p>{_sentence(number, s, by_number, texts)}</p>" for s in answer.sentences)


def _sentence(turn: int, sentence: Sentence, citations: dict[int, Citation], texts: Texts) -> str:
    marks = "".join(_mark(turn, citations[n], texts) for n in sentence.citations if n in citations)
    text = escape(sentence.text)
    if sentence.grounding is Grounding.UNSUPPORTED:
        note = escape(texts.unsupported)
        text = f'<span class="unsupported">{text}</span> <span class="warning" role="note">⚠ {note}</span>'
    return text + marks


def _mark(turn: int, citation: Citation, texts: Texts) -> str:
    label = texts.source_label.format(n=citation.n, title=citation.document.metadata.title)
    return (
        # A word joiner keeps the number on the line of the word before it.
        f'&#8288;<sup><a class="cite" href="#source-{turn}-{citation.n}" aria-label="{escape(label)}"'
        f' data-quote="{escape(citation.quote)}">{citation.n}</a></sup>'
    )


def _confidence(answer: Answer, texts: Texts) -> str:
    if not answer.complete or not answer.citations:
        return ""
    low, high = CONFIDENCE_STEPS
    step = 0 if answer.confidence < low else 1 if answer.confidence < high else 2
    return f'<p class="confidence step-{step}"><span aria-hidden="true"></span>{escape(texts.confidence[step])}</p>'


def sources(answers: Sequence[Answer], texts: Texts) -> str:
    """The panel of cited passages: those of the last answer open, those before it folded away."""
    blocks = []
    for number, answer in reversed(list(enumerate(answers, 1))):
        cards = _cards(number, answer, texts)
        if not cards:
            continue
        heading = escape(texts.nearest if answer.abstained else answer.question)
        is_open = " open" if number == len(answers) else ""
        blocks.append(f"<details{is_open}><summary>{heading}</summary><ol>{cards}</ol></details>")
    body = "".join(blocks) or _paragraph("empty", texts.no_sources)
    title = f'<h2 id="sources-title">{escape(texts.sources)}</h2>'
    return f'<section class="sources" aria-labelledby="sources-title">{title}{body}</section>'


def _cards(turn: int, answer: Answer, texts: Texts) -> str:
    if answer.abstained:
        return "".join(_nearest_card(e, answer.question, texts) for e in answer.nearest)
    return "".join(_citation_card(turn, c, answer.question, texts) for c in answer.citations)


def _citation_card(turn: int, citation: Citation, question: str, texts: Texts) -> str:
    quote = highlight(citation.quote, question)
    head = f'<span class="number">{citation.n}</span>'
    link = citation_link(citation, texts.code)
    return _card(f"source-{turn}-{citation.n}", head, citation.document, citation.chunk, quote, link, texts)


def _nearest_card(evidence: Evidence, question: str, texts: Texts) -> str:
    quote = highlight(_shorten(evidence.chunk.text), question)
    return _card("", "", evidence.document, evidence.chunk, quote, evidence_link(evidence, texts.code), texts)


def _card(id_: str, head: str, document: DocumentInfo, chunk: Chunk, quote: str, link: str, texts: Texts) -> str:
    known = document.metadata
    facts = [
        texts.kinds.get(known.kind or "", ""),
        ", ".join(known.cluster[:2]) + (" …" if len(known.cluster) > 2 else ""),
        str(known.year or ""),
        texts.page.format(page=chunk.page) if chunk.page else "",
        HEADING_SEPARATOR.join(chunk.heading),
    ]
    details = " · ".join(escape(fact) for fact in facts if fact)
    anchor = f' id="{escape(id_)}"' if id_ else ""
    opener = f'<a class="open" href="{escape(link)}" target="_blank" rel="noopener">{escape(texts.open_passage)}</a>'
    return (
        f'<li class="card"{anchor} tabindex="-1">{head}<div>'
        f'<h3>{escape(known.title)}</h3><p class="facts">{details}</p>'
        f'<blockquote lang="{escape(known.language)}">{quote}</blockquote>{opener}</div></li>'
    )


def status(texts: Texts, *, ready: bool, problem: str) -> str:
    """One line about the state of the assistant."""
    if problem:
        return f'<p class="status problem" role="alert">{escape(problem)}</p>'
    state, words = ("ready", texts.ready) if ready else ("loading", texts.model_loading)
    return f'<p class="status {state}" role="status"><span aria-hidden="true"></span>{escape(words)}</p>'


def header(texts: Texts) -> str:
    return f'<header class="masthead"><h1>{escape(texts.title)}</h1><p>{escape(texts.tagline)}</p></header>'


def welcome(documents: Sequence[DocumentInfo], texts: Texts) -> str:
    """What is in the corpus, in a sentence."""
    if not documents:
        return f'<div class="welcome">{_paragraph("", texts.no_index)}</div>'
    codes = sorted({d.metadata.language for d in documents if d.metadata.language in texts.languages}, reverse=True)
    joined = (" et " if texts.code == "fr" else " and ").join(texts.languages[code] for code in codes)
    inside = {"fr": "en {}", "en": "in {}"}[texts.code].format(joined) if joined else ""
    line = texts.welcome.format(
        documents=len(documents),
        clusters=len({name for d in documents for name in d.metadata.cluster}),
        jobs=len({d.metadata.extra.get("id", (d.id,)) for d in documents if d.metadata.kind == "job"}),
        languages=inside,
    )
    return f'<div class="welcome">{_paragraph("", line)}{_paragraph("privacy", texts.privacy)}</div>'


def _paragraph(css_class: str, text: str) -> str:
    attribute = f' class="{css_class}"' if css_class else ""
    return f"<p{attribute}>{escape(text)}</p>"


def _shorten(text: str, limit: int = 400) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"


def group_title(text: str) -> str:
    """The title over a group of example questions."""
    return f'<h2 class="group">{escape(text)}</h2>'
