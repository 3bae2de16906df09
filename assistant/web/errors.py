"""What a visitor sees when something is not there or goes wrong: one line, as a page or as JSON, never a traceback."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError, IndexMissingError
from assistant.web.pages import Pages, visitor_language
from assistant.web.security import HEADERS, OTHER_POLICY
from assistant.web.texts import TEXTS
from assistant.web.texts.site import SITE

_FOR_PROGRAMS = ("/api/", "/gradio_api/", "/health")


def install(app: FastAPI, pages: Pages) -> None:
    """Answer every error of ``app`` in one line."""

    def wrong_address(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return not_found(request, pages)
        return failure(request, pages, error.status_code, str(error.detail))

    def malformed(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        return failure(request, pages, 422, f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")

    def unusable(request: Request, error: Exception) -> Response:
        words = TEXTS[visitor_language(request)].no_index if isinstance(error, IndexMissingError) else str(error)
        return failure(request, pages, 503, words)

    def crashed(request: Request, _: Exception) -> Response:
        return failure(request, pages, 500, "")

    app.add_exception_handler(HTTPException, wrong_address)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(AssistantError, unusable)
    app.add_exception_handler(Exception, crashed)


def not_found(request: Request, pages: Pages) -> Response:
    """The response to an address that leads nowhere."""
    if _is_program(request):
        return _json(404, SITE[visitor_language(request)].not_found)
    return pages.not_found(request)


def failure(request: Request, pages: Pages, status: int, message: str) -> Response:
    """The response to a request that failed; ``message`` is one line, or empty when nothing can be said."""
    if _is_program(request):
        return _json(status, message or SITE[visitor_language(request)].failed)
    return pages.page(request, "error.html", status=status, message=message)


def _json(status: int, message: str) -> JSONResponse:
    return JSONResponse({"detail": message}, status, {**HEADERS, "Content-Security-Policy": OTHER_POLICY})


def _is_program(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith(_FOR_PROGRAMS) or ("json" in accepted and "text/html" not in accepted)
