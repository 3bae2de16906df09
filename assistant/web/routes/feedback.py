"""What a visitor thinks of an answer: ``POST /feedback`` with the answer's id in the question log."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from assistant.activity import ActivityLog


class Feedback(BaseModel):
    """A thumb, and why."""

    record: str = Field(min_length=1, max_length=100)
    up: bool
    reason: str = Field("", max_length=1000)


def router(activity: ActivityLog) -> APIRouter:
    """The route of one question log. 404: the question is not, or no longer, in it."""
    router = APIRouter()

    @router.post("/feedback")
    def rate(feedback: Feedback) -> JSONResponse:
        stored = activity.rate(feedback.record, feedback.up, feedback.reason)
        return JSONResponse({"stored": stored}, 200 if stored else 404)

    return router
