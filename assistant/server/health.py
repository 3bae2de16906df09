"""For whoever watches the server: ``/health`` (it lives), ``/ready`` (it answers without waiting), ``/metrics``."""

from __future__ import annotations

import ipaddress

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from assistant.server.metrics import CONTENT_TYPE, Metrics, is_ready
from assistant.server.tokens import is_allowed, tokens_of
from assistant.service import Assistant


def health_router(assistant: Assistant, metrics: Metrics) -> APIRouter:
    """The routes of one application."""
    router = APIRouter()
    tokens = tokens_of(assistant.settings.metrics_token)

    @router.get("/health")
    def health() -> JSONResponse:
        state = assistant.state()
        return JSONResponse({"model_loaded": state.model_loaded, "generation": state.generation})

    @router.get("/ready")
    def ready() -> JSONResponse:
        if is_ready(assistant):
            return JSONResponse({"ready": True})
        problem = assistant.state().problem or "The model is loading."
        return JSONResponse({"ready": False, "problem": problem}, 503, {"Retry-After": "5"})

    @router.get("/metrics")
    def exposition(request: Request) -> Response:
        given = request.headers.get("authorization", "")
        if is_allowed(given, tokens) if tokens else _is_this_machine(request):
            return Response(metrics.exposition(), media_type=CONTENT_TYPE)
        return JSONResponse({"error": "A bearer token is needed."}, 401, {"WWW-Authenticate": "Bearer"})

    return router


def _is_this_machine(request: Request) -> bool:
    if "x-forwarded-for" in request.headers:  # it came through a proxy that may well run here
        return False
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
