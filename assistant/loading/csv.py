"""CSV files, in any encoding and with any of the usual delimiters: each row is a document."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from assistant.errors import DocumentError
from assistant.loading.cleaning import clean, decode
from assistant.loading.parts import Parsed, Source
from assistant.loading.tables import columns_of, rows_as_documents

_DELIMITERS = ";,\t|"
# A description of a job may fill a page; more is an unclosed quote.
_LONGEST_CELL = 1_000_000


def read(source: Source) -> Iterator[Parsed]:
    """A document for each row below the header.

    Raises:
        DocumentError: ``broken``, a quote is never closed; ``wrong-type``, the content is not text.
    """
    text = clean(decode(source.data))
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=delimiter_of(text)))
    except csv.Error as error:
        raise DocumentError(f"The table cannot be read ({error}); check its quotes.", "broken") from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if rows:
        yield from rows_as_documents(rows[0], rows[1:], columns_of(rows[0], source.columns))


def delimiter_of(text: str) -> str:
    """The character that parts the first line into most cells, outside quotes; a comma when there is none."""
    first_line = next((line for line in text.split("\n") if line.strip()), "")
    unquoted = "".join(first_line.split('"')[::2])
    return max(_DELIMITERS[1] + _DELIMITERS, key=unquoted.count)
