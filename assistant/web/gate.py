"""What stands before a Gradio app: only the addresses that its page needs get through, and its page gets a policy.

Gradio answers many more addresses than a page uses. Among them are some that fetch any address of the web for whoever
asks (``/gradio_api/file=http…``), take uploads, or show the functions behind the page.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.security import gradio_policy
from assistant.web.texts import UiLanguage

_READ = re.compile(
    r"/|/config/?|/theme\.css|/manifest\.json|/favicon\.ico|/robots\.txt|/(assets|static)/[\w./-]+"
    r"|/gradio_api/(queue/data|heartbeat/\w+|info/?|startup-events)"
)
"""The page, its assets, the answers of its events. ``info`` names no private event: it is empty."""

_WRITE = re.compile(r"/gradio_api/(queue/join|run/predict|cancel|reset/?)")
"""An event of the page, in the queue or beside it, and its end."""

_NAMED_BY_CONTENT = re.compile(r"/assets/[\w./]+-[\w-]{8}\.(js|css|woff2?)")
_A_YEAR = "public, max-age=31536000, immutable"
_ELSEWHERE = re.compile(r"<meta\s[^>]*(?:og:|twitter:)[^>]*>")
"""Gradio's advertisement of itself, with pictures on other hosts."""


class GradioGate:
    """An ASGI app around a Gradio app.

    Args:
        app: the Gradio app.
        refuse: makes the response to an address that is none.
        language: the interface language of a request, for the page's ``lang``.
    """

    def __init__(
        self, app: ASGIApp, refuse: Callable[[Request], Response], language: Callable[[Request], UiLanguage]
    ) -> None:
        self._app, self._refuse, self._language = app, refuse, language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", "").rstrip("/")) or "/"
        allowed = {"GET": _READ, "HEAD": _READ, "POST": _WRITE}.get(scope["method"])
        if allowed is None or not allowed.fullmatch(path) or ".." in path:
            await self._refuse(Request(scope, receive))(scope, receive, send)
        elif path == "/" and scope["method"] == "GET":
            await self._page(scope, receive, send)
        else:
            await self._app(scope, receive, _cached(send) if _NAMED_BY_CONTENT.fullmatch(path) else send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gradio's page, whole, with its language, without its advertisement, and with its policy."""
        # Uncompressed, as it has to be read here; whoever stands outside may compress it.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        begin: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            nonlocal begin
            if message["type"] == "http.response.start":
                begin = message
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self._app({**scope, "headers": plain}, receive, collect)
        if Headers(raw=begin["headers"]).get("content-type", "").startswith("text/html"):
            html = _ELSEWHERE.sub("", body.decode("utf-8"))
            html = html.replace('lang="en"', f'lang="{self._language(Request(scope))}"', 1)
            body = bytearray(html.encode())
            headers = MutableHeaders(raw=begin["headers"])
            headers["Content-Length"] = str(len(body))
            headers["Content-Security-Policy"] = gradio_policy(html)
            begin["headers"] = headers.raw
        await send(begin)
        await send({"type": "http.response.body", "body": bytes(body)})


def _cached(send: Send) -> Callable[[Message], Awaitable[None]]:
    """Files whose name changes with their content need not be asked for again."""

    async def cached(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message)["Cache-Control"] = _A_YEAR
        await send(message)

    return cached
