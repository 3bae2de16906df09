"""The catalogue of professions at ``/professions``: list, search, map, charts, likeness. A job: :mod:`.profession`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.professions import Profession, Professions
from assistant.professions.browsing import FACETS, SORTS, Selection, choose, values
from assistant.professions.geography import draw
from assistant.professions.nearness import layout
from assistant.web.links import document_link
from assistant.web.pages import Pages, visitor_language
from assistant.web.profession_words import address, clean_query, profession_link, selection_of, shared
from assistant.web.routes import profession
from assistant.web.scatter import scatter
from assistant.web.texts.sectors import sector_name

SHOWN_VALUES = 8  # of a filter, before the fold
MOST_VALUES = 200  # of a filter; the search finds the others
SUGGESTED = 8  # answers to a search as one types
LONGEST_LABEL = 42  # characters
MOST_ON_A_PLANE = 150  # professions on the map of likeness; more cannot be told apart


def router(professions: Professions, pages: Pages) -> APIRouter:
    """The routes over one catalogue."""
    router = APIRouter(prefix="/professions")
    view = _View(professions, pages)
    # Before the routes of one profession, which would take these for ids.
    router.get("")(view.browse)
    router.get("/search")(view.search)
    router.get("/map")(view.map)
    router.get("/charts")(view.charts)
    router.get("/similar")(view.similar)
    router.include_router(profession.router(professions, pages))
    return router


@dataclass(frozen=True, slots=True)
class _View:
    """The pages. Each takes its language from the request."""

    professions: Professions
    pages: Pages

    def browse(self, request: Request) -> HTMLResponse:
        """The list, as the address asks for it."""
        code = visitor_language(request)
        selection = selection_of(request.query_params.multi_items())
        found = self.professions.search(selection.query)
        choice = choose([f.profession for f in found], selection, code)
        return self._page(
            request,
            "list.html",
            choice=choice,
            nearest=bool(found) and all(f.how == "near" for f in found),
            openings=self.professions.openings(choice.professions, code),
            total=len(self.professions.catalogue().professions),
            selection=selection,
            facets=FACETS,
            sorts=[sort for sort in SORTS if selection.query or sort != "relevance"],
            address=partial(address, selection),
            shown_values=SHOWN_VALUES,
            most_values=MOST_VALUES,
            loading=bool(selection.query) and not self.professions.assistant.embedder.loaded,
        )

    def search(self, request: Request, q: str = "") -> JSONResponse:
        """What a search finds, best first, for a page that suggests while one types."""
        code = visitor_language(request)
        query = clean_query(q)
        found = self.professions.search(query)[:SUGGESTED] if query else []
        return JSONResponse(
            [
                {
                    "id": f.profession.id,
                    "title": f.profession.title(code),
                    "sector": sector_name(f.profession.sector, code) if f.profession.sector else "",
                    "link": profession_link(f.profession.id),
                    "how": f.how,
                }
                for f in found
            ]
        )

    def map(self, request: Request) -> HTMLResponse:
        """Clusters on a map of France."""
        catalogue = self.professions.catalogue()
        sector = request.query_params.get("sector", "")
        anchored = {p.name: catalogue.anchored_in(p.name) for p in catalogue.clusters}
        counts: dict[str, int] = {}
        for place in catalogue.clusters:
            for each in {place.sector, *(p.sector for p in anchored[place.name])} - {""}:
                counts[each] = counts.get(each, 0) + 1
        if sector:
            anchored = {name: tuple(p for p in jobs if p.sector == sector) for name, jobs in anchored.items()}
        places = [p for p in catalogue.clusters if not sector or p.sector == sector or anchored[p.name]]
        drawn = draw(places)
        marked = {mark.place.name for mark in drawn.marks}
        return self._page(
            request,
            "map.html",
            map=drawn,
            anchored=anchored,
            unplaced=[p for p in places if p.name not in marked],
            counts=sorted(counts.items(), key=lambda item: sector_name(item[0], visitor_language(request))),
            sector=sector,
            places=places,
        )

    def charts(self, request: Request) -> HTMLResponse:
        """How many professions there are of each kind."""
        everything = self.professions.catalogue().professions
        choice = choose(everything, Selection(), visitor_language(request))
        shown = [facet for facet in FACETS if facet != "cluster" and choice.facets[facet]]
        silent = {facet: sum(not values(p, facet) for p in everything) for facet in shown}
        return self._page(
            request, "charts.html", facets=choice.facets, shown=shown, silent=silent, total=len(everything)
        )

    def similar(self, request: Request) -> HTMLResponse:
        """Professions on a plane on which near means similar."""
        code = visitor_language(request)
        vectors = self.professions.vectors()
        everything = self.professions.catalogue().professions
        sector = request.query_params.get("sector", "")
        sectors = sorted({p.sector for p in everything if p.sector}, key=lambda s: sector_name(s, code))
        shown = [p for p in everything if p.id in vectors and sector in ("", p.sector)][:MOST_ON_A_PLANE]
        points = layout(np.stack([vectors[p.id] for p in shown])) if shown else np.zeros((0, 2))
        return self._page(
            request,
            "similar.html",
            drawn=scatter(shown, points, [_short(p, code) for p in shown]),
            near={p.id: self.professions.near(p, 3) for p in shown},
            shown=shown,
            total=len(everything),
            sectors=sectors,
            sector=sector,
        )

    def _page(self, request: Request, template: str, **context: Any) -> HTMLResponse:
        code = visitor_language(request)
        return self.pages.page(
            request, f"professions/{template}", document_link=document_link, **shared(code), **context
        )


def _short(profession: Profession, code: str) -> str:
    """A title without its second name and its remarks, for a label.

    ``Leatherworker / saddler`` is a leatherworker; ``Technician / operator of glass machines`` is no technician as
    such, so that the second name of one that says no more stays.
    """
    title = profession.title(code).partition("(")[0].strip()
    first, _, second = (part.strip() for part in title.partition("/"))
    label = first if " " in first or " " not in second else title
    return label if len(label) <= LONGEST_LABEL else label[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"
