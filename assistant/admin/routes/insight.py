"""What people ask, what in vain, what they think of the answers, what is cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from numpy.typing import NDArray

from assistant.activity import Entry
from assistant.admin import insight
from assistant.admin.area import Area
from assistant.admin.charts import Series, bars
from assistant.admin.grouping import grouped
from assistant.admin.guard import first, form_of, session_of
from assistant.admin.views import back, page, words_of
from assistant.documents import DocumentInfo
from assistant.errors import AssistantError

PERIODS = (7, 30, 90, 365)
SHOWN = 30
"""Groups and documents in a list."""


def router(area: Area) -> APIRouter:
    """The insight of one area."""
    router = APIRouter()

    @router.get("/insight")
    def shown(request: Request, days: Annotated[int, Query(ge=1, le=3650)] = 30) -> Response:
        words = words_of(request)
        entries = _entries(area, days)
        open_ones = [entry for entry in entries if entry.abstained and not entry.handled]
        known = _known(area)
        daily = insight.by_day(entries, datetime.now(UTC).date(), min(days, 90))
        chart = bars(
            words["over_time"],
            [day.day.strftime("%d/%m") for day in daily],
            [
                Series(words["answered"], "answered", [day.answered for day in daily]),
                Series(words["abstained"], "abstained", [day.abstained for day in daily]),
            ],
        )

        def encode(texts: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
            return _vectors(area, texts)

        return page(
            area, request, "insight.html", days=days, periods=PERIODS, totals=insight.totals(entries), chart=chart,
            daily=[day for day in daily if day.answered or day.abstained], shown=SHOWN,
            groups=grouped(entries, encode), unanswered=grouped(open_ones, encode),
            down=[entry for entry in reversed(entries) if entry.up is False],
            cited=insight.most_cited(entries, known), never=insight.never_cited(entries, known),
            latency=insight.latency(entries), activity=area.assistant.activity, known=known,
        )  # fmt: skip

    @router.get("/insight/questions.csv")
    def table(request: Request, days: Annotated[int, Query(ge=1, le=3650)] = 30) -> Response:
        area.audit.add(session_of(request).user, "export questions", str(days))
        # The mark of byte order tells spreadsheets that it is UTF-8.
        text = "\ufeff" + insight.as_csv(_entries(area, days))
        disposition = {"Content-Disposition": 'attachment; filename="questions.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=disposition)

    @router.post("/insight/handled")
    def handled(request: Request) -> Response:
        form, session = form_of(request), session_of(request)
        count = area.assistant.activity.mark_handled(first(form, "ids").split())
        area.audit.add(session.user, "handled", first(form, "name"))
        session.say(words_of(request)["handled_done"].format(count=count))
        days = first(form, "days")
        return back("/admin/insight", days=days if days.isdigit() else "")

    return router


def _entries(area: Area, days: int) -> list[Entry]:
    return area.assistant.activity.entries((datetime.now(UTC) - timedelta(days=days)).timestamp())


def _known(area: Area) -> Mapping[str, DocumentInfo]:
    try:
        with area.assistant.snapshot() as snapshot:
            return snapshot.documents
    except AssistantError:
        return {}


def _vectors(area: Area, texts: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
    """Vectors of questions, from the log where they are kept; none when there is no model to make them with."""
    embedder, activity = area.assistant.embedder, area.assistant.activity
    try:
        found = activity.vectors(texts, embedder.model_id)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            made = dict(zip(missing, embedder.encode_queries(missing), strict=True))
            activity.put_vectors(made, embedder.model_id)
            found |= made
    except AssistantError:
        return {}
    return found
