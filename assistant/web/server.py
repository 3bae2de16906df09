"""The server: the chat page at ``/``, documents at ``/documents/{id}``, and whether it lives at ``/health``."""

from __future__ import annotations

import mimetypes
import os
import socket
import threading
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from assistant.errors import AssistantError, UsageError
from assistant.index.registry import StoredDocument
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.reader import message_page, reader_page
from assistant.web.texts import TEXTS, Texts, preferred_language

STATIC = Path(__file__).parent / "static"

# Documents come from outside: the reader's page runs no script and loads nothing from elsewhere.
_READER_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_FILE_HEADERS = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
_SHOWN_INLINE = {".pdf", ".txt", ".md"}
"""Formats that a browser shows without running anything; the others are downloaded."""


def create_app(assistant: Assistant) -> FastAPI:
    """The whole application around one assistant; it opens and loads nothing by itself."""
    # Read by Gradio when it is first imported: it sends nothing anywhere.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio as gr

    from assistant.web.chat import build_chat

    app = FastAPI(title="Cluster assistant", docs_url=None, redoc_url=None, openapi_url=None)
    # Not /assets or /static: Gradio serves its own files there.
    app.mount("/page-assets", StaticFiles(directory=STATIC), name="page-assets")

    @app.get("/health")
    def health() -> JSONResponse:
        state = assistant.state()
        return JSONResponse({"model_loaded": state.model_loaded, "generation": state.generation})

    @app.get("/documents/{document_id}")
    def read(request: Request, document_id: str, at: str = "", check: str = "", lang: str = "") -> Response:
        texts = _texts(request, lang)
        document = _document(assistant, document_id)
        if document is None:
            return HTMLResponse(message_page(texts.not_found, texts), 404, _READER_HEADERS)
        start, end = _span(at)
        return HTMLResponse(reader_page(document, texts, start, end, check), headers=_READER_HEADERS)

    @app.get("/documents/{document_id}/file")
    def original(request: Request, document_id: str) -> Response:
        texts = _texts(request, "")
        document = _document(assistant, document_id)
        file = _corpus_file(assistant.settings.corpus_dir, document)
        if file is None:
            return HTMLResponse(message_page(texts.not_found, texts), 404, _READER_HEADERS)
        inline = file.suffix.lower() in _SHOWN_INLINE
        media_type = "text/plain; charset=utf-8" if file.suffix.lower() == ".md" else mimetypes.guess_type(file.name)[0]
        # A sandbox would keep the browser's own PDF viewer from starting.
        headers = {"X-Content-Type-Options": "nosniff"} if file.suffix.lower() == ".pdf" else _FILE_HEADERS
        return FileResponse(
            file, media_type=media_type or "application/octet-stream", filename=file.name, headers=headers,
            content_disposition_type="inline" if inline else "attachment",
        )  # fmt: skip

    gr.mount_gradio_app(
        app,
        build_chat(assistant),
        path="/",
        footer_links=[],
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        theme=_theme(gr),
        css_paths=[STATIC / "chat.css"],
        head='<script src="/page-assets/chat.js" defer></script>',
        favicon_path=str(STATIC / "favicon.svg"),
    )
    return app


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
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3)
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


def _texts(request: Request, language: str) -> Texts:
    code = language if language in TEXTS else preferred_language(request.headers.get("accept-language", ""))
    return TEXTS["fr" if code == "fr" else "en"]


def _document(assistant: Assistant, document_id: str) -> StoredDocument | None:
    try:
        with assistant.snapshot() as snapshot:
            return snapshot.document(document_id)
    except AssistantError:
        return None


def _corpus_file(corpus: Path, document: StoredDocument | None) -> Path | None:
    """The file that a document came from, if it is still there and inside the corpus."""
    if document is None:
        return None
    root = corpus.resolve()
    file = (root / document.file).resolve()
    return file if file.is_relative_to(root) and file.is_file() else None


def _span(text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    return (int(start), int(end)) if start.isascii() and start.isdigit() and end.isascii() and end.isdigit() else (0, 0)
