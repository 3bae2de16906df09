"""Who did what."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.admin.area import Area
from assistant.admin.views import page


def router(area: Area) -> APIRouter:
    """The audit log of one area."""
    router = APIRouter()

    @router.get("/audit")
    def log(request: Request) -> Response:
        return page(area, request, "audit.html", entries=area.audit.latest())

    return router
