"""Markdown as note-taking programs write it, made into what all programs understand. Pure.

Footnotes, wiki links, embedded files, callouts, tasks, highlights, and headings without a space.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.loading.raised import raised

# Code is left as it is: fenced blocks, and spans between the same number of backticks.
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??(?P=fence)[^\n]*$|(?P<tick>`+)(?!`)[^\n]+?(?<!`)(?P=tick)(?!`)",
    re.M | re.S,
)
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ ]{2,}|\t)[^\n]*\S.*)*)\n?", re.M)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_EMBEDDED = re.compile(r"!\[\[([^\]\[|]+)(?:\|[^\]\[]*)?\]\]")
_WIKI_LINK = re.compile(r"\[\[(?=[^\]\[]*[^\W\d_])([^\]\[|]+)(?:\|([^\]\[]+))?\]\](?!\()")
_CALLOUT = re.compile(r"^((?:[ \t]*>)+)[ \t]*\[!(\w+)\][+-]?[ \t]*(.*)$", re.M)
_TASK = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[([ xX])\]\s", re.M)
_HIGHLIGHT = re.compile(r"(?<![\w=])==(?=[^\s=])([^=\n]*[^\s=])==(?![\w=])")
_HEADING = re.compile(r"^(#{1,6})(?=[^\W\d_])(.+)$", re.M)


def plain_markdown(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its dialect resolved, and its footnotes in the order of their references, with their numbers."""
    notes: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        notes[match[1]] = " ".join(match[2].split())
        return ""

    text = _outside_code(text, lambda piece: _NOTE.sub(take, piece))
    numbers: dict[str, int] = {}

    def refer(match: re.Match[str]) -> str:
        if match[1] not in notes:
            return match[0]
        return raised(str(numbers.setdefault(match[1], len(numbers) + 1)))

    text = _outside_code(text, lambda piece: _resolve(_REFERENCE.sub(refer, piece)))
    for label in notes:
        numbers.setdefault(label, len(numbers) + 1)
    ordered = sorted(notes, key=lambda label: numbers[label])
    return text, tuple(f"{raised(str(numbers[label]))} {notes[label]}" for label in ordered if notes[label])


def _resolve(text: str) -> str:
    text = _EMBEDDED.sub(lambda match: "" if "." in match[1] else match[1], text)
    text = _WIKI_LINK.sub(lambda match: match[2] or match[1].partition("#")[0] or match[1][1:], text)
    text = _CALLOUT.sub(lambda match: f"{match[1]} {match[3] or match[2].capitalize()}\n{match[1]}", text)
    text = _TASK.sub(lambda match: f"{match[1]}{'☐' if match[2] == ' ' else '☑'} ", text)
    return _HEADING.sub(_heading, _HIGHLIGHT.sub(r"\1", text))


def _heading(match: re.Match[str]) -> str:
    """A heading; but one sign before a word in small letters is a tag."""
    is_heading = len(match[1]) > 1 or match[2][0].isupper()
    return f"{match[1]} {match[2]}" if is_heading else match[0]


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    pieces, at = [], 0
    for code in _CODE.finditer(text):
        pieces += [change(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join((*pieces, change(text[at:])))
