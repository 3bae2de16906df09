"""Electronic books: the chapters in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from assistant.errors import DocumentError
from assistant.loading.archive import checked
from assistant.loading.completeness import warn_of_missing
from assistant.loading.disclosure import Disclosures
from assistant.loading.furniture import Furniture, find_furniture
from assistant.loading.html_dump import visible_text
from assistant.loading.html_tree import page_text, parse_page
from assistant.loading.inline import Element, name_of
from assistant.loading.markup import add_tree
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.properties import usable_title

_CONTAINER = "META-INF/container.xml"
_CHAPTERS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FIELDS: Mapping[str, str] = {"author": "creator", "organisation": "publisher", "date": "date", "language": "language"}


@dataclass(frozen=True, slots=True)
class _Book:
    """The package of a book: its metadata by name, and the paths of its chapters in reading order."""

    said: Mapping[str, list[str]]
    chapters: tuple[str, ...]


def read(source: Source) -> Iterator[Parsed]:
    """The one document of an EPUB file.

    Raises:
        DocumentError: those of :func:`checked`; ``broken``, its package cannot be read.
    """
    outline = Outline()
    seen: list[tuple[str, str]] = []
    with ZipFile(checked(source, _CONTAINER, "EPUB")) as archive:
        book = _package(archive)
        for chapter in book.chapters:
            try:
                text = page_text(archive.read(chapter))
            except KeyError:
                outline.warn("missing", share=0, where=chapter)
                continue
            seen += _add_chapter(text, outline)
    fields = {ours: book.said.get(theirs, []) for ours, theirs in _FIELDS.items()}
    title = usable_title(next(iter(book.said.get("title", [])), "")) or outline.title
    parsed = Parsed(outline.finish(), title, fields)
    warn_of_missing([parsed], outline, seen)
    yield replace(parsed, warnings=tuple(outline.warnings))


def _add_chapter(text: str, outline: Outline) -> list[tuple[str, str]]:
    tree = parse_page(text)
    if tree is None:
        return []
    nothing = Disclosures()
    found = find_furniture(tree, nothing)
    # A book has no margins: its asides are notes and boxes, its headers hold the titles of chapters.
    add_tree(tree, outline, Furniture(gone=found.gone, hidden=found.hidden), nothing)
    return list(visible_text(text))


def _package(archive: ZipFile) -> _Book:
    try:
        container = _parsed(archive.read(_CONTAINER))
        path = next((e.get("full-path") or "" for e in container.iter() if name_of(e) == "rootfile"), "")
        package = _parsed(archive.read(path))
    except (KeyError, etree.XMLSyntaxError):
        raise DocumentError("The EPUB file does not tell its chapters; export it again.", "broken") from None
    said: dict[str, list[str]] = {}
    items: dict[str, Element] = {}
    order: list[str] = []
    for element in package.iter():
        name = name_of(element)
        if name == "item":
            items[element.get("id") or ""] = element
        elif name == "itemref":
            order.append(element.get("idref") or "")
        elif text := " ".join((element.text or "").split()):
            said.setdefault(name, []).append(text)
    chapters = [items[key] for key in order if key in items]
    chapters = [item for item in chapters if item.get("media-type") in _CHAPTERS and not _is_contents(item)]
    base = dirname(path)
    return _Book(said, tuple(normpath(join(base, unquote(item.get("href") or ""))) for item in chapters))


def _is_contents(item: Element) -> bool:
    return "nav" in (item.get("properties") or "").split()


def _parsed(data: bytes) -> Element:
    return etree.fromstring(data, parser=etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
