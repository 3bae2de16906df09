"""What every page of the admin area shows, and how routes answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from assistant.admin.area import Area
from assistant.admin.guard import session_of
from assistant.loading.warnings import describe
from assistant.web.pages import visitor_language
from assistant.web.texts.admin import ADMIN

PARTS = (
    ("/admin/", "overview"),
    ("/admin/documents", "documents"),
    ("/admin/uploads", "uploads"),
    ("/admin/index", "index"),
    ("/admin/trash", "trash"),
    ("/admin/insight", "insight"),
    ("/admin/health", "health"),
    ("/admin/audit", "audit"),
)
"""Address of each part, and the name of its word."""


def words_of(request: Request) -> dict[str, str]:
    """The words of the admin area in the visitor's language."""
    return ADMIN[visitor_language(request)]


def page(area: Area, request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for someone who is logged in."""
    session = session_of(request)
    return area.pages.page(
        request, f"admin/{template}", status=status, **_shared(request), parts=PARTS, csrf=session.csrf,
        user=session.user, messages=session.take_messages(), **context,
    )  # fmt: skip


def fragment(area: Area, request: Request, template: str, **context: Any) -> Markup:
    """A part of a page."""
    return area.pages.fragment(
        f"admin/{template}", request, **_shared(request), csrf=session_of(request).csrf, **context
    )


def open_page(area: Area, request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for anyone: the login, and how to turn the area on."""
    return area.pages.page(request, f"admin/{template}", status=status, **_shared(request), **context)


def _shared(request: Request) -> dict[str, Any]:
    language = visitor_language(request)
    return {
        "w": words_of(request),
        "told": lambda warning: describe(warning, language),
        "when": when,
        "size": size,
        "number": number,
        "address": address,
    }


def back(to: str, /, **query: str) -> RedirectResponse:
    """After a change: the page that shows it, so that loading it again does not repeat the change."""
    return RedirectResponse(address(to, **query), 303)


def address(path: str, /, **query: object) -> str:
    """A path with the parameters that are not empty."""
    chosen = urlencode({name: value for name, value in query.items() if value not in ("", None)})
    return f"{path}?{chosen}" if chosen else path


def when(value: float | str | None) -> str:
    """A moment, from seconds of the Unix epoch or ISO 8601, in UTC to the minute; empty for none."""
    if not value:
        return ""
    moment = datetime.fromtimestamp(value, UTC) if isinstance(value, float | int) else datetime.fromisoformat(value)
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def size(count: int) -> str:
    """Bytes for people.

    >>> size(0), size(15_300), size(2_500_000)
    ('0 B', '15 kB', '2.5 MB')
    """
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1e6:.1f} MB"


def number(value: float) -> str:
    """A whole number with narrow spaces between thousands."""
    return f"{value:,.0f}".replace(",", "\u202f")
