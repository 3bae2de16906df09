"""The server: the chat page at ``/``, the pages of ``routes``, and whether it lives at ``/health``."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from assistant.api import Asking, Mcp, create_api, create_mcp
from assistant.errors import UsageError
from assistant.professions import Professions
from assistant.server.body_limit import BodyLimit
from assistant.server.health import health_router
from assistant.server.limits import VisitorLimits
from assistant.server.metrics import Metrics
from assistant.server.request_log import RequestLog, configure_logging
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web import errors
from assistant.web.gate import GradioGate
from assistant.web.pages import Pages, visitor_language
from assistant.web.routes import about, conversation, documents, feedback, library, professions
from assistant.web.routes.library import Shelves
from assistant.web.security import SecurityHeaders

if TYPE_CHECKING:
    from assistant.admin.area import Area

STATIC = Path(__file__).parent / "static"
MOST_BODY_BYTES = 1_000_000
"""No visitor's request is longer: a question and the citations of its conversation."""

_PATIENCE_S = 5  # for the sentences that are being embedded when the server stops

_CHAT_HEAD = """
<link rel="stylesheet" href="/page-assets/shell.css"><link rel="stylesheet" href="/page-assets/chat.css">
<script src="/page-assets/theme.js"></script><script src="/page-assets/chat/main.js" type="module"></script>
"""


def create_app(assistant: Assistant) -> FastAPI:
    """The whole application around one assistant; it opens and loads nothing by itself."""
    # Read by Gradio when it is first imported: it sends nothing anywhere.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio as gr

    # Here, because the admin area is made of pages of this package.
    from assistant.admin.app import create_admin
    from assistant.admin.area import open_area
    from assistant.web.chat.asking import PageAsking
    from assistant.web.chat.page import build_chat

    settings = assistant.settings
    area = open_area(assistant)
    metrics = Metrics(assistant)
    limits = VisitorLimits(settings.questions_per_minute, settings.parallel_questions)
    asking = Asking(assistant, limits, metrics, assistant.activity.record)
    mcp = create_mcp(asking)
    app = FastAPI(
        title="Cluster assistant", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_running(mcp, area)
    )  # fmt: skip
    app.add_middleware(BodyLimit, most=MOST_BODY_BYTES, except_under=("/admin/",))
    app.add_middleware(RequestLog)
    # Not /assets or /static: Gradio serves its own files there.
    app.mount("/page-assets", StaticFiles(directory=STATIC), name="page-assets")

    app.include_router(health_router(assistant, metrics))
    app.mount("/api", create_api(asking))
    if mcp is not None:
        app.mount("/mcp", mcp.app)
    app.mount("/admin", create_admin(area))
    app.add_api_route("/admin", lambda: RedirectResponse("/admin/"), include_in_schema=False)
    pages = Pages()
    errors.install(app, pages)
    shelves = Shelves()
    app.include_router(library.router(assistant, pages, shelves))
    app.include_router(documents.router(assistant, pages, shelves))
    app.include_router(professions.router(Professions(assistant), pages))
    app.include_router(about.router(assistant, pages))
    app.include_router(conversation.router(pages))
    app.include_router(feedback.router(assistant.activity))

    gr.mount_gradio_app(
        app,
        build_chat(PageAsking(assistant, limits, metrics), pages),
        path="/",
        footer_links=[],
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        theme=_theme(gr),
        head=_CHAT_HEAD,
        favicon_path=str(STATIC / "favicon.svg"),
        run_history=False,
    )
    _close_the_gate(app, pages)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(SecurityHeaders)
    return app


def _running(mcp: Mcp | None, area: Area) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What runs as long as the application does."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.running() if mcp is not None else nullcontext():
            try:
                yield
            finally:
                await run_in_threadpool(area.close)

    return lifespan


def _close_the_gate(app: FastAPI, pages: Pages) -> None:
    """Put the gate before the Gradio app that was mounted last."""
    mount = app.routes[-1]
    assert isinstance(mount, Mount)
    mount.app = GradioGate(mount.app, lambda request: errors.not_found(request, pages), visitor_language)


def serve(settings: Settings) -> None:
    """Run the application until it is stopped. The page opens at once; model and index load behind it.

    Raises:
        UsageError: the address cannot be listened on.
    """
    listener = _listen(settings.host, settings.port)
    with listener, Assistant(settings) as assistant:
        app = create_app(assistant)
        threading.Thread(target=assistant.load, name="load", daemon=True).start()
        shown = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host
        print(f"The assistant is at http://{shown}:{settings.port} (Ctrl+C stops it).", flush=True)  # noqa: T201
        configure_logging(settings.log_format)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=3,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=128, reuse_port=False)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(
            f"The page cannot listen on {host}:{port} ({why}); set ASSISTANT_HOST or ASSISTANT_PORT to another."
        ) from error


def _theme(gr: Any) -> Any:
    # System fonts: nothing is fetched, and the page looks at home on every machine.
    fonts = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif")
    return gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=fonts, font_mono=("ui-monospace", "monospace"))
