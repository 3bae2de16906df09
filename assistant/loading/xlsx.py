"""Excel workbooks: a sheet that is a table of jobs gives a document for each row; the other sheets are one document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from openpyxl import load_workbook

from assistant.loading.archive import checked
from assistant.loading.grid import Grid
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.tables import columns_of, is_table_of_jobs, rows_as_documents

# A sheet may declare a million empty rows; reading stops after so many in a row.
_EMPTY_ROWS = 1000


def read(source: Source) -> Iterator[Parsed]:
    """The documents of a workbook; rows are counted through all its tables of jobs."""
    workbook = load_workbook(checked(source, "xl/workbook.xml", "XLSX"), read_only=True, data_only=True)
    outline = Outline()
    counted = 0
    for sheet in workbook.worksheets:
        rows = list(_rows(sheet))
        columns = columns_of(rows[0], source.columns) if rows else {}
        if is_table_of_jobs(columns) or ("title" in columns and "title" in source.columns):
            yield from rows_as_documents(rows[0], rows[1:], columns, counted + 1)
            counted += len(rows) - 1
        elif rows:
            outline.heading(1, str(sheet.title))
            outline.add_table(Grid.of(rows))
    parts = outline.finish()
    if parts:
        yield Parsed(parts, workbook.properties.title or "")
    workbook.close()


def _rows(sheet: object) -> Iterator[list[str]]:
    empty = 0
    for row in sheet.iter_rows(values_only=True):  # type: ignore[attr-defined]
        values = [_text(value) for value in row]
        if any(values):
            yield values
            empty = 0
        elif (empty := empty + 1) > _EMPTY_ROWS:
            return


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui / yes" if value else "non / no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).strip()
