"""Characters: from bytes to text, and from any text to the one form that the product works with."""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import DocumentError
from assistant.loading.encodings import BOMS, decode_text

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\u2028\u2029]")
# Control characters, byte order marks, and the marks that turn the direction of writing and so can disguise text.
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Invisible hints of typesetters, which split words for a search.
_HINTS = re.compile("[\u00ad\u200b\u2060]")
# First bytes of formats that are not text, whatever the file is called.
_BINARY_STARTS = (
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"MZ\x90",
    b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"BM6", b"II*\x00", b"MM\x00*", b"RIFF", b"ID3", b"OggS",
    b"SQLite format",
)  # fmt: skip
# More than this share of control characters, and it is no text.
_CONTROL_SHARE = 0.02


def clean(text: str) -> str:
    """``text`` in NFC, with ``\\n`` line ends, without NUL, lone surrogates, control and direction characters."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text  # nothing that is to be removed is printable
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def without_hints(text: str) -> str:
    """``text`` without soft hyphens and zero-width spaces, which typesetting leaves in extracted text."""
    return _HINTS.sub("", text)


def decode(data: bytes, declared: str = "") -> str:
    """The text of a text file in whatever encoding it is; ``declared`` is the one that the file itself names.

    Raises:
        DocumentError: ``wrong-type``, the content is not text.
    """
    if data.startswith(_BINARY_STARTS) or _is_full_of_zeros(data):
        raise _not_text()
    text = decode_text(data, declared)
    if looks_binary(text):
        raise _not_text()
    return text


def _is_full_of_zeros(data: bytes) -> bool:
    """Zero bytes, but fewer than UTF-16 has, in what is not UTF-8 either."""
    if data.startswith(BOMS) or not 0 < data.count(b"\x00") < len(data) // 4:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def looks_binary(text: str) -> bool:
    """Whether decoded bytes hold more control characters than any text does."""
    controls = sum(1 for char in text[:20_000] if char < " " and char not in "\t\n\r\f\v\x1b") + text[:20_000].count(
        "\ufffd"
    )
    return controls > max(1, _CONTROL_SHARE * min(len(text), 20_000))


def _not_text() -> DocumentError:
    return DocumentError("The content is not text; give the file the suffix of its real format.", "wrong-type")
