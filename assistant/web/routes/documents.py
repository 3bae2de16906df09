"""A document as the assistant reads it at ``/documents/{id}``, and its file at ``/documents/{id}/file``."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from assistant.errors import AssistantError
from assistant.index.registry import StoredDocument
from assistant.service import Assistant
from assistant.web.pages import visitor_language
from assistant.web.reader import message_page, reader_page
from assistant.web.texts import TEXTS

# Documents come from outside: the reader's page runs no script and loads nothing from elsewhere.
_READER_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_FILE_HEADERS = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
_SHOWN_INLINE = {".pdf", ".txt", ".md"}
"""Formats that a browser shows without running anything; the others are downloaded."""


def router(assistant: Assistant) -> APIRouter:
    """The routes of one assistant's documents."""
    router = APIRouter()

    @router.get("/documents/{document_id}")
    def read(request: Request, document_id: str, at: str = "", check: str = "") -> Response:
        texts = TEXTS[visitor_language(request)]
        document = _document(assistant, document_id)
        if document is None:
            return HTMLResponse(message_page(texts.not_found, texts), 404, _READER_HEADERS)
        start, end = _span(at)
        return HTMLResponse(reader_page(document, texts, start, end, check), headers=_READER_HEADERS)

    @router.get("/documents/{document_id}/file")
    def original(request: Request, document_id: str) -> Response:
        texts = TEXTS[visitor_language(request)]
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

    return router


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
