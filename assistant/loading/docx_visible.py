"""The visible text of a Word file as its XML has it: a second way to it, to be compared with what the reader kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.loading.docx_styles import Styles
from assistant.loading.ooxml import FALLBACK, Package, W, words_of

_PLACES = (("word/document.xml", "⟨body⟩"), ("word/footnotes.xml", "⟨footnotes⟩"), ("word/endnotes.xml", "⟨endnotes⟩"))
_UNSEEN = {f"{W}del", f"{W}moveFrom", FALLBACK}


def visible_text(package: Package) -> Iterator[tuple[str, str]]:
    """The paragraphs of each part of the file, with the name of the part."""
    styles = Styles(package)
    for part, place in _PLACES:
        root = package.xml(part)
        if root is not None:
            yield place, "\n".join(_paragraph(paragraph, styles) for paragraph in root.iter(f"{W}p"))
    for kind, place in (("diagramData", "⟨diagrams⟩"), ("chart", "⟨charts⟩")):
        for part in package.parts_of("word/document.xml", kind):
            yield place, "\n".join(words_of(package.xml(part)))


def _paragraph(paragraph: Any, styles: Styles) -> str:
    pieces = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        above = list(node.iterancestors(f"{W}p", f"{W}r", f"{W}tr", *_UNSEEN))
        if next(each for each in above if each.tag == f"{W}p") is not paragraph or any(e.tag in _UNSEEN for e in above):
            continue
        rows = (each.find(f"{W}trPr") for each in above if each.tag == f"{W}tr")
        if any(
            row is not None and (row.find(f"{W}del") is not None or row.find(f"{W}hidden") is not None) for row in rows
        ):
            continue
        if not any(styles.hides(each) for each in above if each.tag == f"{W}r"):
            pieces.append(node.text or " ")
    return "".join(pieces)
