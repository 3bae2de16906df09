"""Requests with more body than any of our addresses needs are refused before they are read."""

from __future__ import annotations

from collections.abc import Collection

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware: at most ``most`` bytes of body, except under the paths that have a limit of their own.

    A declared length is refused at once with status 413; an undeclared one when it grows too large.
    """

    def __init__(self, app: ASGIApp, most: int, except_under: Collection[str] = ()) -> None:
        self._app = app
        self._most = most
        self._except_under = tuple(except_under)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._except_under):
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self._most:
            await self._refusal()(scope, receive, send)
            return
        received = 0
        started = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most:
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except _TooLargeError:
            if not started:
                await self._refusal()(scope, receive, send)

    def _refusal(self) -> JSONResponse:
        return JSONResponse({"error": f"The request is larger than {self._most} bytes."}, 413)


class _TooLargeError(Exception):
    pass
