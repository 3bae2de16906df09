"""OpenDocument texts: headings by their level, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from odf import opendocument, teletype
from odf.namespaces import TABLENS, TEXTNS

from assistant.errors import DocumentError
from assistant.loading.archive import checked
from assistant.loading.grid import Grid
from assistant.loading.parts import Item, Outline, Parsed, Source

# A table may declare a row or cell as repeated a million times; only this many are repeated.
_MOST_REPEATED = 50


def read(source: Source) -> Iterator[Parsed]:
    """The one document of an ODT file."""
    file = checked(source, "content.xml", "ODT")
    with ZipFile(file) as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise DocumentError("The ODT file asks for a password; save it without one.", "encrypted")
    file.seek(0)
    document = opendocument.load(file)
    if not document.mimetype.startswith("application/vnd.oasis.opendocument.text"):
        raise DocumentError("This is an OpenDocument file, but not a text; save it as ODT.", "wrong-type")
    outline = Outline()
    _walk(document.text, outline)
    titles = document.meta.getElementsByType(_title_element())
    yield Parsed(outline.finish(), outline.first_heading or (str(titles[0]) if titles else ""))


def _title_element() -> Any:
    from odf.dc import Title

    return Title


def _walk(element: Any, outline: Outline) -> None:
    for child in element.childNodes:
        name = getattr(child, "qname", (None, ""))
        if name == (TEXTNS, "h"):
            outline.heading(int(child.getAttrNS(TEXTNS, "outline-level") or 1), _text(child))
        elif name == (TEXTNS, "p"):
            outline.add(_text(child))
        elif name == (TEXTNS, "list"):
            outline.add_items(_items(child, 0))
        elif name == (TABLENS, "table"):
            outline.add_table(Grid.of(_rows(child)))
        elif name == (TEXTNS, "section"):
            _walk(child, outline)


def _text(element: Any) -> str:
    return "\n".join(line.strip() for line in teletype.extractText(element).split("\n")).strip()


def _items(element: Any, depth: int) -> Iterator[Item]:
    for item in _children(element, TEXTNS, "list-item"):
        words = " ".join(_text(child) for name in ("p", "h") for child in _children(item, TEXTNS, name))
        if words.strip():
            yield Item(words, depth)
        for inner in _children(item, TEXTNS, "list"):
            yield from _items(inner, depth + 1)


def _rows(element: Any) -> Iterator[list[str]]:
    for child in element.childNodes:
        name = getattr(child, "qname", None)
        if name == (TABLENS, "table-row"):
            yield [text for cell in _children(child, TABLENS, "table-cell") for text in [_text(cell)] * _repeated(cell)]
        elif name in {(TABLENS, "table-header-rows"), (TABLENS, "table-rows")}:
            yield from _rows(child)


def _repeated(cell: Any) -> int:
    return min(_MOST_REPEATED, int(cell.getAttrNS(TABLENS, "number-columns-repeated") or 1))


def _children(element: Any, namespace: str, name: str) -> list[Any]:
    return [child for child in element.childNodes if getattr(child, "qname", None) == (namespace, name)]
