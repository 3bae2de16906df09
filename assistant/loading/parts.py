"""What a reader of a file family hands over, before it becomes a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from assistant.documents import BlockKind, Box, Cell, Kind, LoadWarning
from assistant.loading.cleaning import clean
from assistant.loading.grid import Grid, lines_of
from assistant.settings import Settings

# A longer "heading" is a paragraph in disguise: a sentence over a line of dashes, a bold paragraph.
_LONGEST_HEADING = 200
_INDENT, _DEEPEST = "  ", 8


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its bytes, its suffix in lower case, its name without it, and what the admin said of it.

    ``columns`` maps our names of columns (``title``, ``rome``, …) to those of a table. ``depth`` is 0 for a file of the
    corpus, 1 for one inside it (an archive's, an attachment), and so on.
    """

    data: bytes
    suffix: str
    name: str
    settings: Settings
    columns: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A block before it has its place in the document: clean text, under one heading path and on one page.

    The fields are those of :class:`assistant.documents.Block`; the spans of ``cells`` count from the part's beginning.
    ``continues``: it goes on in the middle of the previous part's paragraph, which a page break cut. ``same``: it
    belongs to the list or table of the previous part and stands on the line below.
    """

    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    continues: bool = False
    same: bool = False
    kind: BlockKind = "prose"
    level: int = 0
    mark: int = 0
    cells: tuple[Cell, ...] = ()
    boxes: tuple[Box, ...] = ()
    page_label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its words, its depth (0 outermost) and its sign (``-``, ``2.``; none where none is shown)."""

    text: str
    level: int = 0
    sign: str = "-"
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as read: its parts, the title that the file itself gives, and its metadata as raw fields.

    ``kind`` is what the content shows, where it does (a table of jobs). ``member`` is the path of a file inside the
    file (an archive's, an attachment), of which this is a document.
    """

    parts: tuple[Part, ...]
    title: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None
    kind: Kind | None = None
    warnings: tuple[LoadWarning, ...] = ()
    member: str = ""


class Outline:
    """Collects parts under their headings while a file is read from top to bottom.

    ``page`` and ``page_label`` are set by readers of formats that have pages, and hold for what is added next.
    """

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.warnings: list[LoadWarning] = []
        self.first_heading = ""
        self.title = ""
        """The first heading, unless further ones of its level show that it names only a part."""
        self.page: int | None = None
        self.page_label = ""
        self._path: list[tuple[int, str]] = []
        self._bare = False
        self._title_level = 0

    def heading(self, level: int, text: str) -> None:
        """Begin a section. One that ends without a word below it becomes text itself, so that nothing is lost."""
        text = " ".join(clean(text).split())
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
        if not self.first_heading:
            self.first_heading = self.title = text
            self._title_level = level
        elif level <= self._title_level:
            self.title = ""

    @property
    def path(self) -> tuple[tuple[int, str], ...]:
        """The headings of the current section with their levels, outermost first; for :meth:`back_to`."""
        return tuple(self._path)

    def back_to(self, path: tuple[tuple[int, str], ...]) -> None:
        """End the sections that began since ``path`` was the current one: an aside, an accordion, a tab is over."""
        if self._bare and self._path != list(path):
            self._keep_bare()
        self._path = list(path)

    def add(
        self,
        text: str,
        *,
        kind: BlockKind = "prose",
        continues: bool = False,
        same: bool = False,
        boxes: tuple[Box, ...] = (),
    ) -> None:
        """Add a paragraph, caption, note or code listing to the current section; white space alone is nothing.

        A line break in ``text`` is one that the author meant; words never wrap.
        """
        self._put(Part(text, continues=continues, same=same, kind=kind, boxes=boxes))

    def add_items(self, items: Iterable[Item], *, same: bool = False) -> None:
        """Add a list; an item stands on one line. ``same``: its first one on the line below what came before."""
        for item in items:
            words = " ".join(clean(item.text).split())
            if words:
                level = min(item.level, _DEEPEST)
                mark = _INDENT * level + (f"{item.sign} " if item.sign else "")
                self._put(Part(mark + words, same=same, kind="item", level=level, mark=len(mark), boxes=item.boxes))
                same = True

    def add_table(self, grid: Grid, *, same: bool = False) -> None:
        """Add a table, row by row, with its caption and notes; ``same``: on the line below what came before."""
        for line in lines_of(grid):
            self._put(Part(line.text, same=same, kind=line.kind, cells=line.cells, boxes=line.boxes))
            same = True

    def add_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add named values, a row each: the terms of a list of definitions, the head of a mail."""
        same = False
        for name, value in pairs:
            name, value = (" ".join(clean(text).split()) for text in (name, value))
            if value:
                start = len(name) + 2 if name else 0
                cell = Cell((name,) if name else (), start, start + len(value))
                self._put(Part(f"{name}: {value}" if name else value, same=same, kind="row", cells=(cell,)))
                same = True

    def add_once(self, text: str, *, kind: BlockKind) -> None:
        """Add a text unless the very same has been added: page headers repeat titles."""
        one_line = " ".join(clean(text).split())
        if one_line != self.first_heading and all(part.text != one_line for part in self.parts):
            self.add(one_line, kind=kind)

    def end_sections(self) -> None:
        """What is added next stands under no heading."""
        if self._bare:
            self._keep_bare()
        self._path = []

    def drop_bare(self) -> None:
        """Forget the last heading if nothing was added under it."""
        if self._bare:
            self._path.pop()
            self._bare = False

    def warn(self, code: str, **details: object) -> None:
        """Note what a person should know of the file (see :mod:`assistant.loading.warnings`)."""
        self.warnings.append(LoadWarning(code, {name: str(value) for name, value in details.items()}))

    def _put(self, part: Part) -> None:
        text = part.text if part.cells else clean(part.text).strip("\n")
        if not text.strip():
            return
        self._bare = False
        page = part.boxes[0].page if part.boxes else self.page
        label = self.page_label if page == self.page else ""
        self.parts.append(replace(part, text=text, heading=self._titles(), page=page, page_label=label))

    def finish(self) -> tuple[Part, ...]:
        """The parts, once the file has been read to its end."""
        if self._bare:
            self._keep_bare()
        return tuple(self.parts)

    def _titles(self) -> tuple[str, ...]:
        return tuple(title for _, title in self._path)

    def _keep_bare(self) -> None:
        above = self._titles()
        self.parts.append(Part(above[-1], above[:-1], self.page, page_label=self.page_label))
        self._bare = False
