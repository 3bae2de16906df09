"""Web pages: all that a reader sees of them but the furniture of their site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.loading.completeness import warn_of_missing, warn_of_replaced
from assistant.loading.disclosure import find_disclosures
from assistant.loading.furniture import find_furniture
from assistant.loading.html_dump import visible_text
from assistant.loading.html_tree import page_text, parse_page
from assistant.loading.inline import HEADINGS, Element, name_of, words_of
from assistant.loading.markup import add_tree
from assistant.loading.page_fields import read_head
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.titles import choose_title

# Hidden parts shorter than this are labels.
_HIDDEN_WORDS = 5


def read(source: Source) -> Iterator[Parsed]:
    """The one document of an HTML page."""
    parsed = read_page(page_text(source.data))
    if parsed is not None:
        yield parsed


def read_page(text: str, address: str = "") -> Parsed | None:
    """A page as a document, ``None`` where it holds nothing; ``address`` where it was, if the page itself is silent."""
    tree = parse_page(text)
    if tree is None:
        return None
    outline = Outline()
    disclosures = find_disclosures(tree)
    furniture = find_furniture(tree, disclosures)
    add_tree(tree, outline, furniture, disclosures)
    parts = outline.finish()
    hidden = sum(len(words) for words in furniture.hidden if len(words.split()) >= _HIDDEN_WORDS)
    if hidden:
        outline.warn("hidden-text", count=hidden)
    warn_of_replaced(outline, text)
    head = read_head(tree)
    title = choose_title(_top_headings(tree), head.titles, head.names) or outline.title
    fields = {**head.fields, "source": head.fields["source"] or address}
    parsed = Parsed(parts, title, fields)
    warn_of_missing([parsed], outline, visible_text(text), also=furniture.hidden)
    return replace(parsed, warnings=tuple(outline.warnings))


def _top_headings(tree: Element) -> list[str]:
    """The headings of the highest level, if one of them can be that of the whole page: the only one, or ``<h1>``."""
    found = [(HEADINGS[name_of(element)], words_of(element)) for element in tree.iter(*HEADINGS)]
    found = [(level, words) for level, words in found if words]
    if not found:
        return []
    top = min(level for level, _ in found)
    texts = [words for level, words in found if level == top]
    return list(dict.fromkeys(texts)) if top == 1 or len(texts) == 1 else []
