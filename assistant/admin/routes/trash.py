"""Removed files: put back, or thrown away for good."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.admin.area import Area
from assistant.admin.guard import form_of, session_of
from assistant.admin.views import back, page, words_of


def router(area: Area) -> APIRouter:
    """The trash of one area."""
    router = APIRouter()

    @router.get("/trash")
    def removed(request: Request) -> Response:
        return page(area, request, "trash.html", removed=area.trash.all())

    @router.post("/trash/restore")
    def restore(request: Request) -> Response:
        session = session_of(request)
        for id_ in form_of(request).get("id", []):
            found = area.trash.restore(id_)
            area.audit.add(session.user, "restore", found.path)
            session.say(words_of(request)["restored_done"].format(path=found.path))
        return back("/admin/index")

    @router.post("/trash/delete")
    def delete(request: Request) -> Response:
        session = session_of(request)
        for id_ in form_of(request).get("id", []):
            area.audit.add(session.user, "delete for good", area.trash.delete(id_).path)
        return back("/admin/trash")

    return router
