"""Tables of records (CSV files, sheets): which column is what, and a document of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from assistant.documents import Cell, Kind
from assistant.loading.fields import plain
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


def rows_as_documents(header: Row, rows: Sequence[Row], columns: Mapping[str, int], first: int = 1) -> Iterator[Parsed]:
    """A document for each row that has a value: long values as texts, the others as ``Column: value`` lines.

    Args:
        header: names of the columns.
        rows: the rows below it.
        columns: from :func:`columns_of`; without a title, the first value of a row is its title.
        first: the number of the first row.
    """
    kind: Kind | None = "job" if is_table_of_jobs(columns) else None
    for number, row in enumerate(rows, first):
        values = [value.strip() for value in row]
        if not any(values):
            continue
        filled = [position for position, value in enumerate(values) if value]
        title_at = columns.get("title", filled[0])
        title = values[title_at] if title_at < len(values) else ""
        fields = {
            name: _field(name, values[at]) for name, at in columns.items() if name != "title" and at < len(values)
        }
        others = [(_name(header, at), values[at]) for at in filled if at != title_at]
        yield Parsed(_parts(others) or (Part(title),), title, fields, number, kind)


def _field(name: str, value: str) -> object:
    """A cell as a field of the metadata: several names in one cell stand between semicolons or bars."""
    if name not in _LISTS:
        return value
    return [part.strip() for part in re.split("[;|]", value) if part.strip()]


def _name(header: Row, position: int) -> str:
    return " ".join(header[position].split()) if position < len(header) else ""


def _parts(values: Sequence[tuple[str, str]]) -> tuple[Part, ...]:
    long = [Part(value, (name,) if name else ()) for name, value in values if len(value) > _LONG]
    short = [_line(name, value) for name, value in values if len(value) <= _LONG]
    return (*long, *(replace(part, same=number > 0) for number, part in enumerate(short)))


def _line(name: str, value: str) -> Part:
    one_line = ", ".join(line.strip() for line in value.splitlines() if line.strip())
    before = f"{name}: " if name else ""
    cell = Cell((name,) if name else (), len(before), len(before) + len(one_line))
    return Part(before + one_line, kind="row", cells=(cell,))
