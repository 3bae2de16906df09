"""CSV and TSV files, in any encoding and with any of the usual delimiters: each row is a document."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from assistant.errors import DocumentError
from assistant.loading.cleaning import clean, decode
from assistant.loading.parts import Parsed, Source
from assistant.loading.tables import records, table_of

# Where rows agree equally well, decimal commas make the comma the last guess.
_DELIMITERS = ";\t|,"
# Excel writes, and reads, the delimiter in a line of its own.
_DECLARED = re.compile(r"\s*\"?sep=(.)\"?\s*\n", re.IGNORECASE)
_SAMPLED_ROWS = 500
# A description of a job may fill a page; more is an unclosed quote.
_LONGEST_CELL = 1_000_000


def read(source: Source) -> Iterator[Parsed]:
    """A document for each row below the header.

    Raises:
        DocumentError: ``broken``, a quote is never closed; ``wrong-type``, the content is not text.
    """
    text = clean(decode(source.data))
    declared = _DECLARED.match(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = _rows(text[declared.end() :], declared[1]) if declared else _rows(text, delimiter_of(text))
        yield from records(table_of(list(rows)), source.columns)
    except csv.Error as error:
        raise DocumentError(f"The table cannot be read ({error}); check its quotes.", "broken") from None


def delimiter_of(text: str) -> str:
    """The character that parts most rows into equally many cells, and leaves fewest quotes inside them."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> tuple[float, float]:
    try:
        rows = list(islice(_rows(text, delimiter), _SAMPLED_ROWS))
    except csv.Error:
        return 0.0, 0.0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0, 0.0
    quoted = sum(1 for row in rows for cell in row if '"' in cell)
    return max(widths.values()) / len(rows), -quoted / len(rows)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    for row in csv.reader(StringIO(text), delimiter=delimiter):
        if any(cell.strip() for cell in row):
            yield row
