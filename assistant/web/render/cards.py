"""The panel of sources: a card for each cited passage."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.documents import Chunk, Citation, DocumentInfo, Evidence
from assistant.serialize import HEADING_SEPARATOR
from assistant.web.chat.turns import ShownTurn
from assistant.web.highlight import highlight
from assistant.web.links import citation_link, evidence_link
from assistant.web.reference import reference
from assistant.web.render.elements import button, paragraph
from assistant.web.texts import Texts

_SHOWN = 400
"""Characters of a nearest passage."""


def sources(turns: Iterable[tuple[int, ShownTurn]], texts: Texts, *, folded: bool) -> str:
    """The cards of numbered turns, the newest first; ``folded`` away under their questions, or open under a title."""
    groups = []
    for number, turn in sorted(turns, key=lambda pair: -pair[0]):
        if cards := _cards(number, turn, texts):
            title = texts.nearest if turn.answer.abstained else turn.question if folded else texts.sources
            groups.append(_folded(title, cards) if folded else _open(title, cards))
    if folded:
        return f'<section class="sources earlier" aria-label="{escape(texts.sources)}">{"".join(groups)}</section>'
    body = (
        "".join(groups) or f'<h2 id="sources-title">{escape(texts.sources)}</h2>{paragraph("empty", texts.no_sources)}'
    )
    return f'<section class="sources" aria-labelledby="sources-title">{body}</section>'


def _open(title: str, cards: list[str]) -> str:
    return f'<h2 id="sources-title">{escape(title)} <span>{len(cards)}</span></h2><ol>{"".join(cards)}</ol>'


def _folded(title: str, cards: list[str]) -> str:
    return f"<details><summary>{escape(title)} <span>{len(cards)}</span></summary><ol>{''.join(cards)}</ol></details>"


def _cards(number: int, turn: ShownTurn, texts: Texts) -> list[str]:
    if turn.answer.abstained:
        return [_nearest_card(e, turn, texts) for e in turn.answer.nearest]
    return [_citation_card(number, c, turn, texts) for c in turn.answer.citations]


def _citation_card(turn_number: int, citation: Citation, turn: ShownTurn, texts: Texts) -> str:
    quote = highlight(citation.quote, turn.answer.question)
    head = f'<span class="number">{citation.n}</span>'
    link = citation_link(citation, texts.code)
    document, chunk, page = citation.document, citation.chunk, citation.page
    return _card(f"source-{turn_number}-{citation.n}", head, document, chunk, page, quote, link, texts)


def _nearest_card(evidence: Evidence, turn: ShownTurn, texts: Texts) -> str:
    quote = highlight(_shorten(evidence.chunk.text), turn.answer.question)
    return _card(
        "",
        "",
        evidence.document,
        evidence.chunk,
        evidence.chunk.page,
        quote,
        evidence_link(evidence, texts.code),
        texts,
    )


def _card(
    id_: str, head: str, document: DocumentInfo, chunk: Chunk, page: int | None, quote: str, link: str, texts: Texts
) -> str:
    known = document.metadata
    facts = [
        texts.kinds.get(known.kind or "", ""),
        _few(known.cluster),
        _few((*known.extra.get("town", ()), *known.region)),
        str(known.year or ""),
        texts.in_language.get(known.language, "") if known.language != texts.code else "",
    ]
    place = [texts.page.format(page=page) if page else "", HEADING_SEPARATOR.join(chunk.heading)]
    anchor = f' id="{escape(id_)}"' if id_ else ""
    opener = f'<a class="open" href="{escape(link)}" target="_blank" rel="noopener">{escape(texts.open_passage)}</a>'
    cite = button("copy", texts.cite, copy=reference(document, chunk, page, "", texts), link=link)
    return (
        f'<li class="card source-card"{anchor} tabindex="-1">{head}<div>'
        f'<h3>{escape(known.title)}</h3><p class="facts">{_joined(facts)}</p>'
        f'<blockquote lang="{escape(known.language)}">{quote}</blockquote>'
        f'<p class="place">{_joined(place)}</p><p class="links">{opener}{cite}</p></div></li>'
    )


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(escape(fact) for fact in facts if fact)


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN].rsplit(" ", 1)[0] + " …"
