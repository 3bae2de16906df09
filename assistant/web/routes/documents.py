"""A document as the assistant reads it at ``/documents/{id}``, and its file at ``/documents/{id}/file``."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse

from assistant.documents import DocumentInfo
from assistant.index.registry import StoredDocument
from assistant.service import Assistant
from assistant.web.catalogue import format_of
from assistant.web.links import document_link, file_link
from assistant.web.pages import Pages, visitor_language
from assistant.web.reader import page_at, parts_of, passages_in
from assistant.web.routes.library import Shelves, value_name
from assistant.web.security import FILE_POLICY, PDF_POLICY
from assistant.web.texts.documents import DOCUMENTS, DocumentTexts

_SHOWN_INLINE = {".pdf", ".txt", ".md"}
"""Formats that a browser shows without running anything; the others are downloaded."""
_MOST_PASSAGES = 20  # in one address
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_FEW_HEADINGS = 3  # below, a table of contents is longer than what it saves


def router(assistant: Assistant, pages: Pages, shelves: Shelves) -> APIRouter:
    """The documents of one assistant."""
    router = APIRouter()

    @router.get("/documents/{document_id}")
    def read(request: Request, document_id: str) -> HTMLResponse:
        code = visitor_language(request)
        texts = DOCUMENTS[code]
        with assistant.snapshot() as snapshot:
            document = _required(snapshot.document(document_id))
            versions = shelves.of(snapshot).versions(document.info)
            also_at = snapshot.documents[document_id].also_at
        asked = [_span(text) for text in request.query_params.getlist("at")[:_MOST_PASSAGES]]
        passages, changed = passages_in(document.text, asked, request.query_params.getlist("check"))
        first = next((p for p in passages if p.anchor == "passage"), None)
        page = page_at(document.blocks, first.start) if first else None
        parts = parts_of(document, passages)
        headings = [part for part in parts if part.kind == "heading" and part.level <= 3]
        is_pdf = format_of(document.info) == "PDF"
        return pages.page(
            request,
            "reader.html",
            texts=texts,
            document=document.info,
            parts=parts,
            headings=headings if len(headings) >= _FEW_HEADINGS else [],
            page_numbers=[part.number for part in parts if part.kind == "page"],
            passages=passages,
            changed=changed,
            versions=versions,
            also_at=also_at,
            file=file_link(document_id, page),
            file_page=page if is_pdf else None,
            is_pdf=is_pdf,
            is_shown=f".{format_of(document.info).lower()}" in _SHOWN_INLINE,
            beside=is_pdf and request.query_params.get("view") != "text",
            views={view: f"?{request.url.include_query_params(view=view).query}" for view in ("both", "text")},
            question=f"/?{urlencode({'q': _question(document.info, texts)})}",
            name=lambda facet, value: value_name(code, facet, value),
            link=document_link,
            format_of=format_of,
        )

    @router.get("/documents/{document_id}/file")
    def original(document_id: str) -> FileResponse:
        with assistant.snapshot() as snapshot:
            document = _required(snapshot.document(document_id))
        file = _corpus_file(assistant.settings.corpus_dir, document)
        suffix = file.suffix.lower()
        media_type = "text/plain; charset=utf-8" if suffix == ".md" else mimetypes.guess_type(file.name)[0]
        return FileResponse(
            file,
            media_type=media_type or "application/octet-stream",
            filename=file.name,
            content_disposition_type="inline" if suffix in _SHOWN_INLINE else "attachment",
            # Sent as it is: a viewer asks for parts of a large file, which a compressed one does not have.
            headers={
                "Content-Security-Policy": PDF_POLICY if suffix == ".pdf" else FILE_POLICY,
                "Content-Encoding": "identity",
            },
        )

    return router


def _required(document: StoredDocument | None) -> StoredDocument:
    if document is None:
        raise HTTPException(404)
    return document


def _corpus_file(corpus: Path, document: StoredDocument) -> Path:
    """The file that a document came from, if it is still there and inside the corpus."""
    root = corpus.resolve()
    file = (root / document.file).resolve()
    if not (file.is_relative_to(root) and file.is_file()):
        raise HTTPException(404)
    return file


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _question(document: DocumentInfo, texts: DocumentTexts) -> str:
    known = document.metadata
    if known.kind == "job":
        return texts.question_job.format(title=known.title)
    if len(known.cluster) == 1:
        return texts.question_cluster.format(cluster=known.cluster[0])
    return texts.question_other.format(title=known.title)
