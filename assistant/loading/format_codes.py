"""Format codes of spreadsheets as pieces: text, digits, parts of dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|Standard)'
    r"|(?P<ampm>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+)(?P<fraction>\.0+)?|(?P<digits>[0#?][0#?,]*)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"(h+|m+|s+)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format: ``text`` to be shown as it is, ``date`` or ``elapsed`` parts, ``digits``, ``%``, ``E``."""

    sort: str
    text: str


@lru_cache(maxsize=512)
def sections(code: str) -> Sequence[str]:
    """The parts of a format for positive numbers, negative ones, zero and text."""
    parts, current, quoted = [""], 0, False
    for char in code:
        quoted ^= char == '"'
        if char == ";" and not quoted:
            parts.append("")
            current += 1
        else:
            parts[current] += char
    return parts


@lru_cache(maxsize=512)
def tokens_of(section: str) -> Sequence[Token]:
    """A part of a format in pieces."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(section):
        if match["quoted"] is not None or match["escaped"] is not None:
            tokens.append(Token("text", match["quoted"] or match["escaped"] or ""))
        elif match["bracket"] is not None:
            tokens += _bracket(match["bracket"])
        elif match["general"]:
            tokens.append(Token("general", ""))
        elif match["ampm"]:
            tokens.append(Token("ampm", match["ampm"]))
        elif match["date"]:
            tokens.append(Token("date", match["date"].lower()))
        elif match["digits"]:
            tokens.append(Token("digits", match["digits"]))
        elif match["other"]:
            sort = match["other"] if match["other"] in "%./@Ee" else "text"
            tokens.append(Token(sort.upper(), match["other"]) if sort in "Ee" else Token(sort, match["other"]))
        else:
            tokens.append(Token("text", " "))
    return tokens


def _bracket(content: str) -> list[Token]:
    if content.startswith("$"):  # a currency with its country, or a country alone
        return [Token("text", content[1:].partition("-")[0])]
    if _ELAPSED.match(content):
        return [Token("elapsed", content.lower())]
    return []  # colours, conditions
