"""The admin area as an application of its own, to be mounted at ``/admin``."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.admin.area import Area
from assistant.admin.guard import AreaOffError, ForgedRequestError, LoginNeededError, gate, session_of
from assistant.admin.routes import audit, documents, health, index, insight, login, overview, trash, uploads
from assistant.admin.views import address, back, open_page, page, words_of
from assistant.errors import AssistantError
from assistant.server.body_limit import BodyLimit
from assistant.web.security import PAGE_POLICY

UPLOAD_PATH = "/admin/uploads/file"
MOST_FORM_BYTES = 2_000_000

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": PAGE_POLICY.replace("frame-ancestors 'self'", "frame-ancestors 'none'"),
    "X-Frame-Options": "DENY",
}


def create_admin(area: Area) -> FastAPI:
    """All routes. Those of ``private`` pass one gate, which is a dependency of the router that holds them all."""
    app = FastAPI(title="Admin", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(BodyLimit, most=MOST_FORM_BYTES, except_under=(UPLOAD_PATH,))
    app.add_middleware(_Headers)
    private = APIRouter(dependencies=[Depends(gate(area))])
    for module in (overview, documents, uploads, trash, index, insight, health, audit):
        private.include_router(module.router(area))
    app.include_router(login.router(area))
    app.include_router(private)
    _add_error_handlers(app, area)
    return app


def _add_error_handlers(app: FastAPI, area: Area) -> None:
    @app.exception_handler(AreaOffError)
    def off(request: Request, _: AreaOffError) -> Response:
        if _takes_page(request):
            return open_page(area, request, "off.html", status=403)
        return JSONResponse({"error": words_of(request)["off_title"]}, 403)

    @app.exception_handler(LoginNeededError)
    def anonymous(request: Request, _: LoginNeededError) -> Response:
        if not _takes_page(request):
            return JSONResponse({"error": words_of(request)["login_needed"]}, 401)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        there = here if request.method == "GET" else _page_before(request)
        return RedirectResponse(address("/admin/login", next="" if there == "/admin/" else there), 303)

    @app.exception_handler(ForgedRequestError)
    def forged(request: Request, _: ForgedRequestError) -> Response:
        text = words_of(request)["forged"]
        if _takes_page(request):
            return open_page(area, request, "refused.html", status=403, text=text, back=_page_before(request))
        return JSONResponse({"error": text}, 403)

    @app.exception_handler(AssistantError)
    def failed(request: Request, error: AssistantError) -> Response:
        """A change that could not be made: the page before it, with the reason."""
        session = getattr(request.state, "session", None)
        if session is None or "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"error": str(error)}, 400)
        if request.method == "GET":
            return page(area, request, "message.html", status=400, text=str(error))
        session_of(request).say(str(error), "problem")
        return back(_page_before(request))

    @app.exception_handler(StarletteHTTPException)
    def refused(request: Request, error: StarletteHTTPException) -> Response:
        if error.status_code == 404 and _takes_page(request):
            return area.pages.not_found(request)
        return JSONResponse({"error": str(error.detail)}, error.status_code, dict(error.headers or {}))


def _page_before(request: Request) -> str:
    """The page of the area that the form stood on; the browser names it, since nothing here hides it from us."""
    _, found, rest = request.headers.get("referer", "").partition("/admin/")
    return f"/admin/{rest}" if found and "//" not in rest and "\\" not in rest else "/admin/"


def _takes_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


class _Headers:
    """Strict headers on every answer of the area; nothing of it is kept in a cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def strict(message: Message) -> Any:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, strict)
