"""The catalogue of professions at ``/professions``: list, one job, comparison, map, charts, likeness, sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant.index.registry import StoredDocument
from assistant.loading.fields import plain
from assistant.professions import Catalogue, Profession, Professions, SectionRole
from assistant.professions.browsing import FACETS, SORTS, Facet, Selection, choose
from assistant.professions.geography import draw
from assistant.professions.nearness import layout
from assistant.professions.pdf import as_pdf
from assistant.professions.sheet import Part, Told, as_markdown, parts_of, sources_of
from assistant.web.links import document_link, passage_link
from assistant.web.pages import Pages, visitor_language
from assistant.web.scatter import Scatter, scatter
from assistant.web.texts import TEXTS, UiLanguage
from assistant.web.texts.professions import PROFESSIONS, ProfessionTexts
from assistant.web.texts.sectors import sector_name
from assistant.web.texts.site import SITE

LONGEST_QUERY = 200  # characters
MOST_COMPARED = 3
SHOWN_VALUES = 8  # of a filter, before the fold
SUGGESTED = 8  # answers to a search as one types


def router(professions: Professions, pages: Pages) -> APIRouter:
    """The routes over one catalogue."""
    router = APIRouter(prefix="/professions")
    view = _View(professions, pages)
    # Before the route of one profession, which would take these for ids.
    router.get("")(view.browse)
    router.get("/search")(view.search)
    router.get("/compare")(view.compare)
    router.get("/map")(view.map)
    router.get("/charts")(view.charts)
    router.get("/similar")(view.similar)
    router.get("/{profession_id}.pdf")(view.pdf)
    router.get("/{profession_id}.md")(view.markdown)
    router.get("/{profession_id}")(view.one)
    return router


@dataclass(frozen=True, slots=True)
class _Described:
    """A profession with the document that is shown of it."""

    profession: Profession
    document: StoredDocument
    parts: tuple[Part, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """The pages. Each takes its language from the request."""

    professions: Professions
    pages: Pages

    def browse(self, request: Request) -> HTMLResponse:
        """The list, as the address asks for it."""
        code = visitor_language(request)
        selection = selection_of(request.query_params.multi_items())
        everything = self.professions.catalogue().professions
        found = self.professions.search(selection.query) if selection.query else everything
        choice = choose(found, selection, code)
        return self._page(
            request,
            "list.html",
            choice=choice,
            total=len(everything),
            selection=selection,
            facets=FACETS,
            sorts=[sort for sort in SORTS if selection.query or sort != "relevance"],
            address=partial(_address, selection),
            shown_values=SHOWN_VALUES,
        )

    def search(self, request: Request, q: str = "") -> JSONResponse:
        """What a search finds while it is being typed."""
        code = visitor_language(request)
        query = _query(q)
        found = self.professions.search(query)[:SUGGESTED] if query else []
        return JSONResponse(
            [
                {
                    "title": p.title(code),
                    "sector": sector_name(p.sector, code) if p.sector else "",
                    "link": profession_link(p.id),
                }
                for p in found
            ]
        )

    def one(self, request: Request, profession_id: str) -> HTMLResponse:
        """One profession."""
        code = visitor_language(request)
        described = self._described(profession_id, code)
        if described is None:
            return self.pages.not_found(request)
        catalogue = self.professions.catalogue()
        profession = described.profession
        texts = PROFESSIONS[code]
        places = [place for place in catalogue.clusters if place.name in profession.clusters]
        return self._page(
            request,
            "one.html",
            described=described,
            profession=profession,
            links=_passage_links(described, code),
            near=self.professions.near(profession),
            map=draw(places),
            places=places,
            ask=f"/?{urlencode({'q': texts.ask_question.format(title=profession.title(code)), 'lang': code})}",
            foreign=_foreign(described.document, code),
        )

    def compare(self, request: Request) -> HTMLResponse:
        """Two or three professions side by side."""
        code = visitor_language(request)
        asked = ",".join(request.query_params.getlist("ids")).split(",")
        ids = list(dict.fromkeys(id_ for id_ in asked if id_))[:MOST_COMPARED]
        found = [d for id_ in ids if (d := self._described(id_, code)) is not None]
        roles = [SectionRole.ACTIVITY, SectionRole.CHANGE, SectionRole.SKILLS, SectionRole.ACCESS]
        told = {d.profession.id: {part.role: part.told for part in d.parts if part.role in roles} for d in found}
        return self._page(request, "compare.html", compared=found, roles=roles, told=told)

    def map(self, request: Request) -> HTMLResponse:
        """Clusters on a map of France."""
        catalogue = self.professions.catalogue()
        sector = request.query_params.get("sector", "")
        sectors = sorted({p.sector for p in catalogue.clusters if p.sector})
        places = [p for p in catalogue.clusters if sector in ("", p.sector)]
        drawn = draw(places)
        marked = {mark.place.name for mark in drawn.marks}
        return self._page(
            request,
            "map.html",
            map=drawn,
            anchored={p.name: catalogue.anchored_in(p.name) for p in places},
            unplaced=[p for p in places if p.name not in marked],
            sectors=sectors,
            sector=sector,
        )

    def charts(self, request: Request) -> HTMLResponse:
        """How many professions there are of each kind."""
        everything = self.professions.catalogue().professions
        choice = choose(everything, Selection(), visitor_language(request))
        shown = [facet for facet in FACETS if facet != "cluster" and choice.facets[facet]]
        return self._page(request, "charts.html", choice=choice, shown=shown, total=len(everything))

    def similar(self, request: Request) -> HTMLResponse:
        """Professions on a plane on which near means similar."""
        code = visitor_language(request)
        catalogue = self.professions.catalogue()
        drawn = _likeness(self.professions, catalogue, code)
        near = {p.id: self.professions.near(p, 3) for p in catalogue.professions}
        return self._page(request, "similar.html", drawn=drawn, near=near, professions=catalogue.professions)

    def markdown(self, request: Request, profession_id: str) -> Response:
        """The sheet as Markdown."""
        code = visitor_language(request)
        described = self._described(profession_id, code)
        if described is None:
            return self.pages.not_found(request)
        texts = PROFESSIONS[code]
        text = as_markdown(
            described.profession.title(code), described.parts, texts.roles, _facts(described.profession, code),
            described.sources, texts.sources,
        )  # fmt: skip
        return Response(text, media_type="text/markdown; charset=utf-8", headers=_attached(described, code, "md"))

    def pdf(self, request: Request, profession_id: str) -> Response:
        """The sheet as PDF."""
        code = visitor_language(request)
        described = self._described(profession_id, code)
        if described is None:
            return self.pages.not_found(request)
        texts = PROFESSIONS[code]
        profession = described.profession
        content = as_pdf(
            profession.title(code), _also(profession, code, texts), described.parts, texts.roles,
            _facts(profession, code), described.sources, SITE[code].name,
        )  # fmt: skip
        return Response(content, media_type="application/pdf", headers=_attached(described, code, "pdf"))

    def _described(self, profession_id: str, code: UiLanguage) -> _Described | None:
        profession = self.professions.catalogue().profession(profession_id)
        document = self.professions.text(profession, code) if profession is not None else None
        if profession is None or document is None:
            return None
        return _Described(profession, document, parts_of(document), sources_of(document))

    def _page(self, request: Request, template: str, **context: Any) -> HTMLResponse:
        code = visitor_language(request)
        return self.pages.page(
            request,
            f"professions/{template}",
            texts=PROFESSIONS[code],
            words=TEXTS[code],
            name=partial(value_name, code),
            link=profession_link,
            document_link=document_link,
            list_link=_list_link,
            also=lambda profession: _also(profession, code, PROFESSIONS[code]),
            **context,
        )


def profession_link(id_: str) -> str:
    return f"/professions/{quote(id_, safe='')}"


def value_name(code: UiLanguage, facet: str, value: str) -> str:
    """A value of a facet in the reader's language."""
    texts = PROFESSIONS[code]
    if facet == "sector":
        return sector_name(value, code)
    return {"level": texts.levels, "driver": texts.drivers}.get(facet, {}).get(value, value)


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
    query = _query(single.get("q", ""))
    sort = next((s for s in SORTS if s == single.get("sort") and (query or s != "relevance")), None)
    return Selection(query, {f: tuple(v) for f, v in chosen.items()}, sort or ("relevance" if query else "title"))


