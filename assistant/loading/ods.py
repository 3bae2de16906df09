"""OpenDocument sheets, as they are shown: the format stores the text of each cell beside its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.loading.completeness import warn_of_missing, with_warnings
from assistant.loading.odf import OFFICE, STYLE, TABLE, TEXT, OdfPackage
from assistant.loading.odf_tables import HIDDEN, cells_of, repeated, rows_of, spanned
from assistant.loading.odf_text import words_in
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.sheet_view import Place, View
from assistant.loading.sheets import Sheet, column_name, read_sheets, warn_of_hidden

_MOST_REPEATED = 1000
_LAST_COLUMN = 16_384


def read(source: Source) -> Iterator[Parsed]:
    """The documents of a workbook."""
    package = OdfPackage(source, "spreadsheet", "ODS")
    outline = Outline()
    hidden: dict[str, list[str]] = {}
    sheets: list[Sheet] = []
    visible: list[tuple[str, str]] = []
    for table in package.body.iter(f"{TABLE}table"):
        name = table.get(f"{TABLE}name", "")
        if _is_hidden(table, package):
            hidden.setdefault("hidden-sheets", []).append(name)
            continue
        sheet, view = _sheet(table, name, package)
        sheets.append(sheet)
        hidden.setdefault("hidden-rows", []).extend(f"{name}.{row}" for row in view.hidden_rows_met)
        hidden.setdefault("hidden-columns", []).extend(f"{name}.{column_name(at)}" for at in view.hidden_columns_met)
        visible.append((f"⟨sheet⟩ {name}", "\n".join(cell.text for cell in sheet.cells.values())))
    warn_of_hidden(outline, hidden)
    properties = package.properties
    documents = read_sheets(sheets, source.columns, outline, properties.title, properties.fields())
    warn_of_missing(documents, outline, visible)
    yield from with_warnings(documents, outline)


def _is_hidden(table: Any, package: OdfPackage) -> bool:
    style = package.style(table.get(f"{TABLE}style-name", ""))
    properties = style.find(f"{STYLE}table-properties") if style is not None else None
    return properties is not None and properties.get(f"{TABLE}display") == "false"


def _sheet(table: Any, name: str, package: OdfPackage) -> tuple[Sheet, View]:
    found: dict[Place, tuple[str, bool]] = {}
    merged: list[tuple[int, int, int, int]] = []
    remarks: list[tuple[Place, str]] = []
    hidden_rows: set[int] = set()
    row_number = 1
    for row, _ in rows_of(table):
        times = repeated(row, "rows")
        texts = list(_texts(row, package))
        filled = [entry for entry in texts if entry[1] or entry[3]]
        for number in range(row_number, row_number + (min(times, _MOST_REPEATED) if filled else 0)):
            if row.get(f"{TABLE}visibility") in HIDDEN:
                hidden_rows.add(number)
            for column, text, bold, remark, cell in filled:
                found[number, column] = text, bold
                if remark:
                    remarks.append(((number, column), remark))
                down, right = spanned(cell, "rows"), spanned(cell, "columns")
                if down > 1 or right > 1:
                    merged.append((number, column, number + down - 1, column + right - 1))
        row_number += times
    view = View(hidden_rows, _hidden_columns(table))
    notes = tuple((view.place(at), text) for at, text in remarks if view.sees(at))
    shapes = [
        " ".join("".join(p.itertext()).split())
        for shape in table.iter(f"{TABLE}shapes")
        for p in shape.iter(f"{TEXT}p")
    ]
    return Sheet(name, view.cells(found, merged), notes, tuple(filter(None, shapes))), view


def _texts(row: Any, package: OdfPackage) -> Iterator[tuple[int, str, bool, str, Any]]:
    """Each place of a row: its column, its text, whether it is bold, the remark on it, and its cell."""
    column = 1
    for cell in cells_of(row):
        paragraphs = [words_in(child) for child in cell if child.tag == f"{TEXT}p"]
        notes = [p for note in cell.iter(f"{OFFICE}annotation") for p in note.iter(f"{TEXT}p")]
        text = " ".join(filter(None, paragraphs)) if cell.tag == f"{TABLE}table-cell" else ""
        remark = " ".join(filter(None, map(words_in, notes)))
        bold = package.look(cell.get(f"{TABLE}style-name", "")).bold
        times = repeated(cell, "columns")
        for at in range(column, min(column + times, column + _MOST_REPEATED, _LAST_COLUMN)):
            if text or remark:
                yield at, text, bold, remark, cell
        column += times


def _hidden_columns(table: Any) -> set[int]:
    hidden: set[int] = set()
    column = 1
    for element in table.iter(f"{TABLE}table-column"):
        times = repeated(element, "columns")
        if element.get(f"{TABLE}visibility") in HIDDEN:
            hidden |= set(range(column, min(column + times, _LAST_COLUMN + 1)))
        column += times
    return hidden
