"""The encoding of a text file: from what it declares, from what its bytes can be, and from what they would spell."""

from __future__ import annotations

import codecs
import re
from typing import Final

BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Sequences of UTF-8 for what people of Western Europe write: Latin letters, accents, punctuation, signs, emoji. In
# other encodings these bytes are letters that hardly ever meet (``Ã©``), or lines of a frame.
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xc5\xcc][\x80-\xbf]|\xe2[\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# From this share of such sequences among the bytes beyond ASCII, the file is at least in part UTF-8.
_PARTLY_UTF8 = 0.01
_LINE_NOT_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
_MOST_LOOKED_AT = 200_000

# The encodings of Western Europe: Windows, Unix, old Macintosh, DOS. Where two fit equally, the first is meant.
_WESTERN: Final = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_LETTERS = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœßúùûüýÿ")
_SIGNS = frozenset("«»“”„‘’–—…€°²³¹ºªª§·•©®™£¿¡±×÷½¼¾\u00a0\u00ad")
# Signs inside words, and how much sense they make there: the second, as in ``salarié·e``, is the rarest.
_INSIDE_WORDS: Final = {"’": 1.0, "·": 0.5, "\u00ad": 1.0}
# From this share of characters that make sense where they stand, a Western encoding is believed.
_MAKES_SENSE = 0.8


def decode_text(data: bytes, declared: str = "") -> str:
    """The text of bytes in whatever encoding they are; what cannot be read becomes U+FFFD.

    Valid UTF-8 is UTF-8, whatever was declared. What is UTF-8 but for some bytes (two files put together, one line
    pasted from elsewhere) stays so, and these bytes are read as Windows-1252.

    Args:
        data: the bytes.
        declared: the encoding that the file itself names (``<meta charset>``), or empty.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data.startswith(BOMS) or b"\x00" in data:
        return _decode_by_statistics(data[:_MOST_LOOKED_AT], data)
    if len(_UTF8_SEQUENCE.findall(data)) > _PARTLY_UTF8 * len(_NOT_ASCII.findall(data)):
        return _decode(data, "cp1252")
    sample = _telling_part(data)
    encoding = _python_name(declared) or _western(sample)
    return _decode(data, encoding) if encoding else _decode_by_statistics(sample, data)


def _decode(data: bytes, encoding: str) -> str:
    """UTF-8 where the bytes are UTF-8 and the rest as Windows-1252; all of it in any other encoding."""
    if encoding == "cp1252":
        return data.decode("utf-8", errors="strays-as-cp1252")
    return data.decode(encoding, errors="replace")


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("strays-as-cp1252", _read_stray)


def _telling_part(data: bytes) -> bytes:
    """The lines with bytes beyond ASCII, wherever in the file they are: the others tell nothing."""
    lines: list[bytes] = []
    size = 0
    for match in _LINE_NOT_ASCII.finditer(data):
        lines.append(match.group()[:_MOST_LOOKED_AT])
        size += len(lines[-1])
        if size > _MOST_LOOKED_AT:
            break
    return b"\n".join(lines)


def _python_name(declared: str) -> str:
    """Python's name of a declared encoding as browsers understand it; empty for one that tells nothing."""
    try:
        name = codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError):
        return ""
    # A file that says UTF-8 and is not has told nothing; "Latin-1" of the web is Windows-1252.
    return {"utf-8": "", "utf-8-sig": "", "ascii": "cp1252", "iso8859-1": "cp1252"}.get(name, name)


def _western(sample: bytes) -> str:
    """The Western European encoding in which the bytes spell words best; empty if they do in none."""
    shares = {encoding: _sense(sample.decode(encoding, errors="replace")) for encoding in _WESTERN}
    best = max(_WESTERN, key=shares.__getitem__)
    return best if shares[best] >= _MAKES_SENSE else ""


def _sense(text: str) -> float:
    """The share of characters beyond ASCII that make sense where they stand: no capital, and no sign, inside a word.

    >>> _sense("été"), round(_sense("ÈtÈ"), 1)
    (1.0, 0.5)
    """
    padded = f" {text} "
    found = [match.start() for match in re.finditer(r"[^\x00-\x7f]", padded)]
    return sum(_fits(padded[at - 1], padded[at], padded[at + 1]) for at in found) / max(1, len(found))


def _fits(before: str, char: str, after: str) -> float:
    if char in _SIGNS:
        return _INSIDE_WORDS.get(char, 0) if before.isalpha() and after.isalpha() else 1
    if char.lower() not in _LETTERS:
        return 0
    return 0 if char.isupper() and before.islower() else 1


def _decode_by_statistics(sample: bytes, data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, preemptive_behaviour=True).best()
    return _decode(data, "cp1252" if best is None or best.encoding == "utf_8" else best.encoding)
