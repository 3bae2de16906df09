"""Structured logs: one line a request, with an id that the answer carries, and never what was asked."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from contextvars import ContextVar
from typing import Literal

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER = "assistant.requests"
_HEADER = "x-request-id"
_SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
# Asked many times a minute by machines; they would bury the rest.
_QUIET = frozenset({"/health", "/ready", "/metrics"})

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def configure_logging(form: Literal["text", "json"]) -> None:
    """Send the package's log records to standard error, as lines of text or of JSON. Called once, by the server."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonFormatter() if form == "json" else text)
    package = logging.getLogger("assistant")
    package.handlers = [handler]
    package.setLevel(logging.INFO)
    package.propagate = False


class JsonFormatter(logging.Formatter):
    """A record as one JSON object: time (ISO 8601, UTC), level, logger, message, request id, and ``fields``."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if _request_id.get():
            entry["request"] = _request_id.get()
        entry |= getattr(record, "fields", {})
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class RequestLog:
    """ASGI middleware: gives each request an id (the caller's own, if it is a plain one) and logs its end.

    The line holds method, path without query, status and milliseconds: no address of the visitor, no question.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = logging.getLogger(LOGGER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(_HEADER.encode(), b"")
        id_ = given.decode() if _SAFE_ID.fullmatch(given) else secrets.token_hex(8)
        token = _request_id.set(id_)
        begun = time.perf_counter()
        status = 0

        async def tagged(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_HEADER] = id_
            await send(message)

        try:
            await self._app(scope, receive, tagged)
        finally:
            milliseconds = round((time.perf_counter() - begun) * 1000, 1)
            fields = {"method": scope["method"], "path": scope["path"], "status": status, "ms": milliseconds}
            level = logging.DEBUG if scope["path"] in _QUIET else logging.INFO
            line = "%(method)s %(path)s %(status)s %(ms)s ms"
            self._log.log(level, line, fields, extra={"fields": fields})
            _request_id.reset(token)
