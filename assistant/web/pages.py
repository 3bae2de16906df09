"""The pages beside the chat: Jinja templates (everything escaped), the visitor's language, strict headers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from assistant.web import formats
from assistant.web.security import HEADERS, PAGE_POLICY
from assistant.web.texts import UI_LANGUAGES, UiLanguage, preferred_language
from assistant.web.texts.site import SITE

LANGUAGE_COOKIE = "assistant-language"
_YEAR_S = 365 * 24 * 3600
_TEMPLATES = Path(__file__).parent / "templates"

PAGE_HEADERS = {**HEADERS, "Content-Security-Policy": PAGE_POLICY}
NAVIGATION = (("/", "ask"), ("/professions", "professions"), ("/documents", "documents"), ("/about", "about"))
"""Address of each part of the site, and the name of its word in :class:`SiteTexts`."""


def visitor_language(request: Request) -> UiLanguage:
    """The interface language: ``?lang=`` of the address, else the one chosen earlier, else the browser's."""
    chosen = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
    return first_language(*chosen, accepted=request.headers.get("accept-language", ""))


def first_language(*chosen: str | None, accepted: str) -> UiLanguage:
    """The first of the chosen languages that the interface has, else the best of an ``Accept-Language`` header."""
    for wanted in chosen:
        for code in UI_LANGUAGES:
            if wanted == code:
                return code
    return preferred_language(accepted)


class Pages:
    """Renders templates. One for the whole application; it keeps nothing about visitors."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        # In a template: {{ 1234 | number }}, {{ "2026-05-03" | date }}, {{ 2048 | size }}, in the reader's form.
        self._environment.filters.update(number=_number, date=_date, size=_size)

    def page(self, request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A whole page in the visitor's language; ``?lang=`` is remembered in a cookie.

        Every template sees ``code`` (the language), ``site`` (its :class:`SiteTexts`), ``path`` and the links that
        switch the language, besides ``context``.
        """
        code = visitor_language(request)
        response = HTMLResponse(self.fragment(template, request, **context), status, PAGE_HEADERS)
        if request.query_params.get("lang") == code:
            response.set_cookie(LANGUAGE_COOKIE, code, max_age=_YEAR_S, samesite="lax")
        return response

    def fragment(self, template: str, request: Request, **context: Any) -> Markup:
        """A template as HTML, for a part of a page."""
        links = {other: f"?{request.url.include_query_params(lang=other).query}" for other in UI_LANGUAGES}
        shared = _shared(visitor_language(request), request.url.path, links)
        return Markup(self._environment.get_template(template).render({**shared, **context}))

    def navigation(self, code: UiLanguage, path: str = "/") -> str:
        """The header of the site alone, for a page that is not made from a template."""
        shared = _shared(code, path, {other: f"?lang={other}" for other in UI_LANGUAGES})
        return self._environment.get_template("navigation.html").render(shared)

    def not_found(self, request: Request) -> HTMLResponse:
        """The page for an address that leads nowhere."""
        return self.page(request, "not_found.html", status=404)


def _shared(code: UiLanguage, path: str, language_links: dict[UiLanguage, str]) -> dict[str, Any]:
    """What every template sees."""
    return {
        "code": code,
        "site": SITE[code],
        "path": path,
        "navigation": NAVIGATION,
        "language_links": language_links,
    }


@pass_context
def _number(context: Context, value: float, decimals: int = 0) -> str:
    return formats.number(value, context["code"], decimals)


@pass_context
def _date(context: Context, iso: str) -> str:
    return formats.date(iso, context["code"])


@pass_context
def _size(context: Context, octets: int) -> str:
    return formats.size(octets, context["code"])
