"""Rich text as a stream of tokens; its grammar is groups, control words with a number, and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z'])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """``open`` and ``close`` a group; a ``word`` with its ``number``; a ``byte``; ``text``."""

    kind: Literal["open", "close", "word", "byte", "text"]
    text: str = ""
    number: int | None = None


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a file whose bytes are the characters of ``text``; binary data is passed over."""
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        if (word := match["word"]) is not None:
            number = int(match["number"]) if match["number"] else None
            if word == "bin" and number:
                position += max(0, number)
            yield Token("word", word, number)
        elif match["hex"]:
            yield Token("byte", number=int(match["hex"], 16))
        elif match["sign"]:
            yield Token("word", match["sign"])
        elif match["brace"]:
            yield Token("open" if match["brace"] == "{" else "close")
        elif match["text"]:
            yield Token("text", match["text"])
