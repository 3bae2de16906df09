"""The text of a paragraph of Word as one sees it, and what hangs on it: notes, text boxes, pictures, remarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assistant.loading.docx_styles import Styles, switched, value
from assistant.loading.ooxml import FALLBACK, A, R, W
from assistant.loading.raised import lowered, raised

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_VML = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"

# Characters of the font Wingdings that stand in forms and lists.
_SYMBOLS: Final[Mapping[str, str]] = {
    "6F": "☐", "A8": "☐", "71": "☐", "FE": "☑", "FC": "✓", "FD": "☒", "78": "☒", "FB": "✗", "E0": "→", "DF": "←",
    "E8": "➔", "A7": "▪", "B7": "•", "6C": "●", "6E": "■", "76": "❖", "D8": "➢", "28": "☎", "2A": "✉", "4A": "☺",
}  # fmt: skip
_DELETED = {f"{W}del", f"{W}moveFrom", f"{W}cellDel"}
_SKIPPED = {f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}instrText", f"{W}delText", FALLBACK, f"{W}tbl"}


@dataclass(slots=True)
class Counts:
    """Characters that are not shown."""

    hidden: int = 0
    deleted: int = 0


@dataclass(slots=True)
class Line:
    """What a paragraph shows.

    ``boxes`` are the contents of its text boxes, ``graphics`` the kind and relation of charts, diagrams and embedded
    files, ``notes`` the kind and id of foot- and endnotes, ``remarks`` the ids of comments.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    graphics: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


class Runs:
    """Reads paragraphs.

    Args:
        styles: of the document.
        counts: takes what is not shown.
        note_sign: the sign of a note, by its kind and id.
    """

    def __init__(self, styles: Styles, counts: Counts, note_sign: Callable[[str, str], str]) -> None:
        self._styles, self._counts, self._note_sign = styles, counts, note_sign
        self._handlers: dict[str, Callable[[Any, Line], None]] = {
            f"{W}r": self._run, f"{W}t": _text, f"{_M}t": _text,
            f"{W}tab": _put("\t"), f"{W}ptab": _put("\t"), f"{W}br": _break, f"{W}cr": _put("\n"),
            f"{W}noBreakHyphen": _put("\u2011"), f"{W}sym": _symbol, f"{W}ruby": self._ruby,
            f"{W}footnoteReference": self._note, f"{W}endnoteReference": self._note,
            f"{W}commentReference": lambda element, line: line.remarks.append(element.get(f"{W}id", "")),
            f"{W}ffData": _form_field, f"{_MC}AlternateContent": self._alternatives,
            f"{W}txbxContent": lambda element, line: line.boxes.append(element),
            f"{_WP}docPr": _picture, f"{_VML}textpath": lambda e, line: line.boxes.append(str(e.get("string", ""))),
            f"{_C}chart": _graphic("chart"), f"{_DGM}relIds": _graphic("diagram"), f"{_O}OLEObject": _graphic("object"),
            f"{_M}f": self._fraction, f"{_M}sSup": self._power, f"{_M}sSub": self._index,
            f"{_M}rad": self._root,
        }  # fmt: skip

    def line(self, paragraph: Any) -> Line:
        """What a paragraph shows."""
        line = Line()
        self._collect(paragraph, line)
        return line

    def skip(self, element: Any, *, hidden: bool = False) -> None:
        """Count what is left out: deleted, or hidden."""
        if hidden:
            self._counts.hidden += _characters(element)
        else:
            self._counts.deleted += _characters(element)

    def _collect(self, element: Any, line: Line) -> None:
        for child in element:
            tag = child.tag
            if tag in _DELETED:
                self.skip(child)
            elif (handler := self._handlers.get(tag)) is not None:
                handler(child, line)
            elif tag not in _SKIPPED:
                self._collect(child, line)

    def _run(self, run: Any, line: Line) -> None:
        if self._styles.hides(run):
            self.skip(run, hidden=True)
            return
        position = value(run.find(f"{W}rPr"), "vertAlign")
        if position not in {"superscript", "subscript"}:
            self._collect(run, line)
            return
        before = len(line.pieces)
        self._collect(run, line)
        change = raised if position == "superscript" else lowered
        line.pieces[before:] = [change(piece) for piece in line.pieces[before:]]

    def _alternatives(self, element: Any, line: Line) -> None:
        choice = element.find(f"{_MC}Choice")
        chosen = choice if choice is not None and len(choice) else element.find(FALLBACK)
        if chosen is not None:
            self._collect(chosen, line)

    def _note(self, element: Any, line: Line) -> None:
        kind, number = element.tag.rpartition("}")[2].removesuffix("Reference"), element.get(f"{W}id", "")
        line.notes.append((kind, number))
        if switched(element, "customMarkFollows") is None and element.get(f"{W}customMarkFollows") is None:
            line.pieces.append(self._note_sign(kind, number))

    def _ruby(self, element: Any, line: Line) -> None:
        base, above = (self._of(element.find(f"{W}{name}")) for name in ("rubyBase", "rt"))
        line.pieces.append(f"{base} ({above})" if above else base)

    def _fraction(self, element: Any, line: Line) -> None:
        line.pieces.append("/".join(_bracketed(self._of(element.find(f"{_M}{name}"))) for name in ("num", "den")))

    def _power(self, element: Any, line: Line) -> None:
        line.pieces += [self._of(element.find(f"{_M}e")), raised(self._of(element.find(f"{_M}sup")))]

    def _index(self, element: Any, line: Line) -> None:
        line.pieces += [self._of(element.find(f"{_M}e")), lowered(self._of(element.find(f"{_M}sub")))]

    def _root(self, element: Any, line: Line) -> None:
        line.pieces.append("√" + _bracketed(self._of(element.find(f"{_M}e"))))

    def _of(self, element: Any) -> str:
        if element is None:
            return ""
        return self.line(element).text


