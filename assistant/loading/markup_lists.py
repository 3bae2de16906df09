"""Lists of HTML: the signs of their items, and which items are more than a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from string import ascii_lowercase, ascii_uppercase

from assistant.loading.inline import HEADINGS, LISTS, Element, name_of

_ROMAN = ("", *"i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split())  # noqa: SIM905
# What makes an item of a list more than a line: it is then read as a part of the page.
_STRUCTURES = frozenset({*HEADINGS, "table", "details", "dl", "pre", "summary", "figure"})


def number_of(written: str | None, otherwise: int) -> int:
    """The number in an attribute, if it is one."""
    return int(written) if written and re.fullmatch(r"-?\d{1,9}", written.strip()) else otherwise


def sign_of(parent: Element, number: int) -> str:
    """The sign of an item as a browser shows it: ``2.``, ``b.``, ``ii.``"""
    if name_of(parent) != "ol":
        return "-"
    style = parent.get("type") or "1"
    if style in "aA" and 0 < number <= len(ascii_lowercase):
        return f"{ascii_lowercase[number - 1] if style == 'a' else ascii_uppercase[number - 1]}."
    if style in "iI" and 0 < number < len(_ROMAN):
        return f"{_ROMAN[number] if style == 'i' else _ROMAN[number].upper()}."
    return f"{number}."


def is_line(item: Element, titles: Collection[Element]) -> bool:
    """Whether an item is no more than words and lists below it."""
    inner = [each for each in item.iterdescendants() if isinstance(each.tag, str)]
    return not any(name_of(each) in _STRUCTURES or each in titles for each in inner)


def has_list(element: Element) -> bool:
    """Whether there is a list in an element."""
    return any(name_of(inner) in LISTS for inner in element.iterdescendants())


def lists_in(item: Element) -> Iterator[Element]:
    """The lists in an item, not those in them."""
    open_elements = [iter(item)]
    while open_elements:
        child = next(open_elements[-1], None)
        if child is None:
            open_elements.pop()
        elif name_of(child) in LISTS:
            yield child
        else:
            open_elements.append(iter(child))


def pairs_of(element: Element) -> Iterator[tuple[list[Element], list[Element]]]:
    """The terms of a list of definitions with their meanings; a ``<div>`` may hold each pair."""
    terms: list[Element] = []
    meanings: list[Element] = []
    children = [inner for child in element for inner in (child if name_of(child) == "div" else [child])]
    for child in children:
        if name_of(child) == "dt":
            if meanings:
                yield terms, meanings
                terms, meanings = [], []
            terms.append(child)
        elif name_of(child):
            meanings.append(child)
    if terms or meanings:
        yield terms, meanings
