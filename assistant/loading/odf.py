"""OpenDocument packages: content, styles and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from zipfile import ZipFile

from lxml import etree

from assistant.errors import DocumentError
from assistant.loading.archive import checked
from assistant.loading.parts import Source
from assistant.loading.properties import Properties, properties

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, DRAW, STYLE, PRESENTATION, CHART = (
    _NAMESPACE % name for name in ("office", "text", "table", "drawing", "style", "presentation", "chart")
)
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_META = _NAMESPACE % "meta"
_DC = "{http://purl.org/dc/elements/1.1/}"
XLINK = "{http://www.w3.org/1999/xlink}"

_DEEPEST = 30  # styles that are based on each other in a circle
_BOLD: Final = {"bold", "600", "700", "800", "900"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a style means for the text: hidden, raised (1) or lowered (-1), bold."""

    hidden: bool = False
    position: int = 0
    bold: bool = False


class OdfPackage:
    """An OpenDocument file of one kind.

    Args:
        source: the file.
        body: the element that its content must hold: ``text``, ``spreadsheet``, ``presentation``.
        what: the format's name, for the reasons.

    Raises:
        DocumentError: ``wrong-type``, ``encrypted``, ``broken``, ``too-large``.
    """

    def __init__(self, source: Source, body: str, what: str) -> None:
        self._archive = ZipFile(checked(source, "content.xml", what))
        self._what = what
        self.names = frozenset(self._archive.namelist())
        if "META-INF/manifest.xml" in self.names and b"encryption-data" in self._archive.read("META-INF/manifest.xml"):
            raise DocumentError(f"The {what} file asks for a password; save it without one.", "encrypted")
        content = self.xml("content.xml")
        found = content.find(f"{OFFICE}body/{OFFICE}{body}") if content is not None else None
        if found is None:
            raise DocumentError(f"This OpenDocument file is no {what}; give it its right suffix.", "wrong-type")
        self.body: Any = found
        self.page_styles = self.xml("styles.xml")
        self._styles: dict[str, Any] = {}
        self._looks: dict[str, Look] = {}
        for root in (self.page_styles, content):
            for style in root.iter(f"{STYLE}style", f"{TEXT}list-style") if root is not None else ():
                self._styles[style.get(f"{STYLE}name", "")] = style
        self.properties = self._properties(source.name)

    def xml(self, name: str) -> Any:
        """The root element of a part, or None where there is none."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
        try:
            return etree.fromstring(self._archive.read(name), parser)
        except etree.XMLSyntaxError:
            raise DocumentError(f"The {self._what} file is damaged in {name}; export it again.", "broken") from None

    def style(self, name: str) -> Any:
        """A style by its name, or None."""
        return self._styles.get(name)

    def named(self, name: str) -> list[str]:
        """A style's name and those of the styles that it is based on."""
        names: list[str] = []
        while name and len(names) < _DEEPEST:
            names.append(name)
            style = self._styles.get(name)
            name = style.get(f"{STYLE}parent-style-name", "") if style is not None else ""
        return names

    def look(self, name: str) -> Look:
        """What a style means for the text."""
        if name not in self._looks:
            self._looks[name] = self._look(name)
        return self._looks[name]

    def _look(self, name: str) -> Look:
        hidden, position, bold = None, None, None
        for style in (self._styles.get(each) for each in self.named(name)):
            for element in (
                style.iter(f"{STYLE}text-properties", f"{STYLE}section-properties") if style is not None else ()
            ):
                hidden = element.get(f"{TEXT}display") if hidden is None else hidden
                position = element.get(f"{STYLE}text-position") if position is None else position
                bold = element.get(f"{_FO}font-weight") if bold is None else bold
        return Look(hidden == "none", _position(position or ""), bold in _BOLD)

    def _properties(self, name: str) -> Properties:
        root = self.xml("meta.xml")
        if root is None:
            return Properties()
        texts = {element.tag: element.text or "" for element in root.iter() if isinstance(element.tag, str)}
        author = texts.get(f"{_META}initial-creator") or texts.get(f"{_DC}creator", "")
        return properties(texts.get(f"{_DC}title", ""), author, texts.get(f"{_DC}date", ""), name=name)


def _position(text: str) -> int:
    height = text.split(" ")[0]
    if height in {"super", "sub"}:
        return 1 if height == "super" else -1
    return 0 if height in {"", "0%"} else -1 if height.startswith("-") else 1
