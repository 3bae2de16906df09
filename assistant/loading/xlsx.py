"""Excel workbooks, as Excel shows them: what is hidden is left out, numbers and dates are formatted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from assistant.loading.completeness import warn_of_missing, with_warnings
from assistant.loading.number_format import shown
from assistant.loading.ooxml import Package
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.raised import lowered, raised
from assistant.loading.sheet_regions import Cells
from assistant.loading.sheet_view import Place, View
from assistant.loading.sheets import Sheet, column_name, named, read_sheets, warn_of_hidden
from assistant.loading.xlsx_parts import (
    SheetFacts,
    drawings,
    facts_of,
    remarks,
    shared_strings,
    sheet_parts,
    speak_french,
)

# The last row of the format; what is numbered beyond is damage.
_LAST_ROW = 1_048_576
_NOT_COMPUTED = {True: "(formule non calculée)", False: "(formula not computed)"}


def read(source: Source) -> Iterator[Parsed]:
    """The documents of a workbook."""
    package = Package(source, "xl/workbook.xml", "XLSX")
    outline = Outline()
    reading = _Reading(package)
    workbook = load_workbook(package.file, data_only=True, rich_text=True, read_only=True)
    sheets = [reading.sheet(sheet) for sheet in workbook.worksheets if reading.shows(sheet)]
    workbook.close()
    reading.warn(outline)
    properties = package.properties
    documents = read_sheets(sheets, source.columns, outline, properties.title, properties.fields())
    warn_of_missing(documents, outline, reading.visible)
    yield from with_warnings(documents, outline)


class _Reading:
    """Reads sheet after sheet, and notes what is left out."""

    def __init__(self, package: Package) -> None:
        self._package, self._strings = package, shared_strings(package)
        self._parts = {sheet.name: sheet.part for sheet in sheet_parts(package)}
        self._facts = {name: facts_of(package, part) for name, part in self._parts.items()}
        inline = (text for facts in self._facts.values() for text in facts.inline.values())
        self._french = speak_french([*self._strings, *inline])
        self._hidden: dict[str, list[str]] = {"hidden-sheets": [], "hidden-rows": [], "hidden-columns": []}
        self._uncomputed: list[str] = []
        self.visible: list[tuple[str, str]] = []

    def shows(self, sheet: Any) -> bool:
        """Whether a sheet is to be seen."""
        if sheet.sheet_state == "visible":
            return True
        self._hidden["hidden-sheets"].append(str(sheet.title))
        return False

    def sheet(self, sheet: Any) -> Sheet:
        """What one sees of a sheet."""
        name = str(sheet.title)
        part = self._parts.get(name, "")
        facts = self._facts.get(name) or SheetFacts()
        view = View(facts.hidden_rows, facts.hidden_columns)
        cells = self._cells(sheet, facts, view)
        words = dict.fromkeys((*facts.printed, *drawings(self._package, part)))
        notes = [(view.place(at), text) for at, text in remarks(self._package, part) if view.sees(at)]
        self._hidden["hidden-rows"] += [f"{name}!{row}" for row in view.hidden_rows_met]
        self._hidden["hidden-columns"] += [f"{name}!{column_name(column)}" for column in view.hidden_columns_met]
        self._uncomputed += [f"{name}!{column_name(at[1])}{at[0]}" for at in facts.uncomputed if view.sees(at)]
        strings = (self._strings[at] for at in facts.strings if at < len(self._strings))
        self.visible.append((f"⟨sheet⟩ {name}", "\n".join((*strings, *facts.inline.values()))))
        return Sheet(name, cells, tuple(notes), tuple(words))

    def warn(self, outline: Outline) -> None:
        """Tell what was left out."""
        warn_of_hidden(outline, self._hidden)
        if self._uncomputed:
            outline.warn("uncomputed", where=named(self._uncomputed))

    def _cells(self, sheet: Any, facts: SheetFacts, view: View) -> Cells:
        styles: dict[int, tuple[str, bool]] = {}
        found: dict[Place, tuple[str, bool]] = dict.fromkeys(facts.uncomputed, (_NOT_COMPUTED[self._french], False))
        sheet.reset_dimensions()  # what a file declares of its size may be wrong
        for row in islice(sheet.iter_rows(), _LAST_ROW):
            for cell in row:
                if cell.value is None:
                    continue
                style = cell._style_id  # the public properties look the same style up for each cell
                if style not in styles:
                    styles[style] = cell.number_format, bool(cell.font and cell.font.b)
                code, bold = styles[style]
                at = cell.row, cell.column
                found[at] = facts.inline.get(at) or self._text(cell.value, code), bold
        return view.cells(found, facts.merged)

    def _text(self, value: Any, code: str) -> str:
        match value:
            case CellRichText():
                return "".join(_piece(piece) for piece in value).strip()
            case str():
                return value.strip()
        return shown(value, code, french=self._french)


def _piece(piece: str | TextBlock) -> str:
    if isinstance(piece, str):
        return piece
    match piece.font.vertAlign:
        case "superscript":
            return raised(piece.text)
        case "subscript":
            return lowered(piece.text)
    return str(piece.text)
