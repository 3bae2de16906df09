"""Choosing among professions: filters with counts, and their order. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from assistant.loading.fields import plain
from assistant.professions.catalogue import DRIVERS, LEVELS, Profession

Facet = Literal["sector", "region", "cluster", "level", "driver"]
FACETS: tuple[Facet, ...] = get_args(Facet)
Sort = Literal["relevance", "title", "sector"]
SORTS: tuple[Sort, ...] = get_args(Sort)
PAGE_SIZE: Final = 60
_ORDERS: Mapping[Facet, Sequence[str]] = {"level": LEVELS, "driver": DRIVERS}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a visitor wants to see; all of it stands in the address of the page."""

    query: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "title"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """The page of what matches a selection, and for each facet its values with their counts."""

    professions: tuple[Profession, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[Facet, tuple[tuple[str, int], ...]]


def values(profession: Profession, facet: Facet) -> tuple[str, ...]:
    """What a profession has for a facet."""
    if facet == "sector":
        return (profession.sector,) if profession.sector else ()
    return {
        "region": profession.regions,
        "cluster": profession.clusters,
        "level": profession.levels,
        "driver": profession.drivers,
    }[facet]


def choose(found: Sequence[Profession], selection: Selection, language: str) -> Choice:
    """The professions of ``found`` (best first) that a selection admits, in its order.

    A facet counts what all other facets admit, so that choosing one of its values never leads to nothing.
    """
    asked = {facet: frozenset(chosen) for facet, chosen in selection.chosen.items() if chosen}
    counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in FACETS}
    matching: list[Profession] = []
    for profession in found:
        failing = [facet for facet, chosen in asked.items() if chosen.isdisjoint(values(profession, facet))]
        if not failing:
            matching.append(profession)
        if len(failing) <= 1:
            for facet in failing or FACETS:
                counts[facet].update(values(profession, facet))
    if selection.sort == "title":
        matching.sort(key=lambda p: plain(p.title(language)))
    elif selection.sort == "sector":
        matching.sort(key=lambda p: (p.sector, plain(p.title(language))))
    facets = {
        facet: tuple(sorted(c.items(), key=lambda pair: _facet_order(facet, *pair))) for facet, c in counts.items()
    }
    pages = max(1, -(-len(matching) // PAGE_SIZE))
    page = min(max(selection.page, 1), pages)
    shown = matching[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Choice(tuple(shown), len(matching), page, pages, facets)


def _facet_order(facet: Facet, value: str, count: int) -> tuple[float, str]:
    """Levels and drivers in their own order, everything else from the most frequent."""
    order = _ORDERS.get(facet)
    if order is not None:
        return (order.index(value) if value in order else len(order), value)
    return (-count, plain(value))
