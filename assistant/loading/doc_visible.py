"""The text of a document of Word as its file stores it, piece by piece, to count what is kept against (MS-DOC)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from olefile import OleFileIO

_FLAGS_AT, _PIECES_AT = 0x0A, 0x01A2
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_PROPERTIES, _PIECES = 1, 2
_ONE_BYTE = 0x40000000
# Instructions of fields are between 13 and 14 (hex); what they show is between 14 and 15.
_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")
_SIGNS = re.compile("[\x00-\x08\x0b-\x1f]")


def is_encrypted(file: OleFileIO) -> bool:
    """Whether a password is needed."""
    return bool(_flags(_stream(file, "WordDocument")) & _ENCRYPTED)


def visible_text(file: OleFileIO) -> str:
    """All text: body, notes, headers, text boxes; empty where the file does not tell where its pieces are."""
    words = _stream(file, "WordDocument")
    table = _stream(file, "1Table" if _flags(words) & _TABLE_1 else "0Table")
    try:
        text = "".join(_pieces(words, table))
    except struct.error:
        return ""
    return _SIGNS.sub(" ", _INSTRUCTION.sub("", text))


def _pieces(words: bytes, table: bytes) -> Iterator[str]:
    at, length = struct.unpack_from("<II", words, _PIECES_AT)
    end = at + length
    while at < end and table[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != _PIECES:
        return
    size = struct.unpack_from("<I", table, at + 1)[0]
    count = (size - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    for number in range(count):
        place = struct.unpack_from("<HIH", table, at + 5 + 4 * (count + 1) + 8 * number)[1]
        length = bounds[number + 1] - bounds[number]
        if place & _ONE_BYTE:
            start = (place & ~_ONE_BYTE) // 2
            yield words[start : start + length].decode("cp1252", errors="replace")
        else:
            yield words[place : place + 2 * length].decode("utf-16-le", errors="replace")


def _flags(words: bytes) -> int:
    return int.from_bytes(words[_FLAGS_AT : _FLAGS_AT + 2], "little")


def _stream(file: OleFileIO, name: str) -> bytes:
    if not file.exists(name):
        return b""
    with file.openstream(name) as stream:
        return bytes(stream.read())
