"""Sheets of a workbook, of whatever format: a table of jobs gives a document for each row, the rest is one document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.loading.grid_cells import Grid, GridCell, fill, texts
from assistant.loading.parts import Outline, Parsed
from assistant.loading.sheet_regions import Cells, Table, Words, regions_of
from assistant.loading.tables import columns_of, is_table_of_jobs, records, table_of

_MOST_NAMED = 5
# Whether a table is one of jobs stands in its header, which is looked for in so many rows.
_HEAD = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sees of a sheet: its cells by (row, column), remarks on cells, and the words of its drawings.

    Bold cells are marked as headers. Hidden rows and columns are gone, and the places count without them.
    """

    name: str
    cells: Cells
    remarks: tuple[tuple[tuple[int, int], str], ...] = ()
    drawings: tuple[str, ...] = ()


def read_sheets(
    sheets: Iterable[Sheet], given: Mapping[str, str], outline: Outline, title: str, fields: Mapping[str, object]
) -> list[Parsed]:
    """The documents of a workbook; rows are counted through all its tables of jobs.

    Args:
        sheets: those that are to be seen, in order.
        given: the names of columns that the admin gave.
        outline: takes what is no table of jobs.
        title: of the workbook.
        fields: its metadata.
    """
    documents: list[Parsed] = []
    for sheet in sheets:
        outline.heading(1, sheet.name)
        for region in regions_of(sheet.cells):
            if isinstance(region, Words):
                for text in region.texts:
                    outline.add(text)
                continue
            found = _records(region, given, len(documents) + 1)
            if found is None:
                outline.add_table(region.grid)
            else:
                documents += found
        for place, text in sheet.remarks:
            outline.add(_remark(sheet.cells, place, text), kind="note")
        for text in sheet.drawings:
            outline.add(text)
        outline.drop_bare()  # an empty sheet, or a table of jobs
    parts = outline.finish()
    return [*documents, *([Parsed(parts, title, fields)] if parts else [])]


def warn_of_hidden(outline: Outline, hidden: Mapping[str, Sequence[str]]) -> None:
    """Tell what of a workbook is hidden: by code of the warning, names of sheets or places of rows and columns."""
    for code, places in hidden.items():
        if places:
            outline.warn(code, **{"names" if code == "hidden-sheets" else "places": named(places)})


def named(names: Sequence[str]) -> str:
    """The first few of some names."""
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def column_name(number: int) -> str:
    """``AB`` for the column 28."""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _records(region: Table, given: Mapping[str, str], first: int) -> list[Parsed] | None:
    """The rows of a table of jobs, or None for another table."""
    head = table_of([texts(row) for row in fill(Grid(region.grid.rows[:_HEAD]))])
    columns = columns_of(head.header, given)
    if is_table_of_jobs(columns) or ("title" in columns and "title" in given):
        return list(records(table_of([texts(row) for row in fill(region.grid)]), given, first))
    return None


def _remark(cells: Cells, place: tuple[int, int], text: str) -> str:
    about: GridCell | None = cells.get(place)
    return f"{about.text} : {text}" if about is not None and about.text else text
