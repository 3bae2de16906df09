"""Data in JSON: records are read as the rows of a table are, other data as named values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from assistant.errors import DocumentError
from assistant.loading.cleaning import clean, decode
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.tables import Table, records

_A_RECORD_A_LINE = frozenset({".jsonl", ".ndjson"})
_BETWEEN_NAMES, _BETWEEN_VALUES = " – ", "; "

Record = Mapping[str, object]


def read(source: Source) -> Iterator[Parsed]:
    """A document for each record; one document for data that holds none, or several lists of them.

    Raises:
        DocumentError: ``broken``, with the line; ``wrong-type``, the content is not text.
    """
    text = clean(decode(source.data))
    data: object = _lines(text) if source.suffix in _A_RECORD_A_LINE else _parsed(text, 0)
    found = _records(data)
    if found is None:
        outline = Outline()
        _add(outline, data, 1)
        yield Parsed(outline.finish())
        return
    entries, beside = found
    flat = [_flat(entry) for entry in entries]
    header = list(dict.fromkeys(name for entry in flat for name in entry))
    rows = [[entry.get(name, "") for name in header] for entry in flat]
    yield from records(Table(header, rows, beside), source.columns)


def _lines(text: str) -> list[object]:
    return [_parsed(line, number) for number, line in enumerate(text.split("\n")) if line.strip()]


def _parsed(text: str, above: int) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(f"The JSON is not valid: line {error.lineno + above}: {error.msg}.", "broken") from None
    except RecursionError:
        raise DocumentError("The JSON is nested too deep; export a flatter one.", "broken") from None


def _records(data: object) -> tuple[list[Record], tuple[str, ...]] | None:
    """The records of data and what is said beside them, if it is one list of records, bare or beside plain values."""
    if isinstance(data, list) and data and all(isinstance(entry, dict) for entry in data):
        return [_properties(entry) for entry in data], ()
    if not isinstance(data, dict):
        return None
    lists = {name: found for name, value in data.items() if isinstance(value, list) and (found := _records(value))}
    others = {name: value for name, value in data.items() if name not in lists}
    if len(lists) != 1 or any(isinstance(value, dict | list) and value for value in others.values()):
        return None
    (entries, _), *_ = lists.values()
    beside = (f"{name}: {text}" for name, value in others.items() if (text := _text(value)))
    return entries, tuple(text for text in beside if text != "type: FeatureCollection")


def _properties(entry: Record) -> Record:
    """A record; of a feature of GeoJSON, what is told of the place."""
    properties = entry.get("properties")
    return properties if entry.get("type") == "Feature" and isinstance(properties, dict) else entry


def _flat(record: Record, prefix: str = "") -> dict[str, str]:
    """Names and values; those of a mapping inside get its name before theirs."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            flat |= _flat(value, f"{name}{_BETWEEN_NAMES}")
        else:
            flat[name] = _text(value)
    return flat


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _BETWEEN_VALUES.join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {text}" for name, text in _flat(value).items() if text)
    return "" if value is None else str(value)


def _add(outline: Outline, data: object, level: int) -> None:
    """Named values as pairs, mappings inside as sections, lists as items."""
    if isinstance(data, Mapping):
        plain = {name: value for name, value in data.items() if not _is_section(value)}
        outline.add_pairs([(str(name), _text(value)) for name, value in plain.items()])
        for name, value in data.items():
            if _is_section(value):
                outline.heading(level, str(name))
                _add(outline, value, level + 1)
    elif isinstance(data, Sequence) and not isinstance(data, str):
        for value in data:
            if _is_section(value):
                _add(outline, value, level)
            else:
                outline.add_pairs([("", _text(value))])
    else:
        outline.add(_text(data))


def _is_section(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value)
    )
