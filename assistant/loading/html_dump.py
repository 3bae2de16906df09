"""The visible text of a page by another parser than the one that reads it, to count what is kept against.

Links, menus and margins are not counted: what of them is content is judged elsewhere, and a sentence does not lose its
links alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_UNCOUNTED = frozenset(
    """
    script style template noscript head title nav header footer aside button select datalist svg math iframe object
    video audio canvas form-search a label legend dialog map
    """.split()  # noqa: SIM905
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNCOUNTED_NAMES = re.compile(
    r"\b(?:cookies?|consent|tarteaucitron|axeptio|didomi|onetrust|footer|sidebar|navbar|nav|menu|breadcrumbs?|skip\w*"
    r"|share|sharing|social|pagination|topbar|masthead|toolbar"
    r"|sr-only|visually-hidden|visuallyhidden|screen-reader-text|evitement)\b"
)
_UNCOUNTED_ROLES = frozenset(
    {"navigation", "search", "menu", "banner", "contentinfo", "complementary", "toolbar", "dialog"}
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOP = "⟨page⟩"


def visible_text(markup: str) -> Iterator[tuple[str, str]]:
    """Pairs of a heading and the text below it."""
    dump = _Dump()
    dump.feed(markup)
    dump.close()
    yield from dump.found


class _Dump(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, bool]] = []
        self._place = _TOP
        self._heading: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if tag in _HEADINGS:
            self._heading = []
        self._open.append((tag, self._is_uncounted() or tag in _UNCOUNTED or _is_uncounted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS and self._heading is not None:
            words = " ".join("".join(self._heading).split())
            # Sections of one name in a row are one, as headings of blocks tell.
            if words and words != self._place:
                self._place = words
                self.found.append((words, words))
            self._heading = None
        at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == tag), None)
        if at is not None:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        if not data.strip() or self._is_uncounted():
            return
        if self._heading is not None:
            self._heading.append(data)
        else:
            self.found.append((self._place, data))

    def _is_uncounted(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def _is_uncounted(attrs: list[tuple[str, str | None]]) -> bool:
    values = {name: value or "" for name, value in attrs}
    return (
        "hidden" in values
        or values.get("role", "") in _UNCOUNTED_ROLES
        or bool(_INVISIBLE.search(values.get("style", "")))
        or bool(_UNCOUNTED_NAMES.search(f"{values.get('class', '')} {values.get('id', '')}".lower()))
    )
