"""Documents of Word before 2007 (``.doc``), and what other programs save under that ending: RTF, HTML, DOCX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from office_oxide import Document, OfficeOxideError
from olefile import OleFileIO

from assistant.errors import DocumentError
from assistant.loading.completeness import warn_of_missing
from assistant.loading.doc_visible import is_encrypted, visible_text
from assistant.loading.html_tree import parse_page
from assistant.loading.markup import add_tree
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.properties import Properties, properties
from assistant.loading.registry import READERS, reader_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINS = {b"{\\rtf": ".rtf", b"PK": ".docx", b"<": ".html", b"MIME-": ".mht"}


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a file of Word.

    Raises:
        DocumentError: ``wrong-type``, ``encrypted``, ``broken``.
    """
    if source.data.startswith(_OLE):
        yield _read_word(source)
        return
    start = source.data.removeprefix(b"\xef\xbb\xbf").lstrip()
    suffix = next((suffix for begin, suffix in _BEGINS.items() if start.startswith(begin)), "")
    read_other = reader_of(suffix, READERS)
    if read_other is None:
        raise DocumentError("The content is not of Word; give the file the suffix of its real format.", "wrong-type")
    yield from read_other(replace(source, suffix=suffix))


def _read_word(source: Source) -> Parsed:
    with OleFileIO(BytesIO(source.data)) as file:
        if not file.exists("WordDocument"):
            raise DocumentError(
                "The content is not of Word; give the file the suffix of its real format.", "wrong-type"
            )
        if is_encrypted(file):
            raise DocumentError("The file has a password; save it without one.", "encrypted")
        said = _properties(file, source.name)
        visible = visible_text(file)
    try:
        markup = Document.from_bytes(source.data, "doc").to_html()
    except OfficeOxideError:
        raise DocumentError("The file is damaged; save it as DOCX.", "broken") from None
    outline = Outline()
    tree = parse_page(markup)
    if tree is not None:
        add_tree(tree, outline)
    parsed = Parsed(outline.finish(), said.title or outline.title, said.fields())
    warn_of_missing([parsed], outline, [("⟨body⟩", visible)])
    return replace(parsed, warnings=tuple(outline.warnings))


def _properties(file: OleFileIO, name: str) -> Properties:
    said = file.get_metadata()
    date = f"{said.create_time:%Y-%m-%d}" if said.create_time else ""
    return properties(_text(said.title), _text(said.author), date, _text(said.company), name)


def _text(value: bytes | str | None) -> str:
    return value.decode("cp1252", errors="replace") if isinstance(value, bytes) else value or ""
