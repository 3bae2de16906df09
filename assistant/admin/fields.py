"""The fields of metadata that an admin edits: from a form to checked values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.admin.yaml_edit import Changes, Value
from assistant.errors import UsageError
from assistant.loading.fields import Fields, flatten, make_metadata, texts

LONGEST_VALUE = 500
"""Characters of one value."""
MOST_VALUES = 50
"""Values of a field that holds several."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form. ``many`` fields hold one value a line."""

    name: str
    form: Literal["line", "choice", "lines"]
    choices: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        return self.form == "lines"


FIELDS = (
    Field("title", "line"),
    Field("kind", "choice", ("report", "job")),
    Field("language", "line"),
    Field("cluster", "lines"),
    Field("region", "lines"),
    Field("sector", "line"),
    Field("year", "line"),
    Field("rome", "lines"),
    Field("esco", "lines"),
    Field("source", "lines"),
)


def declared(fields: Fields) -> dict[str, tuple[str, ...]]:
    """What a front matter or an entry says of the fields of the form, as lists of texts."""
    flat = flatten(fields)
    return {field.name: texts(flat[field.name]) for field in FIELDS if field.name in flat}


def changes(form: Mapping[str, str], before: Mapping[str, tuple[str, ...]]) -> Changes:
    """What a filled-in form changes of ``before``; a field left empty is removed.

    Raises:
        UsageError: a value will not do; the message names field and value.
    """
    found: dict[str, Value | None] = {}
    for field in FIELDS:
        if field.name not in form:
            continue
        given = form[field.name]
        lines = given.splitlines() if field.many else [given]
        values = texts(lines)
        _check(field, values)
        if values != before.get(field.name, ()):
            found[field.name] = None if not values else (values if field.many else values[0])
    return found


def _check(field: Field, values: tuple[str, ...]) -> None:
    for value in values:
        if len(value) > LONGEST_VALUE:
            raise UsageError(f"{field.name}: a value has more than {LONGEST_VALUE} characters.")
        if not value.isprintable():
            raise UsageError(f"{field.name}: {value!r} holds characters that cannot be seen.")
    if len(values) > MOST_VALUES:
        raise UsageError(f"{field.name}: more than {MOST_VALUES} values.")
    if field.choices and values and values[0] not in field.choices:
        raise UsageError(f"{field.name}: {values[0]!r} is none of {', '.join(field.choices)}.")
    if field.name == "esco" and any(not value.startswith(("http://", "https://")) for value in values):
        raise UsageError("esco: give the addresses of occupations, which begin with http.")
    # The loaders' own rules: what its field cannot hold they put aside.
    if values and field.name in make_metadata("", {field.name: list(values)}).extra:
        raise UsageError(f"{field.name}: {values[0]!r} is not a {field.name} that is understood.")
