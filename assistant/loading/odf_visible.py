"""The visible text of an OpenDocument file as its XML has it, to be compared with what the reader kept."""

from __future__ import annotations

from typing import Any

from assistant.loading.odf import DRAW, TABLE, TEXT, OdfPackage

_UNSEEN = (f"{TEXT}tracked-changes", f"{TEXT}hidden-text", f"{TEXT}note-citation", f"{DRAW}object")
_ROWS = (f"{TABLE}table-row", f"{TABLE}table-rows")


def visible_text(element: Any, package: OdfPackage) -> str:
    """The paragraphs in an element; those that are hidden, deleted or numbers of notes left out."""
    return "\n".join(
        "".join(_texts(paragraph, package)) for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h")
        if not any(_is_unseen(above, package) for above in paragraph.iterancestors())
    )  # fmt: skip


def _texts(element: Any, package: OdfPackage) -> list[str]:
    if _is_unseen(element, package):
        return []
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in {f"{TEXT}p", f"{TEXT}h"}:
            pieces += _texts(child, package) if not len(child.findall(f".//{TEXT}p")) else []
        pieces.append(child.tail or "")
        if child.tag in {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}:
            pieces.append(" ")
    return pieces


def _is_unseen(element: Any, package: OdfPackage) -> bool:
    if element.tag in _UNSEEN or element.get(f"{TABLE}visibility") in {"collapse", "filter"}:
        return True
    return bool(package.look(element.get(f"{TEXT}style-name", "")).hidden) or element.get(f"{TEXT}display") == "none"
