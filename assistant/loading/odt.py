"""OpenDocument texts: headings by their level, paragraphs, lists, tables, notes and frames."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.loading.completeness import warn_of_missing, with_warnings
from assistant.loading.odf import OdfPackage
from assistant.loading.odf_text import OdfReader
from assistant.loading.odf_visible import visible_text
from assistant.loading.parts import Outline, Parsed, Source


def read(source: Source) -> Iterator[Parsed]:
    """The one document of an ODT file."""
    package = OdfPackage(source, "text", "ODT")
    outline = Outline()
    reader = OdfReader(package, outline)
    reader.walk(package.body)
    outline.end_sections()
    reader.margins()
    reader.warn()
    properties = package.properties
    document = Parsed(outline.finish(), outline.title or properties.title, properties.fields())
    warn_of_missing([document], outline, [("⟨body⟩", visible_text(package.body, package))])
    yield from with_warnings([document], outline)
