"""Whether the content of an upload is of the kind that its name claims. Pure; what it lets through is then parsed."""

from __future__ import annotations

from assistant.loading import SUPPORTED_SUFFIXES

HEAD_BYTES = 4096
"""Bytes of the beginning that are looked at."""

_ZIPPED = frozenset({".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".odt", ".ods", ".odp", ".epub", ".zip"})
_TEXTUAL = frozenset(
    {
        ".md", ".markdown", ".txt", ".csv", ".tsv", ".html", ".htm", ".xhtml", ".json", ".geojson", ".jsonl", ".ndjson",
        ".eml", ".mht", ".mhtml",
    }
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office files before 2007, and those with a password
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OLD = frozenset({".doc", ".xls", ".msg"})
# What other programs save under the endings of old Office files: rich text, web pages, newer formats.
_SAVED_AS_OLD = (_OLE, b"{\\rtf", b"PK", b"<")
# Beginnings of formats that a suffix of ours must not hide: pictures, programs, archives, sound, databases.
_FOREIGN = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"PK\x03\x04", b"%PDF-", b"\x1f\x8b", b"Rar!",
    b"7z\xbc\xaf", b"OggS", b"ID3", b"SQLite format 3", b"{\\rtf", b"\xca\xfe\xba\xbe", _OLE,
)  # fmt: skip


def is_supported(suffix: str) -> bool:
    """Whether files with this ending (in lower case, with its dot) are read at all."""
    return suffix in SUPPORTED_SUFFIXES


def content_fits(suffix: str, head: bytes) -> bool:
    """Whether a file that begins with ``head`` can be what ``suffix`` says.

    >>> content_fits(".pdf", b"%PDF-1.7"), content_fits(".txt", b"MZ\\x90"), content_fits(".docx", b"hello")
    (True, False, False)
    """
    if suffix == ".pdf":
        return b"%PDF-" in head[:1024]
    if suffix in _ZIPPED:
        return head.startswith((b"PK", _OLE))  # the reader says that the latter has a password
    if suffix in _OLD:
        return head.lstrip().startswith(_SAVED_AS_OLD)
    if suffix == ".rtf":
        return head.lstrip().startswith(b"{\\rtf")
    if suffix in _TEXTUAL:
        return not head.startswith(_FOREIGN) and (head.startswith(_BYTE_ORDER_MARKS) or b"\0" not in head)
    return False
