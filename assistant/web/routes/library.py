"""The library of all documents at ``/documents``. What is chosen stands in the address; no script is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from assistant.documents import Chunk
from assistant.index.manifest import Manifest
from assistant.index.snapshot import Snapshot
from assistant.service import Assistant
from assistant.web.catalogue import FACETS, SORTS, Catalogue, Facet, Selection, format_of
from assistant.web.highlight import highlight
from assistant.web.links import document_link, passages_link
from assistant.web.pages import Pages, visitor_language
from assistant.web.texts import TEXTS, UiLanguage
from assistant.web.texts.documents import DOCUMENTS
from assistant.web.texts.sectors import sector_name

LONGEST_QUERY = 200  # characters
_PASSAGES = 400  # looked at for a query; beyond them a document is not about it
_RELEVANT = 0.4  # of the best passage's score; below, a passage shares only common words with the query
_SHOWN_VALUES = 8  # of a filter, before the fold
_MOST_VALUES = 200  # of a filter; the search finds the others
_SNIPPET = 220  # characters
_PASSAGES_A_DOCUMENT = 5  # marked in the reader


@dataclass(frozen=True, slots=True)
class Hits:
    """What a query finds in the texts: a score in [0, 1] a document, and its passages, best first."""

    scores: Mapping[str, float]
    chunks: Mapping[str, Sequence[str]]


class Shelves:
    """Keeps the catalogue of the newest generation, so that a visit does not make it again."""

    def __init__(self) -> None:
        self._kept: tuple[Manifest, Catalogue] | None = None

    def of(self, snapshot: Snapshot) -> Catalogue:
        kept = self._kept
        if kept is None or kept[0] != snapshot.manifest:
            kept = self._kept = (snapshot.manifest, Catalogue(snapshot.documents.values()))
        return kept[1]


def router(assistant: Assistant, pages: Pages, shelves: Shelves) -> APIRouter:
    """The library of one assistant."""
    router = APIRouter()

    @router.get("/documents")
    def library(request: Request) -> HTMLResponse:
        query = selection_of(request.query_params.multi_items()).query
        with assistant.snapshot() as snapshot:
            hits = _search(snapshot, query)
            return library_page(request, pages, shelves.of(snapshot), hits.scores, partial(_passages, snapshot, hits))

    return router


def library_page(
    request: Request,
    pages: Pages,
    catalogue: Catalogue,
    scores: Mapping[str, float],
    passages_of: Callable[[Sequence[str]], Mapping[str, Sequence[Chunk]]],
) -> HTMLResponse:
    """The page for what the address of ``request`` asks for.

    Args:
        request: its address holds the query and the filters.
        pages: renders the page.
        catalogue: all documents.
        scores: of the documents whose text answers the query, in [0, 1].
        passages_of: the passages to show of some documents, by document id, best first.
    """
    code = visitor_language(request)
    selection = selection_of(request.query_params.multi_items())
    shelf = catalogue.shelf(selection, scores, code)
    passages = passages_of([work.shown.document.id for work in shelf.works])
    return pages.page(
        request,
        "library.html",
        texts=DOCUMENTS[code],
        shelf=shelf,
        total=len(catalogue.entries),
        selection=selection,
        facets=FACETS,
        sorts=[sort for sort in SORTS if selection.query or sort != "relevance"],
        name=partial(value_name, code),
        snippets={
            id_: Markup(highlight(_shorten(chunks[0].text), selection.query)) for id_, chunks in passages.items()
        },
        passage_links={
            id_: passages_link(id_, [(c.start, c.end, c.text) for c in chunks], code)
            for id_, chunks in passages.items()
        },
        link=document_link,
        format_of=format_of,
        address=partial(_address, selection),
        shown_values=_SHOWN_VALUES,
        most_values=_MOST_VALUES,
    )


def selection_of(parameters: Iterable[tuple[str, str]]) -> Selection:
    """What an address asks for. What makes no sense is left out: an old link still opens."""
    chosen: dict[Facet, list[str]] = {}
    single: dict[str, str] = {}
    for key, value in parameters:
        facet = next((facet for facet in FACETS if facet == key), None)
        if facet is None:
            single[key] = value
        elif value and value not in chosen.setdefault(facet, []):
            chosen[facet].append(value)
    query = " ".join(single.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    sort = next((s for s in SORTS if s == single.get("sort") and (query or s != "relevance")), None)
    number = single.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    chosen_values = {facet: tuple(values) for facet, values in chosen.items()}
    return Selection(query, chosen_values, sort or ("relevance" if query else "title"), page)


def value_name(code: UiLanguage, facet: str, value: str) -> str:
    """A value of a filter in the reader's language."""
    words = TEXTS[code]
    if facet == "sector":
        return sector_name(value, code)
    if facet == "language":
        return words.languages.get(value, value).capitalize()
    return words.kinds.get(value, value) if facet == "kind" else value


def _address(selection: Selection, *, without: tuple[str, str] = ("", ""), page: int = 1) -> str:
    """The address of the same selection on another page, or without one of its filters."""
    pairs = [("q", selection.query)] if selection.query else []
    pairs += [(f, v) for f, values in selection.chosen.items() for v in values if (f, v) != without]
    pairs += [("sort", selection.sort)]
    pairs += [("page", str(page))] if page > 1 else []
    return f"/documents?{urlencode(pairs)}"


def _search(snapshot: Snapshot, query: str) -> Hits:
    if not query:
        return Hits({}, {})
    found = snapshot.lexical.search(query, "", _PASSAGES)
    best = found[0].score if found else 0.0
    scores: dict[str, float] = {}
    chunks: dict[str, list[str]] = {}
    for hit in found:
        if hit.score >= _RELEVANT * best:
            scores.setdefault(hit.document_id, hit.score / best)
            chunks.setdefault(hit.document_id, []).append(hit.chunk_id)
    return Hits(scores, chunks)


def _passages(snapshot: Snapshot, hits: Hits, shown: Sequence[str]) -> dict[str, list[Chunk]]:
    """The passages of the documents on this page, best first."""
    wanted = {id_: list(hits.chunks[id_])[:_PASSAGES_A_DOCUMENT] for id_ in shown if id_ in hits.chunks}
    chunks = snapshot.chunks([chunk for ids in wanted.values() for chunk in ids])
    known = {id_: [chunks[chunk] for chunk in ids if chunk in chunks] for id_, ids in wanted.items()}
    return {id_: found for id_, found in known.items() if found}


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET else flat[:_SNIPPET].rsplit(" ", 1)[0] + " …"
