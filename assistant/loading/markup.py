"""A tree of HTML into headings, paragraphs, lists and tables; used for books and for small pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.loading.grid import Grid
from assistant.loading.parts import Item, Outline

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = frozenset("script style nav header footer aside form noscript template svg head button iframe".split())  # noqa: SIM905
_BLOCKS = frozenset(
    """
    address article blockquote body center dd details div dl dt fieldset figcaption figure html main p section summary
    """.split()  # noqa: SIM905
)


def add_tree(element: Any, outline: Outline) -> None:
    """Add what a reader sees of ``element`` (of lxml) to ``outline``; navigation and scripts are left out."""
    pending: list[str] = []
    _walk(element, outline, pending)
    _flush(outline, pending)


def _walk(element: Any, outline: Outline, pending: list[str]) -> None:
    tag = _name(element)
    if tag in _HEADINGS:
        _flush(outline, pending)
        outline.heading(_HEADINGS[tag], _words(element))
    elif tag in {"ul", "ol", "table", "pre"}:
        _flush(outline, pending)
        _add_structure(tag, element, outline)
    elif tag == "br":
        pending.append("\n")
    elif tag and tag not in _SKIPPED:
        if tag in _BLOCKS:
            _flush(outline, pending)
        pending.append(_spaced(element.text))
        for child in element:
            _walk(child, outline, pending)
            pending.append(_spaced(child.tail))
        if tag in _BLOCKS:
            _flush(outline, pending)


def _add_structure(tag: str, element: Any, outline: Outline) -> None:
    if tag == "pre":
        outline.add("".join(element.itertext()), kind="code")
    elif tag == "table":
        rows = [row for row in element.iter() if _name(row) == "tr"]
        cells = [[_words(cell) for cell in row if _name(cell) in {"td", "th"}] for row in rows]
        outline.add_table(Grid.of(cells))
    else:
        outline.add_items(_items(element, 0))


def _items(element: Any, depth: int) -> Iterator[Item]:
    for number, item in enumerate((child for child in element if _name(child) == "li"), 1):
        inner = [child for child in item if _name(child) in {"ul", "ol"}]
        words = _words(item, without=inner)
        if words:
            yield Item(words, depth, f"{number}." if _name(element) == "ol" else "-")
        for child in inner:
            yield from _items(child, depth + 1)


def _words(element: Any, without: list[Any] | None = None) -> str:
    return " ".join("".join(_strings(element, without or [])).split())


def _strings(element: Any, without: list[Any]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child not in without and _name(child) and _name(child) not in _SKIPPED:
            yield from _strings(child, without)
        if _name(child) in _BLOCKS or _name(child) in {"br", "li"}:
            yield " "
        yield child.tail or ""


def _flush(outline: Outline, pending: list[str]) -> None:
    lines = "".join(pending).split("\n")
    outline.add("\n".join(line for line in (" ".join(line.split()) for line in lines) if line))
    pending.clear()


def _spaced(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _name(element: Any) -> str:
    """The local name of a tag in lower case; empty for comments."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
