"""Markdown: the words as the reader sees them, and otherwise exactly as they were written.

Markup of headings, links, emphasis and tables is resolved; what only looks like markup in plain prose (``2*3*4``,
``x <y> z``, ``\\,`` in a formula) is kept, so that a quote is found in the file again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.loading.cleaning import clean, decode
from assistant.loading.completeness import warn_of_replaced
from assistant.loading.front_matter import split_front_matter
from assistant.loading.grid import Grid
from assistant.loading.html_tree import parse_page
from assistant.loading.markdown_dialects import plain_markdown
from assistant.loading.markup import add_tree
from assistant.loading.parts import Item, Outline, Parsed, Source
from assistant.loading.raised import lowered, raised

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAGS = (
    "a abbr address article aside b big blockquote br caption center cite code col colgroup dd del details dfn div dl "
    "dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture pre q "
    "s samp section small source span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var video"
)
_TAG = re.compile(rf"</?(?:{_TAGS.replace(' ', '|')})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_BREAKING_TAG = re.compile(
    r"</?(?:br|p|div|li|tr|h[1-6]|table|ul|ol|dt|dd|details|summary|section)\b[^<>]*>", re.IGNORECASE
)
_CELL_END = re.compile(r"</t[dh]\s*>\s*", re.IGNORECASE)
# Elements that blocks of HTML may hold whole, or begin in one block and end in another with Markdown between.
_WHOLE = ("table", "details", "ul", "ol", "dl")
_STRUCTURE = re.compile(r"<(?:table|details|ul|ol|dl)\b", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^>]*>(.*?)</summary\s*>", re.IGNORECASE | re.DOTALL)
_DETAILS_END = re.compile(r"</details\s*>", re.IGNORECASE)
_RAISING = re.compile(r"<(/?)(sup|sub)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\s»”\"')\]]*\Z")
# Escaped, these lose their backslash; before any other character it may belong to a formula or a path.
_UNESCAPED = frozenset("*_`[]#|<>")


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a Markdown file."""
    fields, body = split_front_matter(clean(decode(source.data)))
    outline = Outline()
    text, notes = plain_markdown(_COMMENT.sub("", body))
    _blocks(_parser().parse(text), outline)
    for note in notes:
        outline.add(note, kind="note")
    warn_of_replaced(outline, body)
    yield Parsed(outline.finish(), outline.first_heading, fields, warnings=tuple(outline.warnings))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("text_join")


def _blocks(tokens: Sequence[Token], outline: Outline) -> None:
    position = 0
    around_details: list[tuple[tuple[int, str], ...]] = []
    while position < len(tokens):
        token = tokens[position]
        end = _closing(tokens, position) if token.nesting == 1 else position
        inside = tokens[position + 1 : end]
        if token.type == "heading_open":
            _heading(token, _visible(inside[0]), outline)
        elif token.type == "blockquote_open":
            _blocks(inside, outline)
        elif token.type == "table_open":
            outline.add_table(Grid.of(_rows(inside)))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            outline.add_items(_items(tokens[position : end + 1]))
        elif token.type == "html_block":
            _markup(token.content, outline, around_details)
        else:
            for leaf in inside or [token]:
                outline.add(_leaf(leaf), kind="code" if leaf.type in {"fence", "code_block"} else "prose")
        position = end + 1


def _markup(markup: str, outline: Outline, around_details: list[tuple[tuple[int, str], ...]]) -> None:
    """A block of HTML: whole tables and lists as such; an answer that opens under its question, until it closes."""
    whole = all(markup.lower().count(f"<{tag}") == markup.lower().count(f"</{tag}>") for tag in _WHOLE)
    tree = parse_page(_UNSEEN.sub("", markup)) if whole and _STRUCTURE.search(markup) else None
    if tree is not None:
        add_tree(tree, outline)
        return
    summary = _SUMMARY.search(markup)
    if summary:
        around_details.append(outline.path)
        outline.heading(outline.path[-1][0] + 1 if outline.path else 1, html_words(summary[1]))
        markup = markup.replace(summary[0], "")
    outline.add(html_words(markup))
    if _DETAILS_END.search(markup) and around_details:
        outline.back_to(around_details.pop())


