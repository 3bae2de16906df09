"""The documents of an index as a library: search by title, filters with counts, order, translations together. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, get_args

from assistant.documents import DocumentInfo
from assistant.index.analysis import fold
from assistant.index.lexical import names

Facet = Literal["kind", "language", "format", "cluster", "region", "sector", "year"]
FACETS: tuple[Facet, ...] = get_args(Facet)
Sort = Literal["relevance", "title", "newest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
PAGE_SIZE = 30  # works on one page: some three screens


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the library knows it. ``work`` is shared by the translations of one document."""

    document: DocumentInfo
    work: tuple[str, str]
    values: Mapping[Facet, tuple[str, ...]]
    title: str
    """Folded, for order."""
    words: str
    """Folded title, names, place and path, for search."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a visitor wants to see; all of it stands in the address of the page."""

    query: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "title"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Work:
    """A document with its translations: ``shown`` is the one for this visitor, ``others`` stand beside it."""

    shown: Entry
    others: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of what matches. ``documents`` counts all that match; a facet's values come with their counts."""

    works: tuple[Work, ...]
    documents: int
    page: int
    pages: int
    facets: Mapping[Facet, tuple[tuple[str, int], ...]]


def format_of(document: DocumentInfo) -> str:
    """The format of the file that a document came from, such as ``PDF``; a row of a table has that of the table."""
    return PurePosixPath(document.file).suffix.removeprefix(".").upper()


class Catalogue:
    """The library of one generation, made ready for many visits."""

    def __init__(self, documents: Iterable[DocumentInfo]) -> None:
        self.entries = tuple(map(_entry, documents))
        self._works: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            self._works.setdefault(entry.work, []).append(entry)

    def versions(self, document: DocumentInfo) -> tuple[DocumentInfo, ...]:
        """The other documents that say the same in another language or format."""
        return tuple(e.document for e in self._works.get(_work(document), ()) if e.document.id != document.id)

    def shelf(self, selection: Selection, passages: Mapping[str, float], language: str) -> Shelf:
        """What a visitor whose interface is in ``language`` sees.

        Args:
            selection: what is asked for.
            passages: documents whose text answers the query, with a score in [0, 1]; titles are searched here.
            language: decides which of several translations is shown first.
        """
        scores = {e.document.id: score for e in self.entries if (score := _score(e, selection.query, passages))}
        found = [e for e in self.entries if e.document.id in scores]
        matching, facets = _filter(found, selection.chosen)
        works = self._group(matching, language)
        works.sort(key=lambda work: _order(work.shown, selection.sort, scores))
        pages = max(1, -(-len(works) // PAGE_SIZE))
        page = min(max(1, selection.page), pages)
        return Shelf(tuple(works[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), len(matching), page, pages, facets)

    def _group(self, matching: Sequence[Entry], language: str) -> list[Work]:
        by_work: dict[tuple[str, str], list[Entry]] = {}
        for entry in matching:
            by_work.setdefault(entry.work, []).append(entry)
        works = []
        for work, entries in by_work.items():
            shown = min(entries, key=lambda e: (e.document.metadata.language != language, e.document.row is not None))
            works.append(Work(shown, tuple(e for e in self._works[work] if e is not shown)))
        return works


def _work(document: DocumentInfo) -> tuple[str, str]:
    known = document.metadata
    id_ = known.extra.get("id", ())
    return (known.kind or "", id_[0]) if id_ else ("", document.id)


def _entry(document: DocumentInfo) -> Entry:
    known = document.metadata
    values: dict[Facet, tuple[str, ...]] = {
        "kind": (known.kind,) if known.kind else (),
        "language": (known.language,) if known.language else (),
        "format": (format_of(document),),
        "cluster": known.cluster,
        "region": known.region,
        "sector": (known.sector,) if known.sector else (),
        "year": (str(known.year),) if known.year else (),
    }
    searched = (known.title, *names(document), *known.region, *known.rome, document.path, *document.also_at)
    words = fold(" \n ".join(searched).lower())
    return Entry(document, _work(document), values, fold(known.title.casefold()), words)


def _score(entry: Entry, query: str, passages: Mapping[str, float]) -> float:
    """How well an entry answers the query: every word in its title or names, else what its passages are worth."""
    words = fold(query.lower()).split()
    if not words:
        return 1.0
    by_passage = passages.get(entry.document.id, 0.0)
    if all(word in entry.words for word in words):
        return 2.0 + all(word in entry.title for word in words) + by_passage
    return by_passage


def _filter(
    entries: Sequence[Entry], chosen: Mapping[Facet, tuple[str, ...]]
) -> tuple[list[Entry], Mapping[Facet, tuple[tuple[str, int], ...]]]:
    """The entries that match every facet, and for each facet the values that choosing it would leave, with counts."""
    counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in FACETS}
    asked = {facet: frozenset(values) for facet, values in chosen.items() if values}
    matching = []
    for entry in entries:
        failing = [facet for facet, values in asked.items() if values.isdisjoint(entry.values[facet])]
        if not failing:
            matching.append(entry)
        if len(failing) <= 1:  # a facet counts what matches all others
            for facet in failing or FACETS:
                counts[facet].update(entry.values[facet])
    return matching, {
        facet: tuple(sorted(counted.items(), key=lambda pair: _facet_order(facet, *pair)))
        for facet, counted in counts.items()
    }


def _facet_order(facet: Facet, value: str, count: int) -> tuple[float, str]:
    """Years from the newest, everything else from the most frequent."""
    return (-int(value), "") if facet == "year" else (-count, fold(value.casefold()))


def _order(entry: Entry, sort: Sort, scores: Mapping[str, float]) -> tuple[float, str, str]:
    year = entry.document.metadata.year or 0
    first = {"relevance": -scores[entry.document.id], "newest": -year, "title": 0}[sort]
    return first, entry.title, entry.document.path
