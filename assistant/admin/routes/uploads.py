"""Uploads: taken in one file a request, checked apart from the corpus, then accepted or discarded."""

from __future__ import annotations

from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant.admin.accepting import accept
from assistant.admin.area import Area
from assistant.admin.guard import first, form_of, session_of
from assistant.admin.uploads import UploadRefusedError
from assistant.admin.views import back, fragment, page, words_of
from assistant.errors import AssistantError
from assistant.loading import SUPPORTED_SUFFIXES

NAME_HEADER = "x-file-name"


def router(area: Area) -> APIRouter:
    """The uploads of one area."""
    router = APIRouter()

    @router.get("/uploads")
    def waiting(request: Request) -> Response:
        return page(
            area, request, "uploads.html", uploads=area.quarantine.all(), folders=area.corpus.state().folders(),
            suffixes=sorted(SUPPORTED_SUFFIXES), max_mb=area.assistant.settings.max_file_mb,
        )  # fmt: skip

    @router.get("/uploads/list")
    def listed(request: Request) -> Response:
        return HTMLResponse(fragment(area, request, "uploads_list.html", uploads=area.quarantine.all()))

    @router.post("/uploads/file")
    async def receive(request: Request) -> Response:
        session, words = session_of(request), words_of(request)
        name = unquote(request.headers.get(NAME_HEADER, ""), errors="replace")
        length = request.headers.get("content-length", "")
        declared = int(length) if length.isascii() and length.isdigit() else None
        try:
            upload = await area.quarantine.receive(name, declared, request.stream(), session.user)
        except UploadRefusedError as error:
            area.audit.add(session.user, "upload refused", f"{name}: {error}")
            line = words[f"refused_{error.code.replace('-', '_')}"].format(detail=error.detail)
            # The rest of the body is not read: the connection ends with this answer.
            return JSONResponse({"error": line}, 413 if error.code == "too-large" else 422, {"Connection": "close"})
        area.audit.add(session.user, "upload", upload.name)
        return JSONResponse({"id": upload.id, "name": upload.name, "state": upload.state.value, "twin": upload.detail})

    @router.post("/uploads/accept")
    def take(request: Request) -> Response:
        form, session, words = form_of(request), session_of(request), words_of(request)
        settings = area.assistant.settings
        done = 0
        for id_ in form.get("id", []):
            upload = area.quarantine.take(id_)
            if upload is None:
                continue
            try:
                path = accept(
                    upload, area.quarantine.file(upload), settings.corpus_dir, first(form, "folder"),
                    replace=first(form, "replace") == "yes", trash=area.trash, user=session.user,
                )  # fmt: skip
            except AssistantError as error:
                session.say(str(error), "problem")
                continue
            area.quarantine.discard([id_])
            area.audit.add(session.user, "accept", path)
            done += 1
        if done:
            session.say(words["accepted_done"].format(count=done))
        return back("/admin/index" if done else "/admin/uploads")

    @router.post("/uploads/discard")
    def discard(request: Request) -> Response:
        session = session_of(request)
        for upload in area.quarantine.discard(form_of(request).get("id", [])):
            area.audit.add(session.user, "discard", upload.name)
        return back("/admin/uploads")

    return router
