"""The state of a word processor that reads rich text: what the next characters are, and where they go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.loading.parts import Item, Outline
from assistant.loading.raised import lowered, raised
from assistant.loading.rtf_table import TableRows
from assistant.loading.rtf_tokens import Token
from assistant.loading.rtf_words import (
    BODY,
    CHARACTERS,
    CODE_PAGES,
    DESTINATIONS,
    FILE_PAGES,
    INFO,
    MARGIN,
    NOTE,
    NOWHERE,
    SIGN,
)

_PLAIN_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Group:
    """What ends with a group of braces."""

    destination: str = BODY
    name: str = ""
    ignorable: bool = False
    hidden: bool = False
    deleted: bool = False
    moved: str = ""
    font: int = 0
    skip: int = 1
    level: int = 0
    in_table: bool = False


@dataclass
class Flow:
    """Reads tokens into an outline. ``info`` is what the file says of itself, ``hidden`` and ``deleted`` what nobody
    sees of it, ``signs`` the signs of items."""

    outline: Outline
    info: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    created: str = ""
    _group: _Group = field(default_factory=_Group)
    _stack: list[_Group] = field(default_factory=list)
    _page: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _font_of_table: int = 0
    _styles: dict[int, int] = field(default_factory=dict)
    _style_of_sheet: int = 0
    _bytes: bytearray = field(default_factory=bytearray)
    _to_skip: int = 0
    _paragraph: list[str] = field(default_factory=list)
    _sign: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _margins: list[str] = field(default_factory=list)
    _table: TableRows = field(default_factory=TableRows)
    _same: bool = False

    def take(self, token: Token) -> None:
        """Read one token."""
        if token.kind == "byte":
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._bytes.append(token.number or 0)
            return
        self._write_bytes()
        if token.kind == "open":
            self._stack.append(self._group)
            self._group = replace(self._group, ignorable=False)
        elif token.kind == "close":
            self._close()
        elif token.kind == "text":
            skipped = min(self._to_skip, len(token.text))
            self._to_skip -= skipped
            self._write(token.text[skipped:])
        else:
            self._obey(token.text, token.number)

    def finish(self) -> None:
        """End the last paragraph and table; headers and footers follow the text, each once."""
        self._write_bytes()
        self._end_paragraph()
        self._end_table()
        for text in dict.fromkeys(" ".join(text.split()) for text in "".join(self._margins).split("\n")):
            self.outline.add(text, kind="note")

    def _close(self) -> None:
        if self._group.destination == NOTE and self._stack and self._stack[-1].destination != NOTE:
            self._notes.append("\n")
        if self._group.destination == MARGIN and self._stack and self._stack[-1].destination != MARGIN:
            self._margins.append("\n")
        if self._stack:
            self._group = self._stack.pop()

    def _obey(self, word: str, number: int | None) -> None:
        on = number != 0
        if word == "*":
            self._group = replace(self._group, ignorable=True)
        elif word in DESTINATIONS:
            self._group = replace(self._group, destination=self._destination(word), name=word)
        elif self._group.ignorable and word not in {"ud", "upr"}:
            self._group = replace(self._group, destination=NOWHERE, ignorable=False)
        elif word in CHARACTERS:
            self._character(word)
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000) if number < 0x10000 else chr(number))
            self._to_skip = self._group.skip
        elif word == "uc":
            self._group = replace(self._group, skip=number or 0)
        elif word == "v":
            self._group = replace(self._group, hidden=on)
        elif word == "deleted":
            self._group = replace(self._group, deleted=on)
        elif word in {"super", "sub"}:
            self._group = replace(self._group, moved=word if on else "")
        elif word in {"nosupersub", "plain"}:
            self._group = replace(self._group, moved="", hidden=self._group.hidden and word != "plain")
        elif word in FILE_PAGES:
            self._page = FILE_PAGES[word]
        elif word == "ansicpg" and number:
            self._page = f"cp{number}"
        else:
            self._obey_layout(word, number)

    def _destination(self, word: str) -> str:
        if self._group.destination == NOWHERE and word not in {"shptxt", "title", "author", "company"}:
            return NOWHERE
        if DESTINATIONS[word] == BODY and self._group.destination in {NOTE, MARGIN}:
            return self._group.destination
        return DESTINATIONS[word]

    def _obey_layout(self, word: str, number: int | None) -> None:
        group, value = self._group, number or 0
        match word:
            case "f" if group.name == "fonttbl":
                self._font_of_table = value
            case "fcharset":
                self._fonts[self._font_of_table] = CODE_PAGES.get(value, "")
            case "f":
                self._group = replace(group, font=value)
            case "s" if group.name == "stylesheet":
                self._style_of_sheet = value
            case "outlinelevel" if group.name == "stylesheet":
                self._styles[self._style_of_sheet] = value + 1
            case "outlinelevel":
                self._group = replace(group, level=value + 1 if value < _PLAIN_LEVELS else 0)
            case "s":
                self._group = replace(group, level=self._styles.get(value, 0))
            case "pard":
                self._group = replace(group, level=0, in_table=False)
            case "intbl":
                self._group = replace(group, in_table=True)
            case "trowd" | "cellx" | "clvmgf" | "clvmrg" | "clmgf" | "clmrg" | "trhdr" if group.destination == BODY:
                self._table.define(word, value)
            case "cell" | "nestcell" if group.destination == BODY:
                self._table.end_cell(self._taken())
            case "row" | "nestrow" if group.destination == BODY:
                self._table.end_row()
            case "yr" if group.name == "creatim":
                self.created = f"{value:04d}"
            case "mo" | "dy" if group.name == "creatim" and self.created:
                self.created += f"-{value:02d}"

    def _character(self, word: str) -> None:
        if word in {"par", "sect", "page", "\n", "\r"} and self._group.destination == BODY:
            if self._group.in_table:
                self._write(" ")
            else:
                self._end_paragraph()
        else:
            self._write(CHARACTERS[word])

    def _write_bytes(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            page = self._fonts.get(self._group.font) or self._page
            try:
                self._write(data.decode(page, errors="replace"))
            except LookupError:
                self._write(data.decode("cp1252", errors="replace"))

    def _write(self, text: str) -> None:
        destination = self._group.destination
        if destination == NOWHERE or not text:
            return
        if destination == INFO:
            self.info[self._group.name] = self.info.get(self._group.name, "") + text
        elif self._group.hidden or self._group.deleted:
            (self.deleted if self._group.deleted else self.hidden).append(text)
        else:
            if self._group.moved:
                text = raised(text) if self._group.moved == "super" else lowered(text)
            flows = {NOTE: self._notes, MARGIN: self._margins, SIGN: self._sign}
            flows.get(destination, self._paragraph).append(text)

    def _taken(self) -> str:
        text = "".join([*self._sign, *self._paragraph])
        self._sign, self._paragraph = [], []
        return text

    def _end_paragraph(self) -> None:
        sign, self._sign = "".join(self._sign).strip(), []
        text = "\n".join(" ".join(line.split()) for line in self._taken().split("\n")).strip()
        if text:
            self._end_table()
        if text and self._group.level:
            self.outline.heading(self._group.level, f"{sign} {text}".strip())
        elif text and sign:
            self.signs.append(sign)
            shown = sign if any(char.isalnum() for char in sign) else "-"
            self.outline.add_items([Item(text, 0, shown)], same=self._same)
        else:
            self.outline.add(text)
        self._same = bool(text and sign and not self._group.level)
        notes, self._notes = "".join(self._notes), []
        for note in notes.split("\n"):
            self.outline.add(" ".join(note.split()), kind="note")

    def _end_table(self) -> None:
        grid = self._table.taken()
        if grid is not None:
            self.outline.add_table(grid)
