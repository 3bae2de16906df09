"""Web pages: the main content without navigation, as trafilatura finds it; small pages as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from assistant.loading.cleaning import clean, decode, without_hints
from assistant.loading.grid import Grid
from assistant.loading.markup import add_tree
from assistant.loading.parts import Item, Outline, Parsed, Source

# Where trafilatura keeps less than this share of what is visible, the page is no article and is taken whole.
_KEPT = 0.4


def read(source: Source) -> Iterator[Parsed]:
    """The one document of an HTML page."""
    text = without_hints(clean(decode(source.data)))
    try:
        tree = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except ParserError:  # nothing but comments or white space
        return
    whole = Outline()
    add_tree(tree, whole)
    main = _main_content(text)
    parts = whole.finish()
    if main is not None:
        found = main.finish()
        if sum(len(part.text) for part in found) >= _KEPT * sum(len(part.text) for part in parts):
            parts = found
    headings = [main.first_heading if main is not None else "", whole.first_heading]
    yield Parsed(parts, next(filter(None, headings), "") or _title(tree))


def _title(tree: Any) -> str:
    return " ".join((tree.findtext(".//title") or "").split())


def _main_content(text: str) -> Outline | None:
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")  # under it all structure is thrown away
    found = bare_extraction(text, include_comments=False, include_tables=True, favor_recall=True, config=config)
    body = getattr(found, "body", None)
    if body is None:
        return None
    outline = Outline()
    for element in body:
        _add(element, outline)
    return outline


def _add(element: Any, outline: Outline) -> None:
    """One element of trafilatura's own markup (head, p, list, table, quote, code)."""
    match element.tag:
        case "head":
            level = element.get("rend", "h2").removeprefix("h")
            outline.heading(int(level) if level.isdigit() else 2, _words(element))
        case "list":
            outline.add_items(_items(element, 0))
        case "table":
            rows = [[_words(cell) for cell in row.iter("cell")] for row in element.iter("row")]
            outline.add_table(Grid.of(rows))
        case "quote" | "div" if len(element):
            outline.add(" ".join((element.text or "").split()))
            for child in element:
                _add(child, outline)
        case "code":
            outline.add("".join(element.itertext()), kind="code")
        case _:
            outline.add(_words(element))


def _items(element: Any, depth: int) -> Iterator[Item]:
    number = 0
    for item in element.iterchildren("item"):
        if words := _words(item):
            number += 1
            yield Item(words, depth, f"{number}." if element.get("rend") == "ol" else "-")
        for inner in item.iterchildren("list"):
            yield from _items(inner, depth + 1)


def _words(element: Any) -> str:
    return " ".join("".join(_strings(element)).split())


def _strings(element: Any) -> Iterator[str]:
    """The text in an element; lists inside are left out, as their items follow by themselves."""
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield " "
        elif child.tag != "list":
            yield from _strings(child)
        yield child.tail or ""
