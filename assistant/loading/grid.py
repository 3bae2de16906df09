"""Tables of every format: one grid, one way to find its headers, one rendering to text. Pure.

A loader builds a :class:`Grid` of the cells that its format has; :func:`lines_of` makes the lines of it that stand in
the document's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import BlockKind, Box, Cell
from assistant.loading.grid_cells import Grid, GridCell, Placed, distinct, fill, runs, texts
from assistant.loading.grid_headers import Anatomy, dissect

__all__ = ["EITHER", "LEVELS", "Grid", "GridCell", "GridLine", "header_paths", "lines_of", "path_name"]

LEVELS = " – "
"""Stands between the levels of a header in a row's text: ``Women – 2023: 51``."""

EITHER = " / "
"""Stands between the headers of a value that reaches over several columns."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of a table in the text: a row with its cells (spans count from the line's beginning), or words beside."""

    kind: BlockKind
    text: str
    cells: tuple[Cell, ...] = ()
    boxes: tuple[Box, ...] = ()


def lines_of(grid: Grid) -> tuple[GridLine, ...]:
    """The lines of a table, one by one to be read and cut: ``Header: value; Header: value``.

    Titles above it are captions, what stands below it notes. A table without a header gives its values alone, one of
    names and values ``Name: value``.
    """
    anatomy = dissect(fill(grid))
    return tuple(line for line in _lines(grid.caption, anatomy) if line.text)


def path_name(path: Path) -> str:
    """The levels of a header as one name; a unit in brackets stands behind what it measures."""
    name = ""
    for level in path:
        name += (" " if level.startswith("(") else LEVELS if name else "") + level
    return name.strip()


def _lines(caption: str, anatomy: Anatomy) -> Iterator[GridLine]:
    yield GridLine("caption", " ".join(caption.split()))
    for row in anatomy.titles:
        yield from (_words("caption", cell) for cell in distinct(row))
    paths = header_paths(anatomy.headers)
    yield GridLine("caption", "; ".join(_unused(anatomy, paths)))
    for row in anatomy.body:
        filled = distinct(row)
        if anatomy.pairs and len(row) == 2:
            yield _pair(row)
        elif len(row) > 1 and len(filled) == 1 and len(paths) > 1 and all(cell is filled[0] for cell in row):
            yield _words("caption", filled[0])
        else:
            yield _row(row, paths)
    for row in anatomy.notes:
        yield from (_words("note", cell) for cell in distinct(row))


def _words(kind: BlockKind, cell: GridCell) -> GridLine:
    return GridLine(kind, cell.text, boxes=cell.boxes)


def _unused(anatomy: Anatomy, paths: Sequence[Path]) -> Iterator[str]:
    """The names of columns without any value, which no row repeats."""
    if anatomy.body is not anatomy.headers:
        empty = (path for at, path in enumerate(paths) if not any(row[at] for row in anatomy.body))
        yield from dict.fromkeys(path_name(path) for path in empty if path)


def header_paths(headers: Sequence[Placed]) -> list[Path]:
    """The header path of each column, outermost first, a cell that reaches over several levels once."""
    levels = [_spread(texts(row), headers[at + 1 :]) for at, row in enumerate(headers)]
    return [_path(column) for column in zip(*levels, strict=True)]


def _path(column: Sequence[str]) -> Path:
    return tuple(text for at, text in enumerate(column) if text and text not in column[:at])


def _spread(level: list[str], below: Sequence[Placed]) -> list[str]:
    """A level without spans names a group at its first column only; the name holds for the blanks that follow."""
    spread = list(level)
    for at in range(1, len(level)):
        if not spread[at] and below and below[0][at - 1] is not None and below[0][at] is not None:
            spread[at] = spread[at - 1]
    return spread


def _pair(row: Placed) -> GridLine:
    name, value = (cell.text if cell is not None else "" for cell in row)
    name = name.rstrip(" :\xa0") or name
    before = f"{name}: " if name and value else name
    text = before + value
    cells = (Cell((name,) if name and value else (), len(before) if value else 0, len(text)),)
    return GridLine("row", text, cells, _boxes(row))


def _row(row: Placed, paths: Sequence[Path]) -> GridLine:
    pieces: list[str] = []
    cells: list[Cell] = []
    length = 0
    for cell, places in runs(row):
        header = _joined([paths[at] for at in places if at < len(paths)])
        before = ("; " if pieces else "") + (f"{path_name(header)}: " if header else "")
        start = length + len(before)
        length = start + len(cell.text)
        pieces.append(before + cell.text)
        cells.append(Cell(header, start, length))
    return GridLine("row", "".join(pieces), tuple(cells), _boxes(row))


def _joined(paths: Sequence[Path]) -> Path:
    """One path for a value that stands under several: what they share, then what tells them apart."""
    named = [path for path in dict.fromkeys(paths) if path]
    if len(named) < 2:
        return named[0] if named else ()
    shared = 0
    while all(len(path) > shared + 1 and path[shared] == named[0][shared] for path in named):
        shared += 1
    return (*named[0][:shared], EITHER.join(path_name(path[shared:]) for path in named))


def _boxes(row: Placed) -> tuple[Box, ...]:
    return tuple(dict.fromkeys(box for cell in distinct(row) for box in cell.boxes))
