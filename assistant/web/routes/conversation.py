"""A conversation to take along: ``POST /conversation/markdown`` and ``POST /conversation/print``. Nothing is stored."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from assistant.web import formats
from assistant.web.chat.messages import Message
from assistant.web.chat.turns import unpack
from assistant.web.export import markdown
from assistant.web.pages import Pages, visitor_language
from assistant.web.reference import citation_reference
from assistant.web.texts import TEXTS, UiLanguage


def router(pages: Pages) -> APIRouter:
    """The routes that turn a browser's conversation into a file or a page."""
    router = APIRouter()

    @router.post("/conversation/markdown")
    def as_markdown(request: Request, conversation: Annotated[str, Form()]) -> Response:
        message = _message(conversation)
        texts = TEXTS[message.code or visitor_language(request)]
        text = markdown(unpack(message.turns), texts, message.origin, _today(texts.code))
        headers = {"Content-Disposition": 'attachment; filename="conversation.md"', "X-Content-Type-Options": "nosniff"}
        return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)

    @router.post("/conversation/print")
    def as_page(request: Request, conversation: Annotated[str, Form()]) -> HTMLResponse:
        message = _message(conversation)
        texts = TEXTS[message.code or visitor_language(request)]
        return pages.page(
            request,
            "print.html",
            words=texts,
            turns=unpack(message.turns),
            date=_today(texts.code),
            colon=" :" if texts.code == "fr" else ":",
            reference=partial(citation_reference, texts=texts, origin=message.origin),
        )

    return router


def _message(conversation: str) -> Message:
    try:
        return Message.model_validate_json(conversation)
    except ValidationError:
        return Message.model_validate({})


def _today(code: UiLanguage) -> str:
    return formats.date(date.today().isoformat(), code)