def _heading(token: Token, text: str, outline: Outline) -> None:
    """A heading; but a sentence above a line of dashes is a paragraph, whose author meant the line to part it."""
    if token.markup in {"-", "="} and _SENTENCE_END.search(text):
        outline.add(text)
    else:
        outline.heading(int(token.tag[1]), text)


def _closing(tokens: Sequence[Token], position: int) -> int:
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _leaf(token: Token) -> str:
    if token.type == "inline":
        return _visible(token)
    if token.type == "html_block":
        return html_words(token.content)
    return token.content.rstrip() if token.type in {"fence", "code_block"} else ""


def html_words(markup: str) -> str:
    """The words in a piece of HTML, a line for each block."""
    seen = _CELL_END.sub("; ", _UNSEEN.sub("", _COMMENT.sub("", markup)))
    lines = (line.strip("; ") for line in _TAG.sub("", _BREAKING_TAG.sub("\n", seen)).splitlines())
    return "\n".join(line for line in (" ".join(html.unescape(line).split()) for line in lines) if line)


def _rows(tokens: Sequence[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_visible(token).replace("\n", " "))
    return rows


def _items(tokens: Sequence[Token]) -> Iterator[Item]:
    """The items, nested ones deeper; further paragraphs of an item go on in its line."""
    depth, item = 0, Item("")
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"}:
            depth += token.nesting
        elif token.type == "list_item_open":
            yield item
            item = Item("", depth - 1, token.info + token.markup)
        elif text := _leaf(token):
            item = replace(item, text=f"{item.text} {text}")
    yield item


def _visible(inline: Token) -> str:
    """What a reader sees of a paragraph, whose lines are put together; only an explicit break stays one."""
    children = inline.children or []
    kept = _kept_markers(children)
    pieces: list[str] = []
    opened = 0
    for index, token in enumerate(children):
        tag = _RAISING.match(token.content) if token.type == "html_inline" else None
        if tag and not tag[1]:
            opened = len(pieces)
        elif tag:
            change = raised if tag[2].lower() == "sup" else lowered
            pieces[opened:] = [change("".join(pieces[opened:]))]
        else:
            pieces.append(_piece(token, index in kept))
    return "\n".join(line.strip() for line in "".join(pieces).split("\n"))


def _piece(token: Token, keep_marker: bool) -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content.replace("\n", " ")
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return "".join(_piece(child, False) for child in token.children or [])
        case "text_special" if token.info == "escape" and token.content not in _UNESCAPED:
            return token.markup
        case "text_special":
            return token.content
        case "html_inline" if re.match(r"<br\b", token.content, re.IGNORECASE):
            return "\n"
        case "html_inline":
            return _TAG.sub("", token.content.replace("\n", " "))
    return token.markup if keep_marker else ""


def _kept_markers(children: Sequence[Token]) -> set[int]:
    """Emphasis that begins and ends inside words is arithmetic or a name: ``2*3*4`` keeps its stars."""
    kept: set[int] = set()
    open_at: list[int] = []
    for index, token in enumerate(children):
        if token.type in {"em_open", "strong_open"}:
            open_at.append(index)
        elif token.type in {"em_close", "strong_close"} and open_at:
            begin = open_at.pop()
            if _joins(children, begin - 1, -1) and _joins(children, index + 1, 0):
                kept |= {begin, index}
    return kept


def _joins(children: Sequence[Token], index: int, edge: int) -> bool:
    if not 0 <= index < len(children) or children[index].type != "text" or not children[index].content:
        return False
    return children[index].content[edge].isalnum()
