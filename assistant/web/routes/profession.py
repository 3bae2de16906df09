"""A profession at ``/professions/{id}``, its sheets, and professions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.professions import Profession, Professions, SectionRole
from assistant.professions.codes import Code, codes_of
from assistant.professions.geography import draw
from assistant.professions.pdf import as_pdf
from assistant.professions.sheet import Account, Told, accounts_of, as_markdown, pieces, runs, without_references
from assistant.web.links import document_link, passage_link
from assistant.web.pages import Pages, visitor_language
from assistant.web.profession_words import also, facts, language_of, shared
from assistant.web.texts import UiLanguage
from assistant.web.texts.professions import PROFESSIONS
from assistant.web.texts.site import SITE

MOST_COMPARED = 3
COMPARED = (SectionRole.ACTIVITY, SectionRole.CHANGE, SectionRole.SKILLS, SectionRole.ACCESS)


def router(professions: Professions, pages: Pages) -> APIRouter:
    """The routes of single professions; to be included after all that could be taken for an id."""
    router = APIRouter()
    view = _View(professions, pages)
    router.get("/compare")(view.compare)
    router.get("/{profession_id}.pdf")(view.pdf)
    router.get("/{profession_id}.md")(view.markdown)
    router.get("/{profession_id}")(view.one)
    return router


@dataclass(frozen=True, slots=True)
class _Described:
    """A profession with what its documents tell."""

    profession: Profession
    accounts: tuple[Account, ...]
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """The pages. Each takes its language from the request."""

    professions: Professions
    pages: Pages

    def one(self, request: Request, profession_id: str) -> HTMLResponse:
        """One profession."""
        code = visitor_language(request)
        described = self._described(profession_id, code)
        if described is None:
            return self.pages.not_found(request)
        profession = described.profession
        places = [p for p in self.professions.catalogue().clusters if p.name in profession.clusters]
        drawn = draw(places)
        question = PROFESSIONS[code].ask_question.format(title=profession.title(code))
        return self._page(
            request,
            "one.html",
            described=described,
            profession=profession,
            near=self.professions.near(profession),
            map=drawn,
            unplaced=[place for place in places if place.name not in {mark.place.name for mark in drawn.marks}],
            ask=f"/?{urlencode({'q': question, 'kind': 'job', 'lang': code})}",
        )

    def compare(self, request: Request) -> HTMLResponse:
        """Two or three professions side by side."""
        code = visitor_language(request)
        asked = ",".join(request.query_params.getlist("ids")).split(",")
        ids = list(dict.fromkeys(id_.strip() for id_ in asked if id_.strip()))[:MOST_COMPARED]
        found = [described for id_ in ids if (described := self._described(id_, code)) is not None]
        told = {
            d.profession.id: {part.role: (account, part) for account in d.accounts for part in account.parts}
            for d in found
        }
        kept = [d.profession.id for d in found]
        return self._page(
            request,
            "compare.html",
            compared=found,
            roles=[role for role in COMPARED if any(role in parts for parts in told.values())],
            told=told,
            fewer={id_: f"/professions/compare?ids={','.join(i for i in kept if i != id_)}" for id_ in kept},
            more=None if len(kept) >= MOST_COMPARED else ",".join(kept),
            choices=[p for p in self.professions.catalogue().professions if p.id not in kept],
        )

    def markdown(self, request: Request, profession_id: str) -> Response:
        """The sheet as Markdown."""
        code = visitor_language(request)
        described = self._described(profession_id, code)
        if described is None:
            return self.pages.not_found(request)
        profession = described.profession
        text = as_markdown(
            profession.title(code), described.accounts, PROFESSIONS[code].roles, facts(profession, code),
            _more(described, code),
        )  # fmt: skip
        return Response(text, media_type="text/markdown; charset=utf-8", headers=_file(profession, code, "md"))

    def pdf(self, request: Request, profession_id: str) -> Response:
        """The sheet as PDF."""
        code = visitor_language(request)
        described = self._described(profession_id, code)
        if described is None:
            return self.pages.not_found(request)
        profession = described.profession
        content = as_pdf(
            profession.title(code), also(code, profession), described.accounts, PROFESSIONS[code].roles,
            facts(profession, code), _more(described, code), SITE[code].name, code,
        )  # fmt: skip
        return Response(content, media_type="application/pdf", headers=_file(profession, code, "pdf"))

    def _described(self, profession_id: str, code: UiLanguage) -> _Described | None:
        profession = self.professions.catalogue().profession(profession_id)
        documents = self.professions.texts(profession, code) if profession is not None else []
        if profession is None or not documents:
            return None
        codes = max((codes_of(profession, d) for d in documents), key=lambda c: sum(bool(each.label) for each in c))
        return _Described(profession, accounts_of(documents), codes)

    def _page(self, request: Request, template: str, **context: Any) -> HTMLResponse:
        code = visitor_language(request)
        return self.pages.page(
            request,
            f"professions/{template}",
            document_link=document_link,
            passage=lambda account, told: _passage_link(account, told, code),
            foreign=lambda document: language_of(document, code),
            runs=_runs,
            pieces=pieces,
            without_references=without_references,
            **shared(code),
            **context,
        )


def _passage_link(account: Account, told: Told, code: UiLanguage) -> str:
    start, end = told.passage.start, told.passage.end
    return passage_link(account.info.id, start, end, account.document.text[start:end], code)


def _runs(account: Account, text: str) -> list[tuple[str, int | None]]:
    return runs(text, {source.number for source in account.sources})


def _more(described: _Described, code: UiLanguage) -> list[str]:
    """The heading over what a document in another language adds."""
    texts = PROFESSIONS[code]
    names = [language_of(account.info, code) for account in described.accounts[1:]]
    return [texts.more_in.format(language=name) if name else texts.more_elsewhere for name in names]


def _file(profession: Profession, code: UiLanguage, suffix: str) -> dict[str, str]:
    # An id is plain ASCII already, made by slug or of hexadecimal digits.
    disposition = "inline" if suffix == "pdf" else "attachment"
    return {"Content-Disposition": f'{disposition}; filename="{profession.id}.{code}.{suffix}"'}
