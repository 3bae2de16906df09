"""Archives of documents: each file in them is a document of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from zipfile import BadZipFile, ZipFile, ZipInfo

from assistant.documents import LoadWarning
from assistant.errors import DocumentError
from assistant.loading.archive import checked
from assistant.loading.members import Member, Unread, read_members
from assistant.loading.parts import Parsed, Source

_NAMES_ARE_UTF8 = 0x800


def read(source: Source) -> Iterator[Parsed]:
    """The documents of an archive; what in it was not read is told with the first.

    Raises:
        DocumentError: those of :func:`checked`; ``empty``, no file in it could be read.
    """
    unread = Unread()
    with ZipFile(checked(source, "", "ZIP")) as archive:
        documents = list(read_members(_members(archive, source, unread), source, unread))
    if not documents:
        held = f": {unread}" if unread.names else ""
        raise DocumentError(f"The archive holds no document that can be read{held}.", "empty")
    for number, document in enumerate(documents):
        told = (LoadWarning("members", {"names": str(unread)}),) if unread.names and not number else ()
        yield replace(document, warnings=(*document.warnings, *told))


def _members(archive: ZipFile, source: Source, unread: Unread) -> Iterator[Member]:
    largest = source.settings.max_file_mb * 1_000_000
    for info in archive.infolist():
        name = _name(info)
        if info.is_dir() or not name:
            continue
        if info.file_size > largest:
            unread.add(name, "too large")
            continue
        try:
            yield Member(name, archive.read(info))
        except (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, zlib.error) as error:
            unread.add(name, f"damaged: {type(error).__name__}")


def _name(info: ZipInfo) -> str:
    """A member's path without what leads out of the archive; names without a mark of their encoding are of DOS."""
    name = info.filename
    if not info.flag_bits & _NAMES_ARE_UTF8:
        data = name.encode("cp437", errors="replace")
        try:
            name = data.decode("utf-8")
        except UnicodeDecodeError:
            name = data.decode("cp850")
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return "/".join(parts)
