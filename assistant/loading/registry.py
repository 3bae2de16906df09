"""Which reader reads which kind of file. Readers are imported when first needed, so that a worker starts fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Final, cast

from assistant.loading.parts import Parsed, Source

Reader = Callable[[Source], Iterable[Parsed]]

READERS: Final[Mapping[str, str]] = {
    ".md": "assistant.loading.markdown",
    ".markdown": "assistant.loading.markdown",
    ".txt": "assistant.loading.plain_text",
    ".pdf": "assistant.loading.pdf",
    ".docx": "assistant.loading.docx",
    ".pptx": "assistant.loading.pptx",
    ".xlsx": "assistant.loading.xlsx",
    ".csv": "assistant.loading.csv",
    ".html": "assistant.loading.html",
    ".htm": "assistant.loading.html",
    ".odt": "assistant.loading.odt",
    ".ods": "assistant.loading.ods",
    ".odp": "assistant.loading.odp",
    ".tsv": "assistant.loading.csv",
    ".docm": "assistant.loading.docx",
    ".xls": "assistant.loading.xls",
    ".xlsm": "assistant.loading.xlsx",
    ".pptm": "assistant.loading.pptx",
    ".epub": "assistant.loading.epub",
    ".xhtml": "assistant.loading.html",
    ".json": "assistant.loading.json",
    ".geojson": "assistant.loading.json",
    ".jsonl": "assistant.loading.json",
    ".ndjson": "assistant.loading.json",
    ".doc": "assistant.loading.doc",
    ".rtf": "assistant.loading.rtf",
    ".eml": "assistant.loading.eml",
    ".mht": "assistant.loading.eml",
    ".mhtml": "assistant.loading.eml",
    ".msg": "assistant.loading.msg",
    ".zip": "assistant.loading.zip",
}
"""The module of each suffix; its function ``read(source)`` yields the documents of a file."""

LOADER_VERSION: Final = "3"
"""Changes whenever the text or the metadata read from the same file would be others; all files are then read again."""

SUPPORTED_SUFFIXES: Final = frozenset(READERS)


UNREAD_DOCUMENTS: Final = (
    frozenset(
        {
            ".accdb", ".adoc", ".azw", ".azw3", ".djvu", ".dot", ".dotx", ".fodp", ".fods", ".fodt", ".key", ".mdb",
            ".mobi", ".numbers", ".odg", ".odm", ".one", ".org", ".ott", ".oxps", ".pages", ".pot", ".potx", ".pps",
            ".ppsx", ".ppt", ".pub", ".rst", ".sxc", ".sxi", ".sxw", ".tex", ".vsd", ".vsdx", ".webarchive", ".wpd",
            ".wps", ".wri", ".xlsb", ".xlt", ".xltx", ".xml", ".xps",
        }
    )
    - SUPPORTED_SUFFIXES
)  # fmt: skip
"""Endings of files in which people write, and which nobody would expect to be left out."""


def reader_of(suffix: str, readers: Mapping[str, str]) -> Reader | None:
    """The ``read`` function for a suffix in lower case, or ``None`` when ``readers`` has none for it."""
    name = readers.get(suffix)
    return None if name is None else cast(Reader, import_module(name).read)
