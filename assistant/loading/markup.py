"""A tree of HTML into headings, paragraphs, lists and tables; used for web pages, books and mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.loading.disclosure import Disclosures
from assistant.loading.furniture import Furniture, Margin, is_link_away, linked_length, tells
from assistant.loading.inline import (
    BLOCKS,
    EPUB_TYPE,
    HEADINGS,
    LISTS,
    Element,
    is_apart,
    is_unseen,
    moved,
    name_of,
    words_of,
)
from assistant.loading.markup_lists import has_list, is_line, lists_in, number_of, pairs_of, sign_of
from assistant.loading.markup_tables import cells_of, grid_of, is_layout, rows_of
from assistant.loading.parts import Item, Outline
from assistant.loading.pictures import described

_NOTES = re.compile(r"(?:doc-)?(?:foot|end|rear)notes?\b")
# A definition longer than this is a text under its term.
_LONG = 200
# Shorter descriptions of pictures ("logo", "photo 3") tell nothing that the text does not.
_TELLING_ALT = 4


def add_tree(
    root: Element, outline: Outline, furniture: Furniture | None = None, disclosures: Disclosures | None = None
) -> None:
    """Add what a reader sees of ``root`` to ``outline``; without ``furniture`` and ``disclosures``, all of it."""
    _Walk(outline, furniture or Furniture(), disclosures or Disclosures()).run(root)


class _Walk:
    """One walk through a tree. A visit is a generator of the children that come next, so that depth costs no stack."""

    def __init__(self, outline: Outline, furniture: Furniture, disclosures: Disclosures) -> None:
        self._outline = outline
        self._furniture = furniture
        self._titles = dict(disclosures.titles)
        self._headed = disclosures.headed
        self._pending: list[tuple[str, bool]] = []
        self._pictures: list[str] = []
        self._margin: Margin | None = None
        self._waiting: list[tuple[int, str]] = []
        self._floor = 0
        self._linked = False
        self._notes = False
        self._depth = 0
        self._in_list = False

    def run(self, root: Element) -> None:
        visits = [self._visit(root)]
        while visits:
            child = next(visits[-1], None)
            if child is None:
                visits.pop()
            else:
                visits.append(self._visit(child))
        self._flush()

    def _visit(self, element: Element) -> Iterator[Element]:
        if is_unseen(element) or element in self._furniture.gone:
            if name_of(element) == "svg":
                self._drawing(element)
            return
        margin = self._furniture.margins.get(element) if self._margin is None else None
        title = self._titles.get(element, "")
        notes = not self._notes and bool(_NOTES.search(_roles(element)))
        headed = not title and self._headed.get(element, "")
        if not (margin or title or notes or headed):
            yield from self._dispatch(element)
            return
        with self._inside(margin, title, notes, headed or ""):
            yield from self._dispatch(element)
            self._flush()

    @contextmanager
    def _inside(
        self, margin: Margin | None = None, title: str = "", notes: bool = False, headed: str = ""
    ) -> Iterator[None]:
        """A part of the page whose headings end with it, and so does the one before it that is its label."""
        self._flush()
        before = self._margin, self._floor, self._notes, self._waiting
        path = self._outline.path
        self._margin, self._notes, self._waiting = margin or self._margin, notes or self._notes, []
        if margin == "edge":
            path = ()
            self._outline.back_to(path)
        if title:
            self._outline.heading(path[-1][0] + 1 if path else 1, title)
        labelled = bool(headed) and path[-1:] != () and path[-1][1] == headed
        if self._outline.path and (title or labelled):
            self._floor = self._outline.path[-1][0]
        yield
        self._margin, self._floor, self._notes, self._waiting = before
        self._outline.back_to(path[:-1] if labelled else path)

    def _dispatch(self, element: Element) -> Iterator[Element]:
        name = name_of(element)
        level = HEADINGS.get(name) or _level_of_role(element)
        if level:
            self._flush()
            self._heading(level, words_of(element, self._furniture.gone))
        elif name == "table" and not is_layout(element):
            self._flush()
            self._admit()
            self._outline.add_table(grid_of(element, self._furniture.gone))
        elif name == "table":
            for row in rows_of(element):
                for cell in cells_of(row):
                    self._flush()
                    yield cell
            self._flush()
        elif name in LISTS:
            yield from self._list(element)
        elif name == "dl":
            yield from self._definitions(element)
        elif name in {"pre", "textarea"}:
            self._flush()
            self._outline.add("".join(element.itertext()), kind="code" if name == "pre" else "prose")
        elif name == "details":
            yield from self._details(element)
        elif name == "figcaption":
            self._flush()
            self._outline.add(words_of(element, self._furniture.gone), kind="caption")
        elif name == "br":
            self._pending.append(("\n", False))
        elif name == "img":
            self._pictures.append(described(element.get("alt") or ""))
        elif shown := moved(element):
            self._pending.append((shown, self._linked))
        else:
            yield from self._flow(element)

    def _flow(self, element: Element) -> Iterator[Element]:
        """Text and what is in it; a block begins and ends a paragraph."""
        block = name_of(element) in BLOCKS
        linked, self._linked = self._linked, self._linked or is_link_away(element)
        if block:
            self._flush()
        self._say(element.text)
        for child in element:
            yield child
            self._say(child.tail)
        if block:
            self._flush()
        elif is_apart(element):
            self._say(" ")
        self._linked = linked

    def _details(self, element: Element) -> Iterator[Element]:
        summary = next((child for child in element if name_of(child) == "summary"), None)
        title = words_of(summary, self._furniture.gone) if summary is not None else ""
        with self._inside(title=title):
            self._say(element.text)
            for child in element:
                if child is not summary:
                    yield child
                self._say(child.tail)
            self._flush()

    def _list(self, element: Element) -> Iterator[Element]:
        if not self._depth:
            self._flush()
            self._in_list = False
        step = 1 if element.get("reversed") is None else -1
        number = number_of(element.get("start"), 1 if step > 0 else sum(1 for _ in element.iterchildren("li")))
        self._say(element.text)
        for child in element:
            if name_of(child) == "li" and child not in self._furniture.gone:
                number = number_of(child.get("value"), number)
                yield from self._line_or_part(child, sign_of(element, number))
                number += step
            else:
                yield child
            self._say(child.tail)
        self._flush()

    def _line_or_part(self, item: Element, sign: str) -> Iterator[Element]:
        """An item as a line and the lists below it; one that holds headings or tables is a part of the page."""
        depth = self._depth
        if is_line(item, self._titles):
            self._flush()
            self._item(item, sign)
            self._depth += 1
            yield from lists_in(item)
        else:
            self._depth = 0
            yield item
        self._depth = depth

    def _item(self, element: Element, sign: str) -> None:
        words = words_of(element, self._furniture.gone, lists=False)
        if not words or not self._is_told(words, linked_length(element)):
            return
        self._admit()
        if self._notes or _NOTES.search(_roles(element)):
            self._outline.add(words if sign == "-" else f"{sign} {words}", kind="note", same=self._in_list)
        else:
            self._outline.add_items([Item(words, self._depth, sign)], same=self._in_list)
        self._in_list = True

    def _definitions(self, element: Element) -> Iterator[Element]:
        """Terms and what they mean: short ones are pairs of a name and a value, a long one is a text under its term."""
        self._flush()
        for terms, meanings in pairs_of(element):
            labels = [self._titles.pop(each) for each in meanings if each in self._titles]
            words = [words_of(each, self._furniture.gone) for each in terms]
            term = " / ".join(filter(None, [*words, *labels]))
            short = [words_of(each, self._furniture.gone) for each in meanings if is_line(each, self._titles)]
            if len(short) == len(meanings) and sum(map(len, short)) <= _LONG and not any(map(has_list, meanings)):
                self._admit()
                self._outline.add_pairs([(term, "; ".join(filter(None, short)) or term)] if short else [("", term)])
                continue
            with self._inside(title=term):
                yield from meanings
                self._flush()

    def _drawing(self, element: Element) -> None:
        """The words in a drawing."""
        texts = [words_of(each) for each in element.iter() if name_of(each) == "text"]
        if self._margin is None and any(texts):
            self._flush()
            self._outline.add("\n".join(filter(None, texts)), kind="caption")

    def _heading(self, level: int, text: str) -> None:
        path = self._outline.path
        if self._floor and path and path[-1] == (self._floor, text):
            return  # the label of a tab, said again at its top
        level += self._floor
        if self._margin is None:
            self._outline.heading(level, text)
        else:
            self._waiting = [(above, words) for above, words in self._waiting if above < level]
            self._waiting.append((level, text))

    def _is_told(self, text: str, linked: int) -> bool:
        return self._margin is None or tells(text, linked, self._margin)

    def _admit(self) -> None:
        """Set the headings of a margin that leads to something told."""
        for level, text in self._waiting:
            self._outline.heading(level, text)
        self._waiting = []

    def _say(self, text: str | None) -> None:
        if text:
            self._pending.append((text.replace("\n", " "), self._linked))

    def _flush(self) -> None:
        lines = "".join(text for text, _ in self._pending).split("\n")
        text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
        linked = sum(len(" ".join(piece.split())) for piece, away in self._pending if away)
        self._pending.clear()
        if text and self._is_told(text, linked):
            self._admit()
            self._in_list = False
            self._outline.add(text, kind="note" if self._notes else "prose")
        if self._margin is None:
            for alt in self._pictures:
                if len(alt.split()) >= _TELLING_ALT and alt not in text:
                    self._outline.add(alt, kind="caption")
        self._pictures.clear()


def _roles(element: Element) -> str:
    return f"{element.get('role') or ''} {element.get(EPUB_TYPE) or ''} {element.get('class') or ''}"


def _level_of_role(element: Element) -> int:
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level") or ""
    return int(level) if level.isdigit() and 0 < int(level) < 10 else 2
