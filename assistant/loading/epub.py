"""Electronic books: the chapters in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ebooklib import ITEM_DOCUMENT, epub
from lxml import html as lxml_html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from assistant.loading.archive import checked
from assistant.loading.cleaning import clean, without_hints
from assistant.loading.markup import add_tree
from assistant.loading.parts import Outline, Parsed, Source


def read(source: Source) -> Iterator[Parsed]:
    """The one document of an EPUB file."""
    book = epub.read_epub(checked(source, "META-INF/container.xml", "EPUB"), {"ignore_ncx": True})
    outline = Outline()
    for item in _chapters(book):
        try:
            text = without_hints(clean(item.get_content().decode("utf-8", errors="replace")))
            tree = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
        except ParserError:  # an empty chapter
            continue
        add_tree(tree, outline)
    yield Parsed(outline.finish(), _first(book, "title") or outline.first_heading, _fields(book))


def _chapters(book: Any) -> Iterator[Any]:
    for name, *_ in book.spine:
        item = book.get_item_with_id(name)
        if item is not None and item.get_type() == ITEM_DOCUMENT and not isinstance(item, epub.EpubNav):
            yield item


def _first(book: Any, name: str) -> str:
    values = book.get_metadata("DC", name)
    return str(values[0][0] or "") if values else ""


def _fields(book: Any) -> dict[str, object]:
    return {"author": [str(value[0]) for value in book.get_metadata("DC", "creator") if value[0]]}
