"""What a reader of a file family hands over, before it becomes a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.documents import Kind
from assistant.settings import Settings

# A longer "heading" is a paragraph in disguise: a sentence over a line of dashes, a bold paragraph.
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its bytes, its suffix in lower case, its name without it, and what the admin said of it.

    ``columns`` maps our names of columns (``title``, ``rome``, …) to those of a table.
    """

    data: bytes
    suffix: str
    name: str
    settings: Settings
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, list, table or code listing, under one heading path and on one page.

    In ``text`` a line break ends a list item, a row or a line of code; words never wrap. ``continues``: the part goes
    on in the middle of the previous one's paragraph, which a page break cut.
    """

    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as read: its parts, the title that the file itself gives, and its metadata as raw fields.

    ``kind`` is what the content shows, where it does (a table of jobs).
    """

    parts: tuple[Part, ...]
    title: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None
    kind: Kind | None = None


class Outline:
    """Collects parts under their headings while a file is read from top to bottom."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.first_heading = ""
        self.page: int | None = None
        self._path: list[tuple[int, str]] = []
        self._bare = False

    def heading(self, level: int, text: str) -> None:
        """Begin a section. One that ends without a word below it becomes text itself, so that nothing is lost."""
        text = " ".join(text.split())
        if not text:
            return
        if len(text) > _LONGEST_HEADING:
            self.add(text)
            return
        if self._bare and self._path[-1][0] >= level:
            self._keep_bare()
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, text))
        self._bare = True
        self.first_heading = self.first_heading or text

    def add(self, text: str, *, continues: bool = False) -> None:
        """Add a paragraph, list or table to the current section; white space alone is nothing."""
        if text.strip():
            self._bare = False
            self.parts.append(Part(text.strip("\n"), tuple(title for _, title in self._path), self.page, continues))

    def finish(self) -> tuple[Part, ...]:
        """The parts, once the file has been read to its end."""
        if self._bare:
            self._keep_bare()
        return tuple(self.parts)

    def _keep_bare(self) -> None:
        *above, (_, text) = self._path
        self.parts.append(Part(text, tuple(title for _, title in above), self.page))
        self._bare = False


def table_lines(rows: list[list[str]]) -> str:
    """A table as lines that can be read, and cut, one by one: ``Header: value; Header: value``.

    The first row is the header. A table of one row or one column has none and is given line by line.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return ""
    if len(rows) == 1 or max(len(row) for row in rows) == 1:
        return "\n".join("; ".join(cell for cell in row if cell) for row in rows)
    header, *body = rows
    return "\n".join(_row_line(header, row) for row in body)


def _row_line(header: list[str], row: list[str]) -> str:
    names = header + [""] * (len(row) - len(header))
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell)
