"""Puts lines together that a PDF breaks: words with hyphens, addresses of pages, and everything else. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Words and addresses are no longer than this; a paragraph that is being collected may be very long.
_TAIL = 400
_SOFT_HYPHEN = "\u00ad"
# The hyphens that part a word at a line's end; one that is never broken (U+2011) belongs to a compound.
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]\Z")
_KEPT = re.compile(r"[^\W\d_]\u2011\Z")
_CONTINUED = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
# How an address goes on in the line below one that it fills: with a slash, with signs that words do not have inside,
# or with nothing else in that line.
_GOES_ON = re.compile(r"/|[\w%~+-]+[./_=&?%#-][\w%~+]|[\w%~+-]+/(?:\s|\Z)|[a-z0-9][\w%~+./-]*\Z")


def is_cut(text: str) -> bool:
    """Whether a line ends in a part of a word and a hyphen."""
    tail = text[-_TAIL:]
    return _HYPHENATED.search(tail) is not None or _KEPT.search(tail) is not None


def join(before: str, after: str, words: Mapping[str, int], *, full: bool = False) -> str:
    """Put two lines together: a word that was parted by a hyphen becomes whole, a compound keeps its hyphen.

    Args:
        words: how often the document has each word, hyphens included, in lower case.
        full: whether the first line fills its column, so that an address may have been cut at its end.
    """
    tail = before[-_TAIL:]
    if _ADDRESS.search(tail) and (before[-1] == "-" or (full and _GOES_ON.match(after))):
        return before + after
    hyphenated = _HYPHENATED.search(tail)
    continued = _CONTINUED.match(after)
    if continued is not None and _KEPT.search(tail):
        return before + after
    if hyphenated is None or continued is None:
        return f"{before} {after}"
    if before[-1] == _SOFT_HYPHEN:
        return before[:-1] + after
    if not after[0].islower():
        return before + after
    whole = (hyphenated[1] + continued[0]).lower()
    compound = f"{hyphenated[1]}-{continued[0]}".lower()
    keeps = words.get(compound, 0) > 0 and words.get(whole, 0) == 0
    return before + after if keeps else before[:-1] + after
