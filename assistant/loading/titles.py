"""The title of a page, out of all that it and its site call it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.loading.fields import plain
from assistant.loading.properties import usable_title

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|»]\s*")


def choose_title(headings: Sequence[str], declared: Sequence[str], names: Collection[str] = ()) -> str:
    """The title of a page by agreement of what it says: its top headings, its declared titles, the name of its site.

    Args:
        headings: the headings of the highest level, in order.
        declared: the titles in its head, the most reliable first.
        names: what the site calls itself.
    """
    declared = [title for text in declared if (title := usable_title(text))]
    parts = [part for text in declared for part in (text, *segments(text))]
    folded_names = set(map(plain, names))
    by_words = {plain(heading): heading for heading in reversed(headings)}
    agreed = [by_words[plain(part)] for part in parts if plain(part) in by_words]
    agreed = [heading for heading in agreed if len(headings) == 1 or plain(heading) not in folded_names]
    if agreed:
        return agreed[0]
    others = [heading for heading in headings if plain(heading) not in folded_names]
    if len(others) == 1:
        return others[0]
    return next((without_name(text, names) for text in declared), others[0] if others else "")


def segments(title: str) -> list[str]:
    """The parts of a title between separators: ``Aid – Cluster`` has two; one that has no separator has none."""
    found = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    return found if len(found) > 1 else []


def without_name(title: str, names: Collection[str]) -> str:
    """The title without the name of its site at its beginning or end.

    >>> without_name("Aide à la mobilité | Pôle Bois", {"Pôle Bois"})
    'Aide à la mobilité'
    """
    folded = set(map(plain, names))
    found = segments(title)
    if found and plain(found[-1]) in folded:
        return title[: title.rindex(found[-1])].rstrip(" |–—·•»:-")
    if found and plain(found[0]) in folded:
        return title[title.index(found[0]) + len(found[0]) :].lstrip(" |–—·•»:-")
    return title
