"""What a browser may do with our responses: one policy for our own pages, one for Gradio's, headers for all."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Our own pages: text on them comes from documents, so nothing inline runs and nothing is loaded from elsewhere."""

OTHER_POLICY = "default-src 'none'; frame-ancestors 'self'"
"""Everything that is no page (data, styles, scripts): should a browser take it for one, nothing in it runs."""

PDF_POLICY = "frame-ancestors 'self'"
"""A PDF: any restriction of content, and above all a sandbox, keeps the browser's own viewer from starting."""

FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"
"""Any other file of the corpus."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    }
)
"""On every response that does not say otherwise itself."""

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def gradio_policy(html: str) -> str:
    """The policy of a page that Gradio made: its own inline scripts run, named one by one by their hash; no other.

    Gradio writes its configuration into the page as a script whose text depends on the address by which the page is
    reached, so that the hashes belong to one response. What it writes there is JSON without ``<``, ``>`` and ``&``:
    no text can end the script and begin another. Its HTML component turns its own templates into functions, which
    takes ``unsafe-eval``; that lets none of the scripts and handlers run that a text could smuggle into the page.
    Styles are written by its components and cannot be named.

    >>> "'sha256-" in gradio_policy("<script>start()</script>")
    True
    """
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in _INLINE_SCRIPT.findall(html))
    return (
        f"default-src 'none'; script-src 'self' 'unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class SecurityHeaders:
    """ASGI middleware: adds :data:`HEADERS` and a Content-Security-Policy where the response has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                is_page = headers.get("content-type", "").startswith("text/html")
                headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else OTHER_POLICY)
            await send(message)

        await self._app(scope, receive, guarded)
