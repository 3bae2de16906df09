"""Metadata as written by people (front matter, ``metadata.yaml``, columns of a table) into :class:`Metadata`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from assistant.documents import Kind, Metadata

Fields = Mapping[str, object]

_NOTHING = frozenset({"", "null", "~"})
_KINDS: Final[Mapping[str, Kind]] = {
    "report": "report", "reports": "report", "rapport": "report", "rapports": "report", "etude": "report",
    "etudes": "report", "job": "job", "jobs": "job", "metier": "job", "metiers": "job", "profession": "job",
    "professions": "job", "emploi": "job", "emplois": "job", "fiche metier": "job", "occupation": "job",
}  # fmt: skip
_LANGUAGES: Final[Mapping[str, str]] = {
    "french": "fr", "francais": "fr", "fra": "fr", "fre": "fr", "english": "en", "anglais": "en", "eng": "en",
    "german": "de", "allemand": "de", "spanish": "es", "espagnol": "es", "italian": "it", "italien": "it",
}  # fmt: skip
_CODE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z]{2,4})?\Z")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_ROME = re.compile(r"\b[A-N]\d{4}\b")
_LISTED = ("cluster", "region", "rome", "esco", "source")


def make_metadata(title: str, fields: Fields) -> Metadata:
    """Metadata from raw fields, whose keys are already lower case; ``title`` is used when no field gives one.

    A value that its field cannot hold (``kind: poem``, ``year: soon``) is kept in ``extra``, as are unknown keys.
    """
    values = {key: texts(value) for key, value in flatten(fields).items()}
    values = {key: value for key, value in values.items() if value}
    known = {
        "title": "; ".join(values.get("title", ())) or title,
        "kind": as_kind(_single(values, "kind")),
        "language": _as_language(_single(values, "language")),
        "year": as_year(_single(values, "year")),
        "sector": ", ".join(values.get("sector", ())),
    }
    listed = {key: values.get(key, ()) for key in _LISTED}
    listed["rome"] = _split_rome(listed["rome"])
    taken = {key for key, value in (known | listed).items() if value}
    extra = {key: value for key, value in values.items() if key not in taken}
    return Metadata(**known, **listed, extra=extra)  # type: ignore[arg-type]


def flatten(fields: Fields, prefix: str = "") -> dict[str, object]:
    """Keys in lower case; a mapping inside a mapping becomes ``outer.inner``."""
    flat: dict[str, object] = {}
    for key, value in fields.items():
        name = f"{prefix}{str(key).strip().lower()}"
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{name}.")
        else:
            flat[name] = value
    return flat


def texts(value: object) -> tuple[str, ...]:
    """A scalar or list as strings in one line each; empty ones are left out."""
    if isinstance(value, Mapping):
        return tuple(f"{key}: {text}" for key, inner in value.items() for text in texts(inner))
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(text for item in value for text in texts(item))
    text = " ".join(unicodedata.normalize("NFC", str(value)).split()) if value is not None else ""
    return () if text in _NOTHING else (text,)


def as_kind(text: str) -> Kind | None:
    """``report`` or ``job`` for their French and English names, in any case and number; else ``None``."""
    return _KINDS.get(plain(text))


def as_year(text: str) -> int | None:
    """The first year from 1800 to 2099 in ``text``."""
    match = _YEAR.search(text)
    return int(match.group()) if match else None


def plain(text: str) -> str:
    """``text`` in lower case without accents, with single spaces: for comparing names of columns, folders, kinds."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("_", " ").replace("-", " "))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def _single(values: Mapping[str, tuple[str, ...]], key: str) -> str:
    found = values.get(key, ())
    return found[0] if len(found) == 1 else ""


def _as_language(text: str) -> str:
    match = _CODE.match(text.lower())
    return match.group(1) if match else _LANGUAGES.get(plain(text), "")


def _split_rome(values: tuple[str, ...]) -> tuple[str, ...]:
    """``H1506, H2903`` in one string is two codes."""
    codes = [_ROME.findall(value) or [value] for value in values]
    return tuple(dict.fromkeys(code for found in codes for code in found))
