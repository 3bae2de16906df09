"""What note-taking programs (Obsidian, Notion, Typora) write beyond CommonMark, as rules for the parser.

Links to notes, callouts, marked text and notes below the text are resolved to what their readers see.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from assistant.loading.raised import raised

NOTE = "note"
"""The type of the tokens around a note's text, with ``_open`` and ``_close``."""

_LINK = re.compile(r"(!?)\[\[(?=[^\[\]\n]*[^\W\d_])([^\[\]|\n]*?)(?:\\?\|([^\[\]\n]*))?\]\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif)\Z", re.IGNORECASE)
_BLOCK_REFERENCE = re.compile(r"#?\^[\w-]+\Z")
_NOTE_SIGN = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_NOTE_TEXT = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_CALLOUT = re.compile(r"\[!\w[\w-]*(?:\|[^\]]*)?\][+-]?[ \t]*")
_MARKED = re.compile(r"(?<![\w=])==(?=\S)([^=\n]+?)(?<=\S)==(?![\w=])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SPACED_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_TIGHT_HEADING = re.compile(r" {0,3}(#{1,6})(?=[^\s#])")
_TIGHT_SUBHEADING = re.compile(r" {0,3}#{2,6}[^\s#]")


def dialects(parser: MarkdownIt) -> None:
    """Teach the parser; for :meth:`MarkdownIt.use`."""
    parser.inline.ruler.before("link", "wiki_link", _read_link)
    parser.inline.ruler.before("link", "note_sign", _read_note_sign)
    parser.inline.ruler.before("image", "wiki_embed", _read_link)
    parser.block.ruler.before("reference", NOTE, _read_note, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.after("inline", "callouts", _resolve_callouts)


def space_headings(text: str) -> str:
    """``##Title`` as ``## Title`` in a file that writes all its headings so; a lone ``#word`` is a tag.

    >>> space_headings("#Un\\n##Deux\\ntexte"), space_headings("#tag\\ntexte")
    ('# Un\\n## Deux\\ntexte', '#tag\\ntexte')
    """
    lines = text.split("\n")
    outside = list(_outside_fences(lines))
    if any(_SPACED_HEADING.match(lines[n]) for n in outside) or not any(
        _TIGHT_SUBHEADING.match(lines[n]) for n in outside
    ):
        return text
    for number in outside:
        lines[number] = _TIGHT_HEADING.sub(r"\1 ", lines[number])
    return "\n".join(lines)


def _outside_fences(lines: list[str]) -> list[int]:
    outside: list[int] = []
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence):
            fence = ""
        elif not fence:
            outside.append(number)
    return outside


def _read_link(state: StateInline, silent: bool) -> bool:
    """``[[Note|words]]`` shows its words, ``[[Note#Part]]`` its names; a picture that is embedded shows none."""
    match = _LINK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        embedded, target, words = match.groups()
        picture = bool(embedded) and _PICTURE.search(target.strip()) is not None
        target = _BLOCK_REFERENCE.sub("", target.strip()).replace("#", " > ").removeprefix(" > ")
        state.push("text", "", 0).content = "" if picture else (words or "").strip() or target
    state.pos = match.end()
    return True


def _read_note_sign(state: StateInline, silent: bool) -> bool:
    match = _NOTE_SIGN.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("text", "", 0).content = _sign(match[1])
    state.pos = match.end()
    return True


def _sign(label: str) -> str:
    return raised(label) if label.isdigit() else f"[{label}]"


def _read_note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``[^1]: text``, and the lines below it that go on: to an empty line, and behind one where they are indented."""
    match = _NOTE_TEXT.match(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    if silent:
        return True
    texts = [_line(state, start)[match.end() :]]
    last = start + 1
    while last < end:
        text = _line(state, last)
        further = state.sCount[last] >= state.blkIndent + 4 if state.isEmpty(last - 1) else not _NOTE_TEXT.match(text)
        if not state.isEmpty(last) and not further:
            break
        texts.append(text)
        last += 1
    state.line = last
    state.push(f"{NOTE}_open", "", 1)
    inline = state.push("inline", "", 0)
    inline.content = " ".join([_sign(match[1]), *filter(None, (text.strip() for text in texts))])
    inline.children = []
    state.push(f"{NOTE}_close", "", -1)
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _resolve_callouts(state: StateCore) -> None:
    """The title of a callout is a line of its own, its type is drawn as a colour; marked text has no marks."""
    for position, token in enumerate(state.tokens):
        children = token.children or []
        if not children:
            continue
        first = children[0]
        opens = [before.type for before in state.tokens[max(0, position - 2) : position]]
        match = _CALLOUT.match(first.content) if opens == ["blockquote_open", "paragraph_open"] else None
        if match is not None and first.type == "text":
            first.content = first.content[match.end() :]
            _end_title(children, at=1 if first.content else 0)
        for child in children:
            if child.type == "text" and "==" in child.content:
                child.content = _MARKED.sub(r"\1", child.content)


def _end_title(children: list[Token], at: int) -> None:
    """Break the line behind a callout's title; without a title, there is no line to break."""
    for number, child in enumerate(children):
        if child.type == "softbreak":
            child.type = "hardbreak" if at or number > 1 else "text"
            child.content = ""
            return