def _query(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())[:LONGEST_QUERY]


def _address(selection: Selection, without: tuple[str, str]) -> str:
    pairs = [("q", selection.query)] if selection.query else []
    pairs += [(f, v) for f, values in selection.chosen.items() for v in values if (f, v) != without]
    return f"/professions?{urlencode([*pairs, ('sort', selection.sort)])}"


def _list_link(facet: str, value: str) -> str:
    return f"/professions?{urlencode({facet: value})}"


def _passage_links(described: _Described, code: UiLanguage) -> Mapping[int, str]:
    """The address of each told passage in the reader, by its start."""
    document = described.document

    def link(told: Told) -> str:
        start, end = told.passage.start, told.passage.end
        return passage_link(document.info.id, start, end, document.text[start:end], code)

    return {told.passage.start: link(told) for part in described.parts for told in part.told}


def _foreign(document: StoredDocument, code: UiLanguage) -> str:
    """The name of the document's language where it is not the reader's."""
    language = document.info.metadata.language
    return TEXTS[code].languages.get(language, language) if language and language != code else ""


def _also(profession: Profession, code: UiLanguage, texts: ProfessionTexts) -> str:
    """The title in the other language, in words, where it is another."""
    other = profession.titles.get("en" if code == "fr" else "fr", "")
    return texts.also.format(title=other) if other and plain(other) != plain(profession.title(code)) else ""


def _facts(profession: Profession, code: UiLanguage) -> dict[str, str]:
    texts = PROFESSIONS[code]

    def named(facet: Facet, values: Sequence[str]) -> str:
        return ", ".join(value_name(code, facet, value) for value in values)

    return {
        texts.facets["sector"]: named("sector", (profession.sector,) if profession.sector else ()),
        texts.facets["level"]: named("level", profession.levels),
        texts.facets["driver"]: named("driver", profession.drivers),
        texts.facets["cluster"]: named("cluster", profession.clusters),
        texts.facets["region"]: named("region", profession.regions),
        "ROME": ", ".join(profession.rome),
    }


def _attached(described: _Described, code: UiLanguage, suffix: str) -> dict[str, str]:
    # The name of an id is plain ASCII already.
    disposition = "inline" if suffix == "pdf" else "attachment"
    return {"Content-Disposition": f'{disposition}; filename="{described.profession.id}.{code}.{suffix}"'}


def _likeness(professions: Professions, catalogue: Catalogue, code: UiLanguage) -> Scatter:
    vectors = professions.vectors()
    shown = [p for p in catalogue.professions if p.id in vectors]
    points = layout(np.stack([vectors[p.id] for p in shown])) if shown else np.zeros((0, 2))
    labels = [p.title(code).partition("/")[0].partition("(")[0].strip() for p in shown]
    return scatter(shown, points, labels)
