"""Characters: from bytes to text, and from any text to the one form that the product works with."""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import DocumentError

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
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# More than this share of control characters, and it is no text.
_CONTROL_SHARE = 0.02


def clean(text: str) -> str:
    """``text`` in NFC, with ``\\n`` line ends, without NUL, lone surrogates, control and direction characters."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def without_hints(text: str) -> str:
    """``text`` without soft hyphens and zero-width spaces, which typesetting leaves in extracted text."""
    return _HINTS.sub("", text)


def decode(data: bytes) -> str:
    """The text of a text file in whatever encoding it is.

    Raises:
        DocumentError: ``wrong-type``, the content is not text.
    """
    if data.startswith(_BINARY_STARTS):
        raise _not_text()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _guess(data)
    if looks_binary(text):
        raise _not_text()
    return text


def looks_binary(text: str) -> bool:
    """Whether decoded bytes hold more control characters than any text does."""
    controls = sum(1 for char in text[:20_000] if char < " " and char not in "\t\n\r\f\v\x1b") + text[:20_000].count(
        "\ufffd"
    )
    return controls > max(1, _CONTROL_SHARE * min(len(text), 20_000))


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    if b"\x00" in data and not data.startswith(_BOMS) and data.count(b"\x00") < len(data) // 4:
        raise _not_text()
    best = from_bytes(data[:200_000], preemptive_behaviour=True).best()
    if best is None:
        raise _not_text()
    # Western European files that are not UTF-8 are Windows-1252 far more often than its look-alikes.
    encoding = (
        "cp1252"
        if best.encoding in {"cp1250", "cp1252", "latin_1", "iso8859_15", "cp1254", "cp1257"}
        else best.encoding
    )
    return data.decode(encoding, errors="replace")


def _not_text() -> DocumentError:
    return DocumentError("The content is not text; give the file the suffix of its real format.", "wrong-type")
