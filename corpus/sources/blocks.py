"""Markdown sources as plain blocks, from which each format is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode


@dataclass(frozen=True, slots=True)
class Block:
    """``kind`` is ``heading`` (with ``level``), ``paragraph``, ``item`` (``number`` set in a numbered list) or
    ``table`` (``rows``, the first of which is the header)."""

    kind: str
    text: str = ""
    level: int = 0
    number: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document before it gets a format: its path without suffix, its front matter and its blocks."""

    path: str
    metadata: Mapping[str, object]
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        return str(self.metadata["title"])


def read_source(file: Path, root: Path) -> Source:
    text = file.read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(body))
    return Source(file.relative_to(root).with_suffix("").as_posix(), yaml.safe_load(front), tuple(_blocks(tree)))


def _blocks(tree: SyntaxTreeNode) -> Iterator[Block]:
    for node in tree.children:
        match node.type:
            case "heading":
                yield Block("heading", _text(node), level=int(node.tag[1]))
            case "paragraph":
                yield Block("paragraph", _text(node))
            case "bullet_list" | "ordered_list":
                first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
                for place, item in enumerate(node.children):
                    yield Block("item", _text(item), number=first + place if first else 0)
            case "table":
                cells = [[_text(cell) for cell in row.children] for part in node.children for row in part.children]
                yield Block("table", rows=tuple(map(tuple, cells)))
            case other:
                raise ValueError(f"the sources have no {other}")


def _text(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return re.sub(r"\s+", " ", "".join(_text(child) for child in node.children)).strip(" \n") if node.type in (
        "heading", "paragraph", "list_item", "th", "td"
    ) else "".join(_text(child) for child in node.children)  # fmt: skip
