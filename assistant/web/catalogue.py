"""The documents of an index as a library: search by title, filters with counts, order, translations together. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath

from assistant.documents import DocumentInfo


def format_of(document: DocumentInfo) -> str:
    """The format of the file that a document came from, such as ``PDF``; a row of a table has that of the table."""
    return PurePosixPath(document.path.partition("#")[0]).suffix.removeprefix(".").upper()
