"""The table of documents, the page of one, and what is done to them."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response

from assistant.admin.area import Area
from assistant.admin.fields import FIELDS, changes
from assistant.admin.guard import first, form_of, session_of
from assistant.admin.syncing import start_sync
from assistant.admin.table import ORDERS, Filter, chosen, page_of, pages
from assistant.admin.trash import corpus_file
from assistant.admin.views import back, page, words_of
from assistant.errors import AssistantError, UsageError


def router(area: Area) -> APIRouter:
    """The documents of one area."""
    router = APIRouter()

    @router.get("/documents")
    def table(request: Request, wanted: Annotated[Filter, Query()]) -> Response:
        state = area.corpus.state()
        rows = chosen(state.rows, wanted)
        return page(
            area, request, "documents.html", rows=page_of(rows, wanted.page), total=len(rows), wanted=wanted,
            all_rows=state.rows, pages=pages(rows), orders=ORDERS, waiting=len(state.changes),
            problem=state.problem,
        )  # fmt: skip

    @router.get("/documents/file")
    def one(request: Request, path: str) -> Response:
        row = area.corpus.state().row(path)
        if row is None:
            raise UsageError(f"There is no file {path!r}.")
        declared, problem = {}, ""
        try:
            declared = area.editor.declared(path)
        except AssistantError as error:
            problem = str(error)
        documents = []
        try:
            with area.assistant.snapshot() as snapshot:
                documents = [snapshot.documents[id_] for id_ in row.document_ids if id_ in snapshot.documents]
        except AssistantError:
            pass  # without an index there is only the file
        return page(
            area, request, "document.html", row=row, declared=declared, problem=problem, documents=documents,
            fields=FIELDS, editable=row.state not in ("removed", "refused"),
        )  # fmt: skip

    @router.get("/documents/download")
    def download(path: str) -> Response:
        file = corpus_file(area.assistant.settings.corpus_dir, path)
        media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return FileResponse(file, media_type=media_type, filename=PurePosixPath(path).name)

    @router.post("/documents/metadata")
    def edit(request: Request) -> Response:
        form, session = form_of(request), session_of(request)
        path = first(form, "path")
        changed = changes({field.name: first(form, field.name) for field in FIELDS}, area.editor.declared(path))
        area.editor.apply(path, changed)
        if changed:
            area.audit.add(session.user, "metadata", f"{path}: {', '.join(changed)}")
        session.say(words_of(request)["saved" if changed else "nothing_changed"])
        return back("/admin/documents/file", path=path)

    @router.post("/documents/remove")
    def remove(request: Request) -> Response:
        form, session, words = form_of(request), session_of(request), words_of(request)
        done = 0
        for path in form.get("path", []):
            try:
                area.trash.remove(path, session.user)
            except AssistantError as error:
                session.say(str(error), "problem")
            else:
                area.audit.add(session.user, "remove", path)
                done += 1
        if done:
            session.say(words["removed_done"].format(count=done))
        return back("/admin/index" if done else "/admin/documents")

    @router.post("/documents/ingest")
    def ingest(request: Request) -> Response:
        paths, session = form_of(request).get("path", []), session_of(request)
        if not paths:
            raise UsageError(words_of(request)["none_chosen"])
        start_sync(area.jobs, area.assistant, session.user, paths, again=True)
        area.audit.add(session.user, "read again", ", ".join(paths))
        return back("/admin/index")

    return router
