"""The same table written in every format that has tables with spans."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from io import BytesIO

import docx
import openpyxl
import pptx
from pptx.util import Cm

from assistant.loading.grid import Grid, GridCell
from tests.loading.making import odf


@dataclass(frozen=True)
class Cell:
    """A text at a place, over some rows and columns."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Sample:
    """A table without holes."""

    height: int
    width: int
    cells: tuple[Cell, ...]

    def by_row(self) -> list[list[Cell]]:
        return [sorted((c for c in self.cells if c.row == row), key=lambda c: c.column) for row in range(self.height)]

    def grid(self) -> Grid:
        return Grid(tuple(tuple(GridCell(c.text, c.columns, c.rows) for c in row) for row in self.by_row()))


def as_html(sample: Sample) -> bytes:
    rows = (
        "".join(f"<td rowspan={c.rows} colspan={c.columns}>{escape(c.text)}</td>" for c in row)
        for row in sample.by_row()
    )
    return f"<meta charset=utf-8><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>".encode()


def as_docx(sample: Sample) -> bytes:
    document = docx.Document()
    table = document.add_table(sample.height, sample.width)
    for cell in sample.cells:
        last = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        table.cell(cell.row, cell.column).merge(last).text = cell.text
    return _saved(document)


def as_pptx(sample: Sample) -> bytes:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(sample.height, sample.width, Cm(1), Cm(1), Cm(9), Cm(9)).table
    for cell in sample.cells:
        first = table.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            first.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        first.text = cell.text
    return _saved(deck)


def as_xlsx(sample: Sample) -> bytes:
    book = openpyxl.Workbook()
    for cell in sample.cells:
        row, column = cell.row + 1, cell.column + 1
        book.active.cell(row, column, cell.text)
        if cell.rows > 1 or cell.columns > 1:
            book.active.merge_cells(None, row, column, row + cell.rows - 1, column + cell.columns - 1)
    return _saved(book)


def as_odt(sample: Sample) -> bytes:
    return odf("text", odf_table(sample))


def as_ods(sample: Sample) -> bytes:
    return odf("spreadsheet", odf_table(sample))


def as_odp(sample: Sample) -> bytes:
    return odf("presentation", f"<draw:page><draw:frame>{odf_table(sample)}</draw:frame></draw:page>")


def odf_table(sample: Sample) -> str:
    covered = {
        (c.row + down, c.column + right)
        for c in sample.cells for down in range(c.rows) for right in range(c.columns) if down or right
    }  # fmt: skip
    starts = {(c.row, c.column): c for c in sample.cells}
    rows = []
    for row in range(sample.height):
        cells = []
        for column in range(sample.width):
            cell = starts.get((row, column))
            if cell is None:
                assert (row, column) in covered
                cells.append("<table:covered-table-cell/>")
            else:
                spans = f'table:number-rows-spanned="{cell.rows}" table:number-columns-spanned="{cell.columns}"'
                cells.append(f"<table:table-cell {spans}><text:p>{escape(cell.text)}</text:p></table:table-cell>")
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="T">{"".join(rows)}</table:table>'


def _saved(thing: object) -> bytes:
    buffer = BytesIO()
    thing.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


WRITERS = {
    "html": as_html, "docx": as_docx, "pptx": as_pptx, "xlsx": as_xlsx, "odt": as_odt, "ods": as_ods, "odp": as_odp,
}  # fmt: skip
