"""Tables of records (CSV files, sheets): which column is what, and a document of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.documents import Cell, Kind
from assistant.loading.cleaning import clean
from assistant.loading.fields import plain
from assistant.loading.grid import GridCell, header_paths, path_name
from assistant.loading.grid_cells import Placed, texts
from assistant.loading.grid_headers import dissect, is_note, sort_of
from assistant.loading.parts import Parsed, Part

Row = Sequence[str]

# Names of columns, without case and accents, in the exports of ROME, ESCO and O*NET and in lists made by hand.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": (
        "title", "titre", "intitule", "libelle", "preferredlabel", "preferred label", "job title", "intitule du metier",
        "libelle rome", "libelle metier", "nom du metier", "metier", "profession", "occupation", "intitule rome",
        "occupation title", "libelle appellation", "libelle du metier", "libelle appellation long", "job", "name",
        "nom",
    ),
    "rome": ("rome", "code rome", "rome code", "codes rome", "code ogr rome", "fiche rome"),
    "esco": ("esco", "concepturi", "concept uri", "uri esco", "esco uri", "code esco"),
    "onet": ("o*net soc code", "onet soc code", "o*net code", "onet", "soc code"),
    "id": ("job id", "identifiant du metier", "id metier"),
    "kind": ("kind", "type de document"),
    "language": ("language", "langue", "lang"),
    "cluster": ("cluster", "clusters", "pole"),
    "region": ("region", "regions"),
    "sector": ("sector", "secteur", "secteur d'activite", "filiere"),
    "year": ("year", "annee"),
    "source": ("source", "sources", "url", "lien", "link"),
}  # fmt: skip
_CODES = frozenset({"rome", "esco", "onet"})
_LISTS = frozenset({"cluster", "region", "esco", "source"})
# Columns of tables that have titles and codes, too, but not of jobs: the skills of ESCO.
_NOT_OF_JOBS = frozenset({"skilltype", "skill type"})
# A header is looked for in so many rows, and notes below in so many; names are told from codes by so many.
_HEAD, _MOST_NOTES, _SAMPLE = 60, 20, 200
# A later column names the rows only if it does so better by this share of them.
_CLEARLY = 0.2
# A value longer than this is a text of its own, under its column's name as heading.
_LONG = 200


def columns_of(header: Row, given: Mapping[str, str]) -> dict[str, int]:
    """Our field names to the positions of their columns; ``given`` names columns that go before the known names."""
    names = [plain(name) for name in header]
    found: dict[str, int] = {}
    for field in dict.fromkeys([*given, *_NAMES]):
        wanted = (plain(given[field]),) if field in given else _NAMES.get(field, ())
        position = next((names.index(name) for name in wanted if name in names), None)
        if position is not None and position not in found.values():
            found[field] = position
    if not _NOT_OF_JOBS.isdisjoint(names):
        return {field: at for field, at in found.items() if field not in _CODES}
    return found


def is_table_of_jobs(columns: Mapping[str, int]) -> bool:
    """Whether there is a title and a code of a repertory of jobs."""
    return "title" in columns and bool(_CODES & columns.keys())


@dataclass(frozen=True, slots=True)
class Table:
    """A table of records: the names of its columns, its rows, and the words around it."""

    header: Row
    rows: Sequence[Row]
    captions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pairs: bool = False


def table_of(rows: Sequence[Row]) -> Table:
    """What the rows of a file or sheet are: titles above, header, records, notes below; repeated headers are dropped.

    ``pairs``: each row is a name and its value, and all of them together are one record.
    """
    width = max((len(row) for row in rows), default=0)
    if len(rows) == 1:
        return Table(rows[0], ())
    anatomy = dissect([_placed(row, width) for row in rows[:_HEAD]])
    above = len(anatomy.titles)
    first = above + len(anatomy.headers)
    last = len(rows)
    while (
        last > max(first, above + 1, len(rows) - _MOST_NOTES) and is_note(_placed(rows[last - 1], width)) and width > 1
    ):
        last -= 1
    repeated = {tuple(texts(row)) for row in anatomy.headers}
    body = [row for row in rows[first:last] if tuple(texts(_placed(row, width))) not in repeated]
    header = [path_name(path) for path in header_paths(anatomy.headers)]
    captions, notes = (_words(part) for part in (rows[:above], rows[last:]))
    return Table(header, body, captions, notes, anatomy.pairs and len(rows) < _HEAD)


def records(table: Table, given: Mapping[str, str], first: int = 1) -> Iterator[Parsed]:
    """A document for each row that has a value: long values as texts, the others as ``Column: value`` lines.

    What stands above and below the table holds for each row and is said with it; much of it makes a document of its
    own. Without a column of titles, one whose values are names gives them.

    Args:
        table: from :func:`table_of`.
        given: names of columns that the admin gave.
        first: the number of the first row.
    """
    if table.pairs:
        yield Parsed(tuple(_line(row[0].rstrip(" :"), row[1]) for row in table.rows))
        return
    around = [Part(text, kind="caption") for text in table.captions] + [Part(text, kind="note") for text in table.notes]
    shared = around if sum(len(part.text) for part in around) <= _LONG else []
    columns = columns_of(table.header, given)
    kind: Kind | None = "job" if is_table_of_jobs(columns) else None
    naming = columns.get("title", _names_at(table.rows))
    for number, row in enumerate(table.rows, first):
        values = [value.strip() for value in row]
        filled = [position for position, value in enumerate(values) if value]
        title_at = naming if naming in filled or not filled else filled[0]
        title = values[title_at] if title_at < len(values) else ""
        fields = {
            name: _field(name, values[at]) for name, at in columns.items() if name != "title" and at < len(values)
        }
        # A column that is no title by its name is told with the others, so that its name is not lost.
        others = [(_name(table.header, at), values[at]) for at in filled if at != columns.get("title")]
        yield Parsed((*(_parts(others) or (Part(title),)), *shared), title, fields, number, kind)
    if around and not shared:
        yield Parsed(tuple(around))


def _placed(row: Row, width: int) -> Placed:
    cells = (" ".join(value.split()) for value in row)
    return [*(GridCell(text) if text else None for text in cells), *[None] * (width - len(row))]


def _words(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(" ".join(value.split()) for row in rows for value in row if value.strip())


def _names_at(rows: Sequence[Row]) -> int:
    """The first column whose values are words that tell the rows apart, not codes or figures."""
    sample = rows[:_SAMPLE]
    width = max((len(row) for row in sample), default=0)
    best, best_score = 0, 0.0
    for at in range(width):
        values = [row[at].strip() for row in sample if at < len(row) and row[at].strip()]
        named = sum(1 for value in values if len(value) <= _LONG and sort_of(value) == "text")
        score = named / len(sample) * (len(set(values)) / len(values)) if values else 0.0
        if score > best_score + _CLEARLY:
            best, best_score = at, score
    return best


def _field(name: str, value: str) -> object:
    """A cell as a field of the metadata: several names in one cell stand between semicolons or bars."""
    if name not in _LISTS:
        return value
    return [part.strip() for part in re.split("[;|]", value) if part.strip()]


def _name(header: Row, position: int) -> str:
    return " ".join(header[position].split()) if position < len(header) else ""


def _parts(values: Sequence[tuple[str, str]]) -> tuple[Part, ...]:
    long = [Part(value, (name,) if name else ()) for name, value in values if len(value) > _LONG]
    short = [(name, value) for name, value in values if len(value) <= _LONG]
    return (*long, *(_line(name, value, same=number > 0) for number, (name, value) in enumerate(short)))


def _line(name: str, value: str, *, same: bool = False) -> Part:
    one_line = value
    if not value.isprintable():
        one_line = clean(", ".join(line.strip() for line in value.splitlines() if line.strip()))
    before = f"{name}: " if name else ""
    cell = Cell((name,) if name else (), len(before), len(before) + len(one_line))
    return Part(before + one_line, same=same, kind="row", cells=(cell,))
