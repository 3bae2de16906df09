"""What on a web page is no content: menus, banners, forms to search with, and what cannot be seen.

Two kinds are told apart. What is surely furniture goes as a whole. In the margins of a page (header, footer, side
column) an address or key figures may stand among links; there each block is judged by what it tells.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from assistant.loading.disclosure import Disclosures
from assistant.loading.inline import HEADINGS, Element, is_unseen, name_of, words_of

Margin = Literal["edge", "aside"]
"""``edge``: header, footer and all around the main content. ``aside``: a side column, which tells more often."""

_GONE_TAGS = frozenset({"nav", "search"})
_GONE_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar"})
_EDGE_TAGS, _EDGE_ROLES = frozenset({"header", "footer"}), frozenset({"banner", "contentinfo"})
# Conventions of those who write pages, in names of classes and ids; they count only with the figures below.
_OF_LINKS: Final = frozenset(
    """
    nav navbar navigation menu topnav subnav megamenu breadcrumb breadcrumbs ariane pagination pager share sharing
    social partage toolbar
    """.split()  # noqa: SIM905
)
_OF_SKIPPING: Final = frozenset({"skip", "skiplink", "skiplinks", "skipnav", "evitement"})
# For those who have pages read aloud, where the page shows the same in another way.
_READ_ALOUD = re.compile(r"\b(?:sr-only|visually-hidden|visuallyhidden|screen-reader-text)\b")
_OF_CONSENT: Final = frozenset(
    "cookie cookies consent tarteaucitron axeptio didomi onetrust cookiebot klaro orejime gdpr rgpd".split()  # noqa: SIM905
)
_OF_EDGES: Final = frozenset({"footer", "masthead", "topbar"})
_OF_ASIDES: Final = frozenset({"sidebar", "aside"})
_MOSTLY_LINKS = 0.6
# A notice on cookies is a small part of its page; where it is more, the page is about them.
_SMALL_PART = 0.3
_TOKEN = re.compile(r"[a-z]+")
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NAMES = re.compile(r"[\w-]+")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|zip|rtf|epub)(?:[?#]|\Z)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+[.!?…]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """``gone`` is left out with all that is in it, ``hidden`` likewise but told; ``margins`` are judged by block."""

    gone: set[Element] = field(default_factory=set)
    margins: dict[Element, Margin] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)


def find_furniture(tree: Element, disclosures: Disclosures) -> Furniture:
    """The furniture of a page; what a handle opens is content, however hidden."""
    found = Furniture(gone=set(disclosures.handles))
    page = _Page(tree)
    for element in tree.iter():
        if is_unseen(element):
            continue
        if _is_furniture(element, page):
            found.gone.add(element)
        elif _is_hidden(element) and not _can_be_opened(element, disclosures, page):
            found.gone.add(element)
            found.hidden.append(words_of(element))
        elif margin := page.margin(element):
            found.margins[element] = margin
    return found


def tells(text: str, linked: int, margin: Margin) -> bool:
    """Whether a block of a margin is content: a figure, an address, a sentence; not links, labels, a copyright line.

    Args:
        text: the block.
        linked: how many of its characters are links to other pages.
        margin: which margin it stands in.
    """
    if linked > _MOSTLY_LINKS * len(text) or text.lstrip().startswith("©"):
        return False
    return margin == "aside" or any(char.isdigit() or char in "@:" for char in text) or bool(_SENTENCE.search(text))


def is_link_away(element: Element) -> bool:
    """Whether an element is a link to another page; an address to write to, or a document, is content."""
    href = (element.get("href") or "").strip()
    return name_of(element) == "a" and not href.startswith(("mailto:", "tel:")) and not _DOCUMENT.search(href)


def linked_length(element: Element) -> int:
    """How many characters in an element are links away or buttons."""
    return sum(
        len(words_of(inner))
        for inner in element.iter("a", "button")
        if name_of(inner) == "button" or is_link_away(inner)
    )


def _is_furniture(element: Element, page: _Page) -> bool:
    name, role = name_of(element), element.get("role") or ""
    if name == "button":
        return not any(name_of(above) in HEADINGS for above in element.iterancestors())
    tokens = _tokens(element)
    if name == "a" and (element.get("href") or "").startswith("#"):
        return bool(tokens & _OF_SKIPPING) or not any(char.isalnum() for char in words_of(element))
    if name in _GONE_TAGS or role in _GONE_ROLES:
        return True
    if tokens & _OF_CONSENT and name not in {"html", "body"} and next(element.iter("h1"), None) is None:
        return len(words_of(element)) < _SMALL_PART * page.size
    if tokens & (_OF_LINKS | _OF_SKIPPING) and name not in {"html", "body", "a"}:
        words = words_of(element)
        return not words or linked_length(element) >= _MOSTLY_LINKS * len(words)
    return False


def _is_hidden(element: Element) -> bool:
    hidden = element.get("hidden")
    return (
        (hidden is not None and hidden != "until-found")
        or (name_of(element) == "dialog" and element.get("open") is None)
        or bool(_INVISIBLE.search(element.get("style") or ""))
        or bool(_READ_ALOUD.search(element.get("class") or ""))
    )


def _can_be_opened(element: Element, disclosures: Disclosures, page: _Page) -> bool:
    before = element.getprevious()
    return (
        element in disclosures.openable
        or name_of(element) == "body"  # shown by a script once the page has loaded
        or (element.get("id") or "") in page.names
        or (before is not None and name_of(before) in {"button", "dt"})
        or (before is not None and name_of(before) in HEADINGS and page.answers[element.getparent()] > 1)
    )


class _Page:
    """What has to be known of the whole page to judge one of its elements."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        mains = tree.xpath("//main | //*[@role='main']")
        self._content = {inner for main in mains for inner in main.iter()}
        outermost = [main for main in mains if main.getparent() not in self._content and words_of(main)]
        # All that holds the one main part; what is beside it is margin.
        self._around = set(outermost[0].iterancestors()) if len(outermost) == 1 else set()
        self._content |= {inner for article in tree.iter("article") for inner in article.iter()}
        # A heading of the page above its main part belongs to it.
        if not any(name_of(element) == "h1" for element in self._content):
            headers = (header for h1 in tree.iter("h1") for header in h1.iterancestors("header"))
            self._content.update(inner for header in headers for inner in header.iter())

    @cached_property
    def size(self) -> int:
        """How many characters it shows."""
        return len(words_of(self._tree))

    @cached_property
    def names(self) -> set[str]:
        """Every name in an attribute that may open something: of links to places in the page, and of scripts."""
        values: list[str] = []
        for element in self._tree.xpath("//*[@*]"):
            href = element.get("href") or ""
            values += [href] if href.startswith("#") else []
            values += [value for name, value in element.attrib.items() if name.startswith(("on", "data-", "aria-co"))]
        return {name for value in values for name in _NAMES.findall(value)}

    @cached_property
    def answers(self) -> Counter[Element]:
        """In how many places below one parent a heading stands right above a hidden part: questions and answers."""
        headings = (heading for heading in self._tree.iter(*HEADINGS) if heading.getnext() is not None)
        return Counter(heading.getparent() for heading in headings if _is_hidden(heading.getnext()))

    def margin(self, element: Element) -> Margin | None:
        name, role = name_of(element), element.get("role") or ""
        if element in self._content or element in self._around or name in {"html", "body"}:
            return None
        tokens = _tokens(element)
        if name == "aside" or role == "complementary" or tokens & _OF_ASIDES:
            return "aside"
        if self._around or name in _EDGE_TAGS or role in _EDGE_ROLES or tokens & _OF_EDGES:
            return "edge"
        return None


def _tokens(element: Element) -> set[str]:
    return set(_TOKEN.findall(f"{element.get('class')} {element.get('id')}".lower()))
