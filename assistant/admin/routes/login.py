"""Log in and out. The only routes without a session, besides the page that says how to turn the area on."""

from __future__ import annotations

import hmac
import secrets

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.admin.area import Area
from assistant.admin.guard import (
    CSRF_FIELD,
    SESSION_COOKIE,
    ForgedRequestError,
    first,
    read_form,
    refuse_other_sites,
    require_on,
)
from assistant.admin.passwords import verify
from assistant.admin.views import back, open_page, words_of

LOGIN_COOKIE = "assistant-admin-login"
_LONGEST_NAME = 100


def router(area: Area) -> APIRouter:
    """The login of one area."""
    router = APIRouter()

    @router.get("/login")
    def login_page(request: Request) -> Response:
        require_on(area)
        return _form(area, request)

    @router.post("/login")
    async def login(request: Request) -> Response:
        require_on(area)
        refuse_other_sites(request)
        form = await read_form(request)
        # Nobody has a session yet: the form must carry what the cookie of its page does.
        cookie = request.cookies.get(LOGIN_COOKIE, "")
        if not cookie or not hmac.compare_digest(cookie.encode(), first(form, CSRF_FIELD).encode()):
            raise ForgedRequestError("The page was too old; load it again.")
        name = first(form, "name").strip().lower()[:_LONGEST_NAME]
        password = first(form, "password")
        status, refusal = await run_in_threadpool(_attempt, area, name, password, words_of(request))
        if refusal:
            return _form(area, request, refusal, status)
        area.sessions.end(request.cookies.get(SESSION_COOKIE, ""))
        token = area.sessions.begin(name, area.accounts.hashes()[name])
        response = back(safe_next(first(form, "next")))
        response.set_cookie(
            SESSION_COOKIE, token, path="/admin", httponly=True, samesite="strict", secure=_secure(area, request)
        )
        response.delete_cookie(LOGIN_COOKIE, path="/admin")
        return response

    return router


def safe_next(text: str) -> str:
    """Where to go after the login: a page of the area, and nothing else.

    >>> safe_next("/admin/insight?days=7"), safe_next("//evil.example/admin/"), safe_next("/admin//evil.example")
    ('/admin/insight?days=7', '/admin/', '/admin/')
    """
    plain = text.isprintable() and "//" not in text and "\\" not in text and ".." not in text
    return text if plain and text.startswith("/admin/") and not text.startswith("/admin/login") else "/admin/"


def _attempt(area: Area, name: str, password: str, words: dict[str, str]) -> tuple[int, str]:
    """The status of a login, and why it is refused, which does not tell whether the account exists; empty if not."""
    with area.login_lock:
        if wait := area.throttle.wait(name):
            return 429, words["login_wait"].format(seconds=wait)
        if verify(password, area.accounts.hashes().get(name)):
            area.throttle.succeeded(name)
            area.audit.add(name, "login")
            return 200, ""
        locked = area.throttle.failed(name)
        area.audit.add(name, "login locked" if locked else "login failed")
        return 401, words["login_wrong"]


def _form(area: Area, request: Request, refusal: str = "", status: int = 200) -> Response:
    # One token for all tabs that show the form.
    token = request.cookies.get(LOGIN_COOKIE, "") or secrets.token_urlsafe(32)
    response = open_page(
        area, request, "login.html", status=status, csrf=token, refusal=refusal,
        next=safe_next(request.query_params.get("next", "")),
    )  # fmt: skip
    response.set_cookie(
        LOGIN_COOKIE, token, path="/admin", httponly=True, samesite="strict", secure=_secure(area, request)
    )
    return response


def _secure(area: Area, request: Request) -> bool:
    return area.assistant.settings.admin_secure_cookies == "on" or request.url.scheme == "https"
