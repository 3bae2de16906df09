"""Finds the tables in a document's text, which the loaders give as lines ``Name: value; Name: value``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"(?:^|; )([^:;\n]{1,80}): (?=\S)")
_NOTHING = (0, 0)  # the span of an empty cell

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Lines that form a table, ``text[start:end]``. Each row has a span of the text for each column.

    Without ``columns``, each row is a name and its value.
    """

    start: int
    end: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text; ``cells`` is empty unless it begins with a name."""

    start: int
    end: int
    cells: dict[str, Span]


def tables_in(text: str, start: int, end: int, *, pairs: bool = False) -> Iterator[Table]:
    """The tables within ``text[start:end]``, in order.

    Args:
        text: a document's text.
        start: where to look, from.
        end: where to look, to.
        pairs: whether each line is a name and its value, as in a row of a table of jobs.
    """
    run: list[_Line] = []
    for line in _lines(text, start, end):
        if run and not (line.cells and (pairs or _goes_on(run, line))):
            yield from _table(run, text, pairs=pairs)
            run = []
        if line.cells:
            run.append(line)
    yield from _table(run, text, pairs=pairs)


def _goes_on(run: list[_Line], line: _Line) -> bool:
    """Whether a line is of the same table: empty cells are left out of a line, so one may name fewer or more."""
    known, here = set(_columns(run)), set(line.cells)
    return here <= known or known <= here


def _columns(run: list[_Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for line in run for name in line.cells))


def _table(run: list[_Line], text: str, *, pairs: bool) -> Iterator[Table]:
    columns = _columns(run)
    if len(run) < 2 or (len(columns) < 2 and not pairs):
        return
    if pairs:
        rows = tuple(_name_and_value(line, text) for line in run)
        yield Table(run[0].start, run[-1].end, (), rows)
    else:
        cells = tuple(tuple(line.cells.get(name, _NOTHING) for name in columns) for line in run)
        yield Table(run[0].start, run[-1].end, columns, cells)


def _name_and_value(line: _Line, text: str) -> tuple[Span, ...]:
    colon = text.index(": ", line.start)
    return (line.start, colon), (colon + 2, line.end)


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield _Line(at, stop, _cells(text, at, stop))
        at = stop + 1


def _cells(text: str, start: int, end: int) -> dict[str, Span]:
    """The value of each name in a line.

    >>> _cells("Year: 2024; Jobs: 12; half-time", 0, 31)
    {'Year': (6, 10), 'Jobs': (18, 31)}
    """
    names = list(_NAME.finditer(text[start:end]))
    if not names or names[0].start() != 0:
        return {}
    ends = [name.start() for name in names[1:]] + [end - start]
    return {name[1]: (start + name.end(), start + stop) for name, stop in zip(names, ends, strict=True)}