def _text(element: Any, line: Line) -> None:
    line.pieces.append(element.text or "")


def _put(text: str) -> Callable[[Any, Line], None]:
    return lambda _, line: line.pieces.append(text)


def _break(element: Any, line: Line) -> None:
    if element.get(f"{W}type") not in {"page", "column"}:
        line.pieces.append("\n")


def _symbol(element: Any, line: Line) -> None:
    code = element.get(f"{W}char", "")
    private = code[:2].upper() == "F0"
    line.pieces.append(_SYMBOLS.get(code[2:].upper(), "") if private else chr(int(code or "20", 16)))


def _form_field(element: Any, line: Line) -> None:
    """A box that is ticked or not, or the entry chosen in a list: what old form fields show beside their result."""
    box, entries = element.find(f"{W}checkBox"), element.find(f"{W}ddList")
    if box is not None:
        ticked = switched(box, "checked")
        line.pieces.append("☒ " if (switched(box, "default") if ticked is None else ticked) else "☐ ")
    elif entries is not None:
        names = [entry.get(f"{W}val", "") for entry in entries.iter(f"{W}listEntry")]
        chosen = value(entries, "result") or value(entries, "default") or "0"
        line.pieces.append(names[int(chosen)] if chosen.isdigit() and int(chosen) < len(names) else "")


def _picture(element: Any, line: Line) -> None:
    if element.get("descr") and not any(child.tag.endswith("}decorative") for child in element.iter()):
        line.pictures.append(element.get("descr"))


def _graphic(kind: str) -> Callable[[Any, Line], None]:
    name = f"{R}dm" if kind == "diagram" else f"{R}id"
    return lambda element, line: line.graphics.append((kind, element.get(name, "")))


def _bracketed(text: str) -> str:
    return f"({text})" if len(text) > 1 and not text.isalnum() else text


def _characters(element: Any) -> int:
    texts = (node.text or "" for node in element.iter(f"{W}t", f"{W}delText", f"{A}t"))
    return sum(1 for text in texts for char in text if not char.isspace())
