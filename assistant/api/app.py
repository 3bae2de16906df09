"""The HTTP interface for programs, an application of its own with its own OpenAPI description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from assistant.api.asking import Asking
from assistant.api.mapping import document_fields, documents_out
from assistant.api.models import (
    AnswerOut,
    AskRequest,
    DocumentOut,
    DocumentsOut,
    DocumentTextOut,
    ErrorOut,
    SearchOut,
    SearchRequest,
)
from assistant.documents import DocumentInfo
from assistant.errors import AssistantError, TooManyQuestionsError, UsageError
from assistant.serialize import answer_dict, retrieval_dict
from assistant.server.tokens import is_allowed, tokens_of

EVENT_STREAM = "text/event-stream"
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The question is empty, too long or not JSON"},
    401: {"model": ErrorOut, "description": "No valid bearer token, where tokens are set"},
    422: {"model": ErrorOut, "description": "A field is missing, unknown or of another type"},
    429: {"model": ErrorOut, "description": "Too many questions; `Retry-After` says when to go on"},
    503: {"model": ErrorOut, "description": "There is no index, or it cannot be used"},
}
_STREAM = {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}, "description": "The answer, whole or growing"}


def create_api(asking: Asking) -> FastAPI:
    """The application to mount at ``/api``."""
    settings = asking.assistant.settings
    tokens = tokens_of(settings.api_tokens)

    def permitted(request: Request) -> None:
        if tokens and not is_allowed(request.headers.get("authorization", ""), tokens):
            raise HTTPException(401, "A bearer token is needed.", {"WWW-Authenticate": "Bearer"})

    api = FastAPI(
        title="Cluster assistant",
        description="Ask the documents of French industrial clusters; every sentence is cited.",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(permitted)],
    )
    _add_error_handlers(api)

    @api.post("/ask", response_model=AnswerOut, responses={200: _STREAM, **_ERRORS})
    def ask(body: AskRequest, request: Request) -> Any:
        """Answer a question: as JSON, or as growing versions where ``Accept`` is ``text/event-stream``."""
        if EVENT_STREAM in request.headers.get("accept", ""):
            return _stream(asking, body, _visitor(request))
        answer, seconds = asking.whole_answer(body, _visitor(request), "api")
        return answer_dict(answer, seconds)

    @api.post("/search", response_model=SearchOut, responses=_ERRORS)
    def search(body: SearchRequest, request: Request) -> Any:
        """The passages that bear on a question, best first."""
        return retrieval_dict(*asking.search(body, _visitor(request)))

    @api.get("/documents", response_model=DocumentsOut, responses={k: _ERRORS[k] for k in (401, 422, 503)})
    def documents(
        kind: Annotated[str, Query(max_length=20)] = "",
        language: Annotated[str, Query(max_length=20)] = "",
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> Any:
        """The catalogue, by title."""
        found = _catalogue(asking, kind, language)
        return DocumentsOut(total=len(found), documents=documents_out(found[offset : offset + limit]))

    @api.get(
        "/documents/{document_id}",
        response_model=DocumentTextOut,
        responses={404: {"model": ErrorOut, "description": "No such document"}, **{k: _ERRORS[k] for k in (401, 503)}},
    )
    def document(document_id: str) -> Any:
        """A document with its text."""
        with asking.assistant.snapshot() as snapshot:
            found = snapshot.document(document_id)
        if found is None:
            raise HTTPException(404, "No such document is indexed.")
        return DocumentTextOut.model_validate({**document_fields(found.info), "text": found.text})

    @api.get("/professions", response_model=list[DocumentOut], responses={k: _ERRORS[k] for k in (401, 503)})
    def professions() -> Any:
        """All descriptions of jobs, by title."""
        return documents_out(_catalogue(asking, "job", ""))

    return api


def _catalogue(asking: Asking, kind: str, language: str) -> list[DocumentInfo]:
    with asking.assistant.snapshot() as snapshot:
        documents = snapshot.documents.values()
    found = (d for d in documents if kind in ("", d.metadata.kind) and language in ("", d.metadata.language))
    return sorted(found, key=lambda d: (d.metadata.title.casefold(), d.path))


def _stream(asking: Asking, body: AskRequest, visitor: str) -> StreamingResponse:
    versions = asking.ask(body, visitor, "api")
    # Up to the first version, an error still has a status of its own.
    first = next(versions)

    def events() -> Iterator[str]:
        try:
            for answer, seconds in chain([first], versions):
                name = "answer" if answer.complete else "partial"
                yield f"event: {name}\ndata: {json.dumps(answer_dict(answer, seconds), ensure_ascii=False)}\n\n"
        except AssistantError as error:
            yield f"event: error\ndata: {json.dumps({'error': str(error)}, ensure_ascii=False)}\n\n"

    return StreamingResponse(events(), media_type=EVENT_STREAM, headers={"Cache-Control": "no-store"})


def _visitor(request: Request) -> str:
    return request.client.host if request.client else ""


def _add_error_handlers(api: FastAPI) -> None:
    @api.exception_handler(AssistantError)
    def failed(_: Request, error: AssistantError) -> JSONResponse:
        if isinstance(error, TooManyQuestionsError):
            return _error(429, str(error), {"Retry-After": str(error.retry_after_s)})
        return _error(400 if isinstance(error, UsageError) else 503, str(error))

    @api.exception_handler(StarletteHTTPException)
    def refused(_: Request, error: StarletteHTTPException) -> JSONResponse:
        return _error(error.status_code, error.detail, dict(error.headers or {}))

    @api.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        first = jsonable_encoder(error.errors())[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body")
        return _error(422, f"{where or 'body'}: {first['msg']}")


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": message}, status, headers)
