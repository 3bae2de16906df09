"""Workbooks of Excel before 2007; and what programs export under that suffix: web pages, newer workbooks, text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import xlrd

from assistant.errors import DocumentError
from assistant.loading import csv, html, xlsx
from assistant.loading.completeness import with_warnings
from assistant.loading.number_format import shown
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.raised import lowered, raised
from assistant.loading.sheet_view import Place, View
from assistant.loading.sheets import Sheet, column_name, read_sheets, warn_of_hidden
from assistant.loading.xlsx_parts import speak_french

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")
_BOLD = 600
_SUPERSCRIPT, _SUBSCRIPT = 1, 2


def read(source: Source) -> Iterator[Parsed]:
    """The documents of a workbook.

    Raises:
        DocumentError: ``encrypted``, ``broken``, and those of the formats that hide under the suffix.
    """
    if source.data.startswith(b"PK"):
        return xlsx.read(source)
    if not source.data.startswith(_OLE):
        start = source.data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        return html.read(source) if start.startswith(_MARKUP) else csv.read(source)
    return _workbook(source)


def _workbook(source: Source) -> Iterator[Parsed]:
    try:
        book = xlrd.open_workbook(file_contents=source.data, formatting_info=True, logfile=StringIO())
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        if "encrypted" in str(error):
            raise DocumentError("The workbook asks for a password; save it without one.", "encrypted") from None
        raise DocumentError("The XLS file is damaged; export it again.", "broken") from None
    outline = Outline()
    hidden: dict[str, list[str]] = {}
    sheets = []
    french = speak_french([cell.value for sheet in book.sheets() for cell in _strings(sheet)])
    for sheet in book.sheets():
        if sheet.visibility:
            hidden.setdefault("hidden-sheets", []).append(sheet.name)
            continue
        read_sheet, view = _sheet(book, sheet, french)
        sheets.append(read_sheet)
        hidden.setdefault("hidden-rows", []).extend(f"{sheet.name}!{row}" for row in view.hidden_rows_met)
        columns = (f"{sheet.name}!{column_name(at)}" for at in view.hidden_columns_met)
        hidden.setdefault("hidden-columns", []).extend(columns)
    warn_of_hidden(outline, hidden)
    documents = read_sheets(sheets, source.columns, outline, "", {"author": book.user_name})
    yield from with_warnings(documents, outline)


def _strings(sheet: Any) -> Iterator[Any]:
    return (cell for row in sheet.get_rows() for cell in row if cell.ctype == xlrd.XL_CELL_TEXT)


def _sheet(book: Any, sheet: Any, french: bool) -> tuple[Sheet, View]:
    rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    columns = {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
    view = View(rows, columns)
    found: dict[Place, tuple[str, bool]] = {}
    for row, cells in enumerate(sheet.get_rows()):
        for column, cell in enumerate(cells):
            text = _text(book, sheet, (row, column), cell, french)
            if text:
                font = book.font_list[book.xf_list[cell.xf_index].font_index]
                found[row + 1, column + 1] = text, font.weight >= _BOLD
    merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    notes = [
        ((row + 1, column + 1), " ".join(note.text.split())) for (row, column), note in sheet.cell_note_map.items()
    ]
    remarks = tuple((view.place(at), text) for at, text in notes if view.sees(at))
    return Sheet(sheet.name, view.cells(found, merged), remarks), view


def _text(book: Any, sheet: Any, place: Place, cell: Any, french: bool) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return _rich(book, cell.value, sheet.rich_text_runlist_map.get(place, ())).strip()
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            if cell.ctype == xlrd.XL_CELL_DATE:
                first = datetime(1904, 1, 1) if book.datemode else datetime(1899, 12, 30)
                return shown(first + timedelta(days=cell.value) if cell.value >= 1 or "[" not in code
                             else timedelta(days=cell.value), code, french=french)  # fmt: skip
            return shown(cell.value, code, french=french)
        case xlrd.XL_CELL_BOOLEAN:
            return shown(bool(cell.value), "General", french=french)
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, ""))
    return ""


def _rich(book: Any, text: str, runs: Any) -> str:
    """Text with the figures raised and lowered that the fonts of its runs raise and lower."""
    pieces, at, font = [], 0, None
    for begin, following in [*runs, (len(text), 0)]:
        piece = text[at:begin]
        escapement = book.font_list[font].escapement if font is not None else 0
        pieces.append({_SUPERSCRIPT: raised, _SUBSCRIPT: lowered}.get(escapement, str)(piece))
        at, font = begin, following
    return "".join(pieces)
