"""From the bytes of a page to a tree of its elements, whatever the encoding and however broken or deep the markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lxml import etree
from lxml import html as lxml_html

from assistant.loading.cleaning import clean, decode, without_hints
from assistant.loading.inline import Element

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I
)
_HEAD = 4096
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# The parser of libxml2 gives up at a depth of 2048 and loses what is deeper.
_DEEPEST = 500
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905


def page_text(data: bytes, charset: str = "") -> str:
    """The markup of a page as text; ``charset`` is what came with it from outside (a mail's header).

    Raises:
        DocumentError: ``wrong-type``, the content is not text.
    """
    match = _CHARSET.search(data[:_HEAD])
    declared = charset or (next(filter(None, match.groups())).decode("ascii") if match else "")
    return _XML_DECLARATION.sub("", without_hints(clean(decode(data, declared))))


def parse_page(text: str) -> Element | None:
    """The tree of a page; ``None`` where there is nothing but comments or white space."""
    tree, deep = _parse(text)
    return _parse(_flattened(text))[0] if deep else tree


def _parse(text: str) -> tuple[Element | None, bool]:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        tree = None
    return tree, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _flattened(text: str) -> str:
    flattener = _Flattener()
    flattener.feed(text)
    flattener.close()
    return "".join(flattener.kept)


class _Flattener(HTMLParser):
    """Copies a page without the tags that are nested too deep; their text stays."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        shallow = tag in _VOID or len(self._open) < _DEEPEST
        self.kept.append(self.get_starttag_text() or "" if shallow else " ")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if len(self._open) < _DEEPEST:
            self.kept.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
            if len(self._open) < _DEEPEST:
                self.kept.append(f"</{tag}>")
            else:
                self.kept.append(" ")

    def handle_data(self, data: str) -> None:
        self.kept.append(data)

    def handle_entityref(self, name: str) -> None:
        self.kept.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.kept.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.kept.append(f"<!--{data}-->")
