"""Rich text (``.rtf``): paragraphs, headings, lists, tables and notes as a word processor shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from striprtf.striprtf import rtf_to_text

from assistant.errors import DocumentError
from assistant.loading.completeness import warn_of_missing
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.properties import properties
from assistant.loading.rtf_flow import Flow
from assistant.loading.rtf_tokens import tokens

_START = b"{\\rtf"
_HIDDEN = re.compile(r"\{\\(?:v|deleted)\b[^{}]*\}")
# What is raised is no part of the word before it.
_RAISED = re.compile(r"\{\\(?:super|sub)\b")


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a file of rich text.

    Raises:
        DocumentError: ``wrong-type``, the content is something else.
    """
    data = source.data.lstrip(b"\xef\xbb\xbf \r\n\t")
    if not data.startswith(_START):
        raise DocumentError("The content is not RTF; give the file the suffix of its real format.", "wrong-type")
    outline = Outline()
    flow = add_rich_text(data, outline)
    for code, texts in (("hidden-text", flow.hidden), ("deleted-text", flow.deleted)):
        if count := len("".join(texts).strip()):
            outline.warn(code, count=count)
    info = flow.info
    said = properties(info.get("title", ""), info.get("author", ""), flow.created, info.get("company", ""), source.name)
    parsed = Parsed(outline.finish(), said.title or outline.title, said.fields())
    warn_of_missing([parsed], outline, [("⟨body⟩", _second_reading(data))], also=flow.signs)
    yield replace(parsed, warnings=tuple(outline.warnings))


def add_rich_text(data: bytes, outline: Outline) -> Flow:
    """Add what a file of rich text shows to ``outline``; the result holds what else it tells."""
    flow = Flow(outline)
    for token in tokens(data.decode("latin-1")):
        flow.take(token)
    flow.finish()
    return flow


def _second_reading(data: bytes) -> str:
    parted = _RAISED.sub(r" \g<0>", _HIDDEN.sub(" ", data.decode("latin-1")))
    try:
        return str(rtf_to_text(parted, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, KeyError, IndexError):  # what it stumbles over may still be read
        return ""
