"""The page of one document: its text as the assistant sees it, with sections, pages and a marked passage. Pure."""

from __future__ import annotations

from html import escape

from assistant.documents import Block
from assistant.index.registry import StoredDocument
from assistant.web.links import checksum, file_link
from assistant.web.texts import Texts


def reader_page(document: StoredDocument, texts: Texts, start: int = 0, end: int = 0, check: str = "") -> str:
    """A whole HTML page. ``document.text[start:end]`` is marked, if it is still the passage that ``check`` names."""
    passage = (start, end) if 0 <= start < end <= len(document.text) else None
    changed = passage is not None and check != "" and checksum(document.text[start:end]) != check
    if changed:
        passage = None
    warning = f'<p class="problem" role="alert">{escape(texts.changed_since)}</p>' if changed else ""
    known = document.info.metadata
    facts = [texts.kinds.get(known.kind or "", ""), ", ".join(known.cluster), ", ".join(known.region),
             str(known.year or ""), document.info.path]  # fmt: skip
    page = _page_at(document.blocks, start) if passage else None
    file_text = texts.original_page.format(page=page) if page else texts.original_file
    body = (
        f'<nav><a href="/">{escape(texts.back)}</a>'
        f'<a href="{escape(file_link(document.info.id, page))}">{escape(file_text)}</a></nav>'
        f'<main lang="{escape(known.language or texts.code)}"><h1>{escape(known.title)}</h1>'
        f'<p class="facts">{" · ".join(escape(f) for f in facts if f)}</p>{warning}'
        f"{''.join(_blocks(document, passage, texts))}</main>"
    )
    return page_html(known.title, body, texts)


def message_page(message: str, texts: Texts) -> str:
    """A whole HTML page with one line and the way back."""
    body = f'<nav><a href="/">{escape(texts.back)}</a></nav><main><p class="problem">{escape(message)}</p></main>'
    return page_html(texts.title, body, texts)


def page_html(title: str, body: str, texts: Texts) -> str:
    return (
        f'<!doctype html><html lang="{texts.code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="/page-assets/reader.css"></head><body>{body}</body></html>'
    )


def _blocks(document: StoredDocument, passage: tuple[int, int] | None, texts: Texts) -> list[str]:
    parts: list[str] = []
    heading: tuple[str, ...] = ()
    page: int | None = None
    first_mark = True
    for block in document.blocks:
        if block.page is not None and block.page != page:
            parts.append(f'<p class="page" id="page-{block.page}">{escape(texts.page.format(page=block.page))}</p>')
            page = block.page
        if block.heading != heading:
            parts += _headings(heading, block.heading)
            heading = block.heading
        text, marked = _marked(document.text, block, passage, first=first_mark)
        first_mark = first_mark and not marked
        parts.append(f'<p class="block">{text}</p>')
    return parts


def _headings(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    shared = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return [
        f"<h{level}>{escape(new[depth])}</h{level}>"
        for depth in range(shared, len(new))
        for level in [min(depth + 2, 6)]
    ]


def _marked(text: str, block: Block, passage: tuple[int, int] | None, *, first: bool) -> tuple[str, bool]:
    if passage is None or passage[1] <= block.start or block.end <= passage[0]:
        return escape(text[block.start : block.end]), False
    start, end = max(passage[0], block.start), min(passage[1], block.end)
    anchor = ' id="passage"' if first else ""
    before, inside, after = text[block.start : start], text[start:end], text[end : block.end]
    return f"{escape(before)}<mark{anchor}>{escape(inside)}</mark>{escape(after)}", True


def _page_at(blocks: tuple[Block, ...], offset: int) -> int | None:
    return next((b.page for b in blocks if b.start <= offset < b.end), None)
