"""The words in a piece of HTML, as a reader sees them: on one line, raised figures raised, pictures by their text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from assistant.loading.pictures import described
from assistant.loading.raised import lowered, raised

Element = Any
"""An element of lxml, which has no types of its own."""

UNSEEN = frozenset(
    """
    script style template noscript head iframe object embed canvas audio video select datalist input svg
    annotation annotation-xml rt rp map area track source link meta title param
    """.split()  # noqa: SIM905
)
"""Elements whose text no reader sees, or that are handles of the page rather than its words."""

BLOCKS = frozenset(
    """
    address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section
    summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)

LISTS = frozenset({"ul", "ol", "menu", "dir"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
EPUB_TYPE = "epub:type"


def name_of(element: Element) -> str:
    """The local name of a tag; empty for comments."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2] if "}" in tag else tag


def words_of(element: Element, without: Collection[Element] = frozenset(), lists: bool = True) -> str:
    """The words in an element on one line; those of the elements ``without``, or of lists inside, can be left out."""
    return " ".join("".join(strings(element, without, lists)).split())


def strings(element: Element, without: Collection[Element] = frozenset(), lists: bool = True) -> Iterator[str]:
    """The pieces of text in an element, with a space where a block ends. Not recursive: markup may be deep."""
    yield element.text or ""
    open_elements = [(element, iter(element))]
    while open_elements:
        current, children = open_elements[-1]
        child = next(children, None)
        name = name_of(child) if child is not None else ""
        if child is None:
            open_elements.pop()
            if open_elements:
                yield (" " if name_of(current) in BLOCKS or is_apart(current) else "") + (current.tail or "")
        elif is_unseen(child) or child in without or (name in LISTS and not lists):
            yield " " if name in BLOCKS else ""
            yield child.tail or ""
        elif shown := moved(child) or picture(child):
            yield shown + (child.tail or "")
        else:
            yield (" " if name in BLOCKS else "") + (child.text or "")
            open_elements.append((child, iter(child)))


def is_apart(element: Element) -> bool:
    """Whether the next element, with nothing between, is another piece of the page: a link, a figure by its label.

    Pieces of one word, as word processors part them, have no classes of their own.
    """
    following = element.getnext() if not element.tail else None
    if following is None or name_of(following) in {"sup", "sub", "br", "wbr"}:
        return False
    if name_of(element) == name_of(following) == "a":
        return True
    ours, theirs = element.get("class"), following.get("class")
    return bool(ours and theirs) and ours != theirs


def is_unseen(element: Element) -> bool:
    """Whether an element is a comment or one of :data:`UNSEEN`; a declarative shadow root is seen."""
    name = name_of(element)
    if name == "template":
        return not element.get("shadowrootmode")
    return not name or name in UNSEEN


def moved(element: Element) -> str:
    """The text of ``<sup>``, ``<sub>`` or a note's number as raised characters, so that ``345¹`` is not read as 3451.

    Empty for other elements.
    """
    name = name_of(element)
    if name not in {"sup", "sub"} and "noteref" not in (element.get("role") or element.get(EPUB_TYPE) or ""):
        return ""
    text = " ".join("".join(element.itertext()).split())
    return lowered(text) if name == "sub" else raised(text)


def picture(element: Element) -> str:
    """The alternative text of a picture that stands alone in a cell (a tick, a cross); else empty."""
    if name_of(element) != "img":
        return ""
    cell = next((above for above in element.iterancestors() if name_of(above) in {"td", "th"}), None)
    alone = cell is not None and not "".join(cell.itertext()).strip()
    return described(element.get("alt") or "") if alone else ""
