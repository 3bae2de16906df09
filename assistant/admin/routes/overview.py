"""The first page, and the way out."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.admin import insight
from assistant.admin.area import Area
from assistant.admin.guard import SESSION_COOKIE, session_of
from assistant.admin.syncing import owner_elsewhere
from assistant.admin.views import back, page

_DAYS = 7


def router(area: Area) -> APIRouter:
    """What an admin sees first: what waits, what failed, what was asked in vain."""
    router = APIRouter()

    @router.get("/")
    def overview(request: Request) -> Response:
        state = area.corpus.state()
        since = (datetime.now(UTC) - timedelta(days=_DAYS)).timestamp()
        entries = area.assistant.activity.entries(since)
        states = Counter(row.state.value for row in state.rows)
        return page(
            area, request, "overview.html", problem=state.problem, states=states, waiting=len(state.changes),
            uploads=len(area.quarantine.all()), totals=insight.totals(entries), days=_DAYS,
            open_questions=sum(entry.abstained and not entry.handled for entry in entries),
            assistant_state=area.assistant.state(), job=area.jobs.latest(),
            owner=owner_elsewhere(area.assistant, area.jobs),
        )  # fmt: skip

    @router.post("/logout")
    def logout(request: Request) -> Response:
        area.sessions.end(request.cookies.get(SESSION_COOKIE, ""))
        area.audit.add(session_of(request).user, "logout")
        response = back("/admin/login")
        response.delete_cookie(SESSION_COOKIE, path="/admin")
        return response

    return router
