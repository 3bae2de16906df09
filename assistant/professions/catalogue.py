"""Professions out of documents: one for all descriptions of the same job, and the clusters that anchor it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.documents import DocumentInfo
from assistant.loading.fields import plain

LEVELS: Final = ("cap", "bac", "bac+2", "bac+3", "bac+5", "certification")
"""Levels of training in the order in which they are climbed; a certification may stand beside any of them."""
DRIVERS: Final = ("markets", "technology", "regulation", "expectations")
"""What makes a job change, in the words of the article on anchored jobs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cluster with its place: degrees north and east, or None where no source gives one."""

    name: str
    status: str = ""
    town: str = ""
    region: tuple[str, ...] = ()
    sector: str = ""
    latitude: float | None = None
    longitude: float | None = None
    documents: tuple[DocumentInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Profession:
    """A job with everything that its documents' metadata say. ``documents`` are fullest first; ``id`` is its address.

    ``titles`` are by language; ``neighbours`` are ids that the documents name themselves.
    """

    id: str
    titles: Mapping[str, str]
    documents: tuple[DocumentInfo, ...]
    sector: str = ""
    regions: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    rome: tuple[str, ...] = ()
    esco: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """The title in ``language``, else in whatever language there is."""
        return self.titles.get(language) or next(iter(self.titles.values()))

    def document(self, language: str) -> DocumentInfo:
        """The fullest document in ``language``, else the fullest of all."""
        own = (d for d in self.documents if d.metadata.language == language)
        return next(own, self.documents[0])


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All professions by title, and the clusters that documents describe or that jobs name."""

    professions: tuple[Profession, ...]
    clusters: tuple[Place, ...]

    def profession(self, id_: str) -> Profession | None:
        return next((p for p in self.professions if p.id == id_), None)

    def anchored_in(self, cluster: str) -> tuple[Profession, ...]:
        """The professions that name a cluster."""
        return tuple(p for p in self.professions if cluster in p.clusters)


def make_catalogue(documents: Iterable[DocumentInfo], lengths: Mapping[str, int] | None = None) -> Catalogue:
    """The catalogue of some documents; ``lengths`` (passages by document id) tell which description is fullest."""
    documents = list(documents)
    sizes = lengths or {}
    groups: dict[str, list[DocumentInfo]] = {}
    for document in documents:
        if document.metadata.kind == "job":
            groups.setdefault(_job_id(document), []).append(document)
    professions = [
        _profession(id_, sorted(group, key=lambda d: (-sizes.get(d.id, 0), d.path))) for id_, group in groups.items()
    ]
    professions.sort(key=lambda p: plain(p.title("fr")))
    return Catalogue(tuple(professions), _places(documents, professions))


def slug(text: str) -> str:
    """``text`` as part of an address.

    >>> slug("Décolleteur / régleur (CNC)")
    'decolleteur-regleur-cnc'
    """
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")[:80].strip("-")


def _job_id(document: DocumentInfo) -> str:
    named = document.metadata.extra.get("id", ())
    return slug(named[0]) if named and slug(named[0]) else document.id


def _profession(id_: str, documents: Sequence[DocumentInfo]) -> Profession:
    known = [d.metadata for d in documents]
    titles: dict[str, str] = {}
    for language in ("fr", "en"):
        for metadata in known:
            given = metadata.extra.get(f"title_{language}", ())
            if given:
                titles.setdefault(language, given[0])
    for metadata in known:
        titles.setdefault(metadata.language, metadata.title)
    extra = [metadata.extra for metadata in known]
    return Profession(
        id=id_,
        titles=titles,
        documents=tuple(documents),
        sector=next((m.sector for m in known if m.sector), ""),
        regions=_union(m.region for m in known),
        clusters=_union(m.cluster for m in known),
        levels=_in_order(_union(e.get("levels", ()) for e in extra), LEVELS),
        drivers=_in_order(_union(e.get("drivers", ()) for e in extra), DRIVERS),
        rome=_union(m.rome for m in known),
        esco=_union(m.esco for m in known),
        neighbours=_union(e.get("neighbours", ()) for e in extra),
    )


def _places(documents: Sequence[DocumentInfo], professions: Sequence[Profession]) -> tuple[Place, ...]:
    reports: dict[str, list[DocumentInfo]] = {}
    for document in documents:
        if document.metadata.kind == "report" and len(document.metadata.cluster) == 1:
            reports.setdefault(document.metadata.cluster[0], []).append(document)
    names = sorted({*reports, *(c for p in professions for c in p.clusters)}, key=plain)
    return tuple(_place(name, reports.get(name, ())) for name in names)


def _place(name: str, reports: Sequence[DocumentInfo]) -> Place:
    def first(key: str) -> str:
        return next((r.metadata.extra[key][0] for r in reports if r.metadata.extra.get(key)), "")

    latitude, longitude = _degrees(first("latitude"), 90), _degrees(first("longitude"), 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Place(
        name=name,
        status=first("status"),
        town=first("town"),
        region=_union(r.metadata.region for r in reports),
        sector=next((r.metadata.sector for r in reports if r.metadata.sector), ""),
        latitude=latitude,
        longitude=longitude,
        documents=tuple(reports),
    )


def _degrees(text: str, most: float) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _union(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group))


def _in_order(values: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=lambda v: (order.index(v) if v in order else len(order), v)))
