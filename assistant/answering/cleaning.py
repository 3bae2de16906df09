"""What a chat model writes, made safe and plain: no links, images, HTML or markup, and its citation numbers apart."""

from __future__ import annotations

import html
import re

_LAYERS = 4
"""How deep tags may be hidden in entities (``&amp;lt;``); whatever is deeper loses its angle brackets."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|think|iframe)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*(?:>|\Z)")
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*(?:\)|\Z)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]+)\](?:\([^)]*(?:\)|\Z)|\[(?!\d{1,3}\])[^\]]*\])")
_REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_ADDRESS = re.compile(r"\b(?:https?|ftp|data|javascript|file|vbscript):\S+|\bwww\.\S+", re.IGNORECASE)
_LEADING = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*•+]\s+|\d{1,2}[.)]\s+)+")
_EMPHASIS = re.compile(r"(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1|(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\3(?!\w)")
_BRACKETED = re.compile(
    r"\s*[\[【]\s*(?:sources?\s*|n°\s*)?(\d{1,3}(?:\s*(?:,|;|et|and|-|–)\s*\d{1,3})*)\s*[\]】]", re.IGNORECASE
)


def plain(text: str) -> str:
    """``text`` without links (their words stay), addresses, images, HTML and Markdown; citations ``[1]`` stay.

    >>> plain("See **[the site](http://evil.example)** <b>now</b> [1].")
    'See the site now [1].'
    """
    for _ in range(_LAYERS):
        text = html.unescape(_TAG.sub("", _HIDDEN.sub("", _COMMENT.sub("", text))))
    text = _IMAGE.sub("", _REFERENCE.sub("", text))
    text = _LINK.sub(lambda m: m[0] if re.fullmatch(r"\d{1,3}", m[1]) and "(" not in m[0] else m[1], text)
    text = _ADDRESS.sub("", text)
    text = "\n".join(_LEADING.sub("", line) for line in text.splitlines())
    text = _EMPHASIS.sub(lambda m: m[2] or m[4], text)
    return re.sub(r"[ \t]+", " ", text).replace("<", "").replace(">", "").strip()


def cited_numbers(sentence: str) -> tuple[str, tuple[int, ...]]:
    """A sentence without its citation numbers, and the numbers, each once, in order.

    >>> cited_numbers("It makes clocks [2, 3].")
    ('It makes clocks.', (2, 3))
    """
    numbers: dict[int, None] = {}
    for match in _BRACKETED.finditer(sentence):
        numbers.update(dict.fromkeys(_expanded(match[1])))
    text = _BRACKETED.sub("", sentence)
    text = re.sub(r"\s+([.,;])", r"\1", text)
    return text.strip(), tuple(numbers)


def _expanded(listed: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"\s*(?:,|;|et|and)\s*", listed):
        first, *last = re.split(r"\s*[-–]\s*", part)
        end = int(last[0]) if last else int(first)
        found += range(int(first), min(end, int(first) + 9) + 1)
    return found
