"""What the rows of a table are, told by their content: titles above, headers, rows of values, notes below. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from assistant.loading.fields import plain
from assistant.loading.grid_cells import Placed, distinct, runs, texts

# A row of one cell below a table is a note when it is longer than a name.
_LONGEST_NAME = 60
# More levels of headers than this are data.
_MOST_LEVELS = 4
_SHARE_OF_LABELS = 0.5

_NUMBER = re.compile(
    r"[-+−–<>≤≥~≈]?\s*(?:[€$£]\s*)?\d[\d\s.,']*\s*(?:%|‰|€|\$|£|[kKM]€|Md€|pts?|k|M)?(?:\s*\(\w{1,2}\))?\Z"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?(?:\*|\s*\(\w+\.?\)|\s*[pr])?\Z")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\Z|\d{4}-\d\d-\d\d\Z|\d{1,2}(?:er)?\s+\w+\s+\d{4}\Z")
_ADDRESS = re.compile(r"\S+@\S+\.\w+\Z|https?://\S+\Z|www\.\S+\Z")
_PHONE = re.compile(r"(?:\+\d{2}|0)[\d\s.]{8,16}\Z")
_CODE = re.compile(r"(?=\S*\d)[A-Z0-9][A-Z0-9./-]{2,}\Z")
_MEASURE = re.compile(r"[-+<>~≈]?\d[\d\s.,]*\s*[^\d\s].{0,25}\Z")
_UNIT = re.compile(r"(?:en|in)\s+(?:%|[kKM]?€|m\w+)|unit[ée]?s?\s*:", re.IGNORECASE)
_NOTE_SIGN = re.compile(r"(?:\*+|\(?[\d¹²³⁴⁵⁶⁷⁸⁹a-z]{1,2}[).]|[¹²³⁴⁵⁶⁷⁸⁹†‡])\s*\S")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Which rows of a table are what: ``titles`` above, ``headers``, ``body``, ``notes`` below.

    ``pairs``: each row of the body is a name and its value, and there is no header.
    """

    titles: tuple[Placed, ...]
    headers: tuple[Placed, ...]
    body: tuple[Placed, ...]
    notes: tuple[Placed, ...]
    pairs: bool = False


def dissect(rows: Sequence[Placed], marked: bool = True) -> Anatomy:
    """Tell the rows of a table apart. All rows are equally long and none is empty.

    Args:
        rows: spans filled.
        marked: whether the format's own marks of header cells may be trusted.
    """
    width = max((len(row) for row in rows), default=0)
    if width < 2 or len(rows) < 2:
        return Anatomy((), (), tuple(rows), (), pairs=_ends_in_colons(rows))
    first = 0
    while first < len(rows) - 1 and _is_title(rows[first], width):
        first += 1
    last = len(rows)
    while last > first + 1 and is_note(rows[last - 1]):
        last -= 1
    titles, notes, rest = rows[:first], rows[last:], rows[first:last]
    if width == 2 and _is_pairs(rest, marked):
        return Anatomy(tuple(titles), (), tuple(rest), tuple(notes), pairs=True)
    count = _header_count(rest, marked)
    headers = tuple(rest[:count])
    repeated = {tuple(texts(row)) for row in headers}
    body = tuple(row for row in rest[count:] if tuple(texts(row)) not in repeated) or headers
    return Anatomy(tuple(titles), headers, body, tuple(notes))


def is_number(text: str) -> bool:
    """Whether a text is a figure: ``1 234,5 %``, ``12 k€``, ``n.d.`` is not."""
    return _NUMBER.match(text) is not None


def is_year(text: str) -> bool:
    """Whether a text is a year, or a span of two: ``2023``, ``2023-2024``."""
    return _YEAR.match(text) is not None


def _is_title(row: Placed, width: int) -> bool:
    """One cell alone: from the first column on, over all columns, or a unit in some corner."""
    filled = distinct(row)
    if len(filled) != 1:
        return False
    covered = sum(1 for cell in row if cell is filled[0])
    return row[0] is filled[0] or covered == width or (covered == 1 and _is_units(row))


def is_note(row: Placed) -> bool:
    """Whether a row below a table is none of its own: one cell over all columns, or a sentence in the first."""
    filled = distinct(row)
    if len(filled) != 1 or row[0] is not filled[0]:
        return False
    text = filled[0].text
    whole = all(cell is filled[0] for cell in row) and len(row) > 1
    return whole or len(text) > _LONGEST_NAME or _begins_note(text)


def sort_of(text: str) -> str:
    """What a value is: ``number``, ``date``, ``address``, ``phone``, ``code``, ``measure`` or ``text``."""
    if _PHONE.match(text):
        return "phone"
    if is_number(text):
        return "number"
    if _DATE.match(text):
        return "date"
    if _ADDRESS.match(text):
        return "address"
    if _CODE.match(text):
        return "code"
    return "measure" if _MEASURE.match(text) else "text"


def _begins_note(text: str) -> bool:
    """As notes below tables do: ``Source : …``, ``(1) …``, ``* …``."""
    beginning = plain(text.partition(":")[0]).strip() if ":" in text else ""
    return beginning in _words()["notes"] or (_NOTE_SIGN.match(text) is not None and not is_number(text))


