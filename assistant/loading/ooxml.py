"""The packages of Office: XML parts in a zip archive that refer to each other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from io import BytesIO
from typing import IO, Any, Final
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from assistant.errors import DocumentError
from assistant.loading.archive import checked
from assistant.loading.parts import Source
from assistant.loading.properties import Properties, properties

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The second form of a drawing, for old programs, which repeats its text."""

# The strict form of the standard has other names for the same things.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
_RENAMED: Final = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_XML_PARTS = (".xml", ".rels")
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"


class Package:
    """The parts of an Office file.

    Args:
        source: the file.
        member: the part that makes it one of its format.
        what: the format's name, for the reasons.

    Raises:
        DocumentError: as :func:`assistant.loading.archive.checked`.
    """

    def __init__(self, source: Source, member: str, what: str) -> None:
        self.file = _transitional(checked(source, member, what), member)
        self._what = what
        self._name = source.name
        self._archive = ZipFile(self.file)
        self.names = frozenset(self._archive.namelist())

    def read(self, part: str) -> bytes:
        """A part as it is; empty where there is none."""
        return self._archive.read(part) if part in self.names else b""

    def open(self, part: str) -> IO[bytes]:
        """A part to be read bit by bit."""
        return self._archive.open(part)

    def xml(self, part: str) -> Any:
        """The root element of a part, or None where there is none."""
        data = self.read(part)
        if not data:
            return None
        try:
            return etree.fromstring(data, _parser())
        except etree.XMLSyntaxError:
            raise DocumentError(f"The {self._what} file is damaged in {part}; export it again.", "broken") from None

    def related(self, part: str) -> Mapping[str, tuple[str, str]]:
        """By id: the last word of the kind of each part that ``part`` refers to, and its name."""
        folder, _, name = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External" and target:
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], path
        return found

    def parts_of(self, part: str, kind: str) -> Iterator[str]:
        """The names of the parts of one kind to which ``part`` refers."""
        return (name for sort, name in self.related(part).values() if sort == kind)

    @cached_property
    def properties(self) -> Properties:
        """What the file says of itself."""
        core, app = self.xml(_CORE), self.xml(_APP)
        return properties(
            _text(core, "title"), _text(core, "creator"), _text(core, "modified") or _text(core, "created"),
            _text(app, "Company"), self._name,
        )  # fmt: skip


def words_of(element: Any) -> list[str]:
    """The paragraphs of a drawing, chart or diagram (``a:p``), those of the form for old programs left out."""
    if element is None:
        return []
    found = []
    for paragraph in element.iter(f"{A}p"):
        if any(above.tag == FALLBACK for above in paragraph.iterancestors()):
            continue
        text = "".join(" " if node.tag == f"{A}br" else node.text or "" for node in paragraph.iter(f"{A}t", f"{A}br"))
        if text.strip():
            found.append(" ".join(text.split()))
    return found


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )


def _text(root: Any, name: str) -> str:
    if root is None:
        return ""
    return next((child.text or "" for child in root if etree.QName(child).localname == name), "")


def _transitional(file: BytesIO, member: str) -> BytesIO:
    """The file itself, or where it is in the strict form, the same with the usual names."""
    with ZipFile(file) as archive:
        if not _STRICT.search(archive.read(member)[:4096]):
            file.seek(0)
            return file
        usual = BytesIO()
        with ZipFile(usual, "w", ZIP_STORED) as copy:
            for info in archive.infolist():
                data = archive.read(info)
                copy.writestr(info.filename, _STRICT.sub(_usual, data) if info.filename.endswith(_XML_PARTS) else data)
    usual.seek(0)
    return usual


def _usual(match: re.Match[bytes]) -> bytes:
    family, rest = match.groups()
    first, slash, more = rest.partition(b"/")
    return b"http://schemas.openxmlformats.org/" + family + b"/2006/" + _RENAMED.get(first, first) + slash + more
