"""The one gate of the admin area: every request passes it, whatever its route."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request

from assistant.admin.area import Area
from assistant.admin.sessions import Session
from assistant.errors import AssistantError

SESSION_COOKIE = "assistant-admin"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 5000

Gate = Callable[[Request], Coroutine[Any, Any, None]]


class AreaOffError(AssistantError):
    """There is no account, so the area is off."""


class LoginNeededError(AssistantError):
    """Nobody is logged in with this request."""


class ForgedRequestError(AssistantError):
    """A change without the token of the session, or from a page of another site."""


def gate(area: Area) -> Gate:
    """The dependency that all private routes share. It leaves the session in ``request.state.session`` and the form
    in ``request.state.form``; it looks at them before any of the body beyond a form is read.

    Raises:
        AreaOffError, LoginNeededError, ForgedRequestError: the request is refused.
    """

    async def check(request: Request) -> None:
        require_on(area)
        session = area.sessions.find(request.cookies.get(SESSION_COOKIE, ""))
        # The account may have been removed, or its password changed, since the login.
        if session is None or area.accounts.hashes().get(session.user) != session.proof:
            raise LoginNeededError("Log in first.")
        request.state.session = session
        request.state.form = {}
        if request.method not in _READING:
            refuse_other_sites(request)
            request.state.form = await read_form(request)
            given = request.headers.get(CSRF_HEADER) or first(request.state.form, CSRF_FIELD)
            if not session.accepts(given):
                raise ForgedRequestError("The page was too old; load it again.")

    return check


def require_on(area: Area) -> None:
    """Raises AreaOffError while there is no account."""
    if not area.accounts.hashes():
        raise AreaOffError("The admin area is off: there is no account.")


def refuse_other_sites(request: Request) -> None:
    """Raises ForgedRequestError when the browser says that another site sent the request."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForgedRequestError("The request came from another site.")


async def read_form(request: Request) -> dict[str, list[str]]:
    """The fields of a plain form; empty for any other body, which is left unread."""
    if not request.headers.get("content-type", "").startswith(_FORM):
        return {}
    form = await request.form(max_fields=_MOST_FIELDS)
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


def first(form: dict[str, list[str]], name: str) -> str:
    """The first value of a field, or an empty text."""
    return form.get(name, [""])[0]


def session_of(request: Request) -> Session:
    """The session that the gate has found."""
    session = request.state.session
    assert isinstance(session, Session)
    return session


def form_of(request: Request) -> dict[str, list[str]]:
    """The form that the gate has read."""
    form: dict[str, list[str]] = request.state.form
    return form
