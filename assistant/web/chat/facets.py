"""The choices of the filters: only what the documents have, under the other filters that are set. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.documents import KINDS, DocumentInfo
from assistant.web.chat.messages import FILTER_FIELDS
from assistant.web.texts import Texts
from assistant.web.texts.sectors import sector_name


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: the value that is chosen (empty: none), and each value that may be, with what is shown for it."""

    chosen: str
    choices: tuple[tuple[str, str], ...]


_VALUES: Mapping[str, Callable[[DocumentInfo], tuple[str, ...]]] = {
    "kind": lambda d: (d.metadata.kind,) if d.metadata.kind else (),
    "cluster": lambda d: d.metadata.cluster,
    "region": lambda d: d.metadata.region,
    "sector": lambda d: (d.metadata.sector,) if d.metadata.sector else (),
    "language": lambda d: (d.metadata.language,) if d.metadata.language else (),
}


def choices(documents: Iterable[DocumentInfo], chosen: Mapping[str, str], texts: Texts) -> dict[str, Facet]:
    """Each field of the filters. What was chosen but does not exist is chosen no longer.

    A choice says how many documents it leaves, given the other filters; one that leaves none is not offered.
    """
    documents = tuple(documents)
    valid = {name: chosen.get(name, "") for name in FILTER_FIELDS}
    valid = {name: value if _exists(documents, name, value) else "" for name, value in valid.items()}
    if not any(_matches(d, valid) for d in documents):
        valid = dict.fromkeys(FILTER_FIELDS, "")  # values that exist, but never together
    result = {}
    for name in FILTER_FIELDS:
        others = {key: value for key, value in valid.items() if key != name}
        counts = Counter(value for d in documents if _matches(d, others) for value in _VALUES[name](d))
        named = [(label(name, value, texts), value, number) for value, number in counts.items()]
        ordered = _in_order(name, named)
        result[name] = Facet(valid[name], tuple((value, f"{shown} ({number})") for shown, value, number in ordered))
    return result


def label(name: str, value: str, texts: Texts) -> str:
    """A value of a filter in the reader's words."""
    if name == "kind":
        return texts.kinds.get(value, value)
    if name == "sector":
        return sector_name(value, texts.code)
    if name == "language":
        return texts.languages.get(value, value)
    return value


def _exists(documents: Sequence[DocumentInfo], name: str, value: str) -> bool:
    return any(value in _VALUES[name](d) for d in documents)


def _matches(document: DocumentInfo, chosen: Mapping[str, str]) -> bool:
    return all(not value or value in _VALUES[name](document) for name, value in chosen.items())


def _in_order(name: str, named: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    if name == "kind":
        return sorted(named, key=lambda choice: KINDS.index(choice[1]))
    return sorted(named, key=lambda choice: choice[0].casefold())
