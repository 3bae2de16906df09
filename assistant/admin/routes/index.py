"""The index: what the next sync would change, running it, watching it, stopping it, building it anew."""

from __future__ import annotations

import time
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from assistant.admin.area import Area
from assistant.admin.guard import first, form_of, session_of
from assistant.admin.syncing import owner_elsewhere, start_sync
from assistant.admin.views import back, page, words_of
from assistant.embedding import open_embedder
from assistant.errors import AssistantError
from assistant.index.generations import IndexFolder
from assistant.index.manifest import Manifest
from assistant.ingestion.manifests import manifest_of
from assistant.ingestion.plan import Action

CHANGES_SHOWN = 200


def router(area: Area) -> APIRouter:
    """The index of one area."""
    router = APIRouter()

    @router.get("/index")
    def shown(request: Request) -> Response:
        state = area.corpus.state()
        groups = {action: [step for step in state.changes if step.action is action] for action in Action}
        manifest = _manifest(area)
        removed = {each.path: each.id for each in reversed(area.trash.all())}
        return page(
            area, request, "index.html", groups={a: s for a, s in groups.items() if s}, most=CHANGES_SHOWN,
            waiting=len(state.changes), problem=state.problem, manifest=manifest, removed=removed,
            failed=[row for row in state.rows if row.state in ("failed", "stale")], jobs=area.jobs.history(),
            warned=[row for row in state.rows if row.warnings],
            job=area.jobs.latest(), now=time.time(), owner=owner_elsewhere(area.assistant, area.jobs),
            model=area.assistant.embedder.model_id, other_model=_is_other_model(area),
            otherwise=_made_otherwise(area, manifest),
        )  # fmt: skip

    @router.post("/index/sync")
    def sync(request: Request) -> Response:
        session = session_of(request)
        start_sync(area.jobs, area.assistant, session.user)
        area.audit.add(session.user, "sync")
        return back("/admin/index")

    @router.post("/index/rebuild")
    def rebuild(request: Request) -> Response:
        session = session_of(request)
        model = first(form_of(request), "model").strip()
        start_sync(area.jobs, area.assistant, session.user, rebuild=True, model=model)
        area.audit.add(session.user, "rebuild", model)
        return back("/admin/index")

    @router.post("/jobs/cancel")
    def cancel(request: Request) -> Response:
        session = session_of(request)
        if area.jobs.cancel():
            area.audit.add(session.user, "cancel")
            session.say(words_of(request)["cancelling"])
        return back("/admin/index")

    @router.get("/jobs/state")
    def state() -> JSONResponse:
        job = area.jobs.latest()
        owner = owner_elsewhere(area.assistant, area.jobs)
        return JSONResponse(
            {
                "job": None if job is None else job.as_dict(time.time()),
                "elsewhere": "" if owner is None else owner.describe(),
            }
        )

    return router


def _manifest(area: Area) -> Manifest | None:
    try:
        with area.assistant.snapshot() as snapshot:
            return snapshot.manifest
    except AssistantError:
        return None


def _made_otherwise(area: Area, manifest: Manifest | None) -> tuple[str, ...]:
    """What keeps an update from adding to this index, so that a rebuild has to be asked for."""
    try:
        if manifest is None:
            manifest = Manifest.load(_live(area))
        here = manifest_of(area.assistant.settings, area.assistant.embedder, manifest.generation)
        return () if manifest.differs_by_version_alone(here) else manifest.differences(here)
    except AssistantError:
        return ()


def _live(area: Area) -> Path:
    folder = IndexFolder(area.assistant.settings.index_dir)
    return folder.generation(folder.require_current())


def _is_other_model(area: Area) -> bool:
    """Whether the answers come from another model than the settings name, since a rebuild with one."""
    try:
        return area.assistant.embedder.model_id != open_embedder(area.assistant.settings).model_id
    except AssistantError:
        return True