def _header_count(rows: Sequence[Placed], marked: bool) -> int:
    by_format = next((at for at, row in enumerate(rows) if not _all_marked(row)), len(rows)) if marked else 0
    if 0 < by_format < len(rows) and by_format <= _MOST_LEVELS:
        return by_format
    if _is_data(rows):
        return 0
    count = 1
    while count < min(len(rows) - 1, _MOST_LEVELS) and _goes_on(rows, count):
        count += 1
    if count + 1 < len(rows) and _is_units(rows[count]):
        count += 1
    return count


def _all_marked(row: Placed) -> bool:
    return all(cell.header for cell in distinct(row))


def _is_data(rows: Sequence[Placed]) -> bool:
    """Whether the first row is one of values: figures (but years and simple series) above other figures."""
    first = texts(rows[0])
    columns = [
        at for at, text in enumerate(first)
        if text and is_number(text) and not is_year(text) and all(
            not below[at] or is_number(below[at]) for below in map(texts, rows[1:])
        )
    ]  # fmt: skip
    series = [int(first[at]) for at in columns if first[at].isdecimal()]
    steps = {later - sooner for sooner, later in pairwise(series)}
    return bool(columns) and not (len(series) == len(columns) and len(steps) == 1)


def _goes_on(rows: Sequence[Placed], count: int) -> bool:
    """Whether the row at ``count`` is a further level of the headers above it."""
    above, row = rows[count - 1], rows[count]
    if any(a is b and a is not None for a, b in zip(above, row, strict=True)):
        # A header that reaches down: what stands beside it is of the same height, unless it reaches into all the data.
        reaching = [a for a, b in zip(above, row, strict=True) if a is b and a is not None]
        return not all(any(cell is other for other in rows[-1]) for cell in reaching)
    spanned = [at for _, places in runs(above) for at in places if len(places) > 1]
    below = {id(row[at]) for at in spanned if row[at] is not None}
    if spanned and len(below) > len({id(above[at]) for at in spanned}):
        return _is_heading(rows, count)
    blanks = [at for at, text in enumerate(texts(above)) if not text and texts(row)[at] and at > 0]
    named = all(a or b for a, b in zip(texts(above)[1:], texts(row)[1:], strict=True))
    return bool(blanks) and named and _over_figures(rows, count, blanks)


def _is_heading(rows: Sequence[Placed], count: int) -> bool:
    """Whether no text of the row is a figure like those below it."""
    row = texts(rows[count])
    return not any(is_number(text) and not is_year(text) for text in row)


def _over_figures(rows: Sequence[Placed], count: int, columns: Sequence[int]) -> bool:
    """Whether the row has words or years in columns that hold figures below."""
    row, below = texts(rows[count]), [texts(other) for other in rows[count + 1 :]]
    named = [at for at in columns if not is_number(row[at]) or is_year(row[at])]
    over = [
        at for at in named
        if all(not other[at] or is_number(other[at]) for other in below)
        and not (is_year(row[at]) and any(is_year(other[at]) for other in below))
    ]  # fmt: skip
    return len(named) == len(columns) and len(over) * 2 >= len(columns)


def _is_units(row: Placed) -> bool:
    filled = [text for text in texts(row) if text]
    return bool(filled) and all(
        (text.startswith("(") and text.endswith(")")) or _UNIT.match(text) or plain(text) in _words()["units"]
        for text in filled
    )


def _is_pairs(rows: Sequence[Placed], marked: bool) -> bool:
    """Whether a table of two columns gives a name and its value in each row."""
    if any(len(distinct(row)) > 2 or row[0] is row[1] for row in rows):
        return False
    names, values = [texts(row)[0] for row in rows], [texts(row)[1] for row in rows]
    if marked and any(cell.header for row in rows for cell in distinct(row)):
        first = all(row[0] is None or row[0].header for row in rows)
        return first and not any(row[1] is not None and row[1].header for row in rows)
    if _ends_in_colons(rows):
        return True
    if not all(names):
        return False
    words = _words()
    head = plain(names[0]), plain(values[0])
    if head[0] in words["name_heads"] and head[1] in words["value_heads"]:
        return False
    sorts = {sort_of(value) for value in values[1:] if value}
    if is_year(values[0]):
        return head[0] in words["year_labels"] or len(sorts) > 1
    if sort_of(values[0]) != "text":
        return sort_of(values[0]) == "number" or sort_of(values[0]) in sorts or len(sorts) > 1
    if len(set(names)) < len(names) or head[1] in words["labels"]:
        return False
    labels = sum(1 for name in names if plain(name.rstrip(" :")) in words["labels"])
    known = head[0] in words["labels"] and labels >= max(2, _SHARE_OF_LABELS * len(names))
    return known or (len(sorts) > 1 and labels > 0 and head[0] in words["labels"])


def _ends_in_colons(rows: Sequence[Placed]) -> bool:
    """Whether most names in the first of two columns end in a colon."""
    if not rows or any(len(row) != 2 for row in rows):
        return False
    names = [text for text in (texts(row)[0] for row in rows) if text]
    return bool(names) and sum(1 for name in names if name.endswith(":")) * 2 > len(names)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(resources.files("assistant.loading").joinpath("tables.toml").read_text("utf-8"))
    return {name: frozenset(plain(word) or word for word in words) for name, words in data.items()}
