"""Text files, in any encoding, with or without front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.loading.cleaning import clean, decode
from assistant.loading.completeness import warn_of_replaced
from assistant.loading.front_matter import split_front_matter
from assistant.loading.marks import add_lines, is_item
from assistant.loading.parts import Outline, Parsed, Source

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
# Text files are wrapped at 60 to 80 characters; a line this long that is not the last of its paragraph was wrapped.
_WRAPPED = 50


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a text file; it has no headings."""
    fields, body = split_front_matter(clean(decode(source.data)))
    outline = Outline()
    add_paragraphs(outline, body)
    warn_of_replaced(outline, body)
    yield Parsed(outline.finish(), "", fields, warnings=tuple(outline.warnings))


def add_paragraphs(outline: Outline, text: str) -> None:
    """Add the paragraphs of plain text, which blank lines part."""
    for paragraph in _BLANK_LINES.split(text):
        add_lines(outline, unwrap(paragraph))


def unwrap(paragraph: str) -> str:
    """Put the lines of a paragraph together where they were wrapped; lists and short lines stay lines."""
    lines: list[str] = []
    previous = ""
    for line in (line.rstrip() for line in paragraph.strip("\n").split("\n")):
        if lines and len(previous) >= _WRAPPED and not is_item(line):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
        previous = line
    return "\n".join(lines)
