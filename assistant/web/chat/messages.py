"""What the browser sends with each event, checked and bounded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.documents import Filters
from assistant.web.chat.turns import LONGEST_TURN, TURNS_KEPT
from assistant.web.texts import UiLanguage

FILTER_FIELDS = ("kind", "cluster", "region", "sector", "language")
"""Fields of :class:`Filters`, in the order in which the page offers them."""


class Message(BaseModel):
    """One event. Unknown keys are ignored; a message that is not well formed counts as an empty one."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: UiLanguage | None = None
    """The language that the page is in; ``None``: not yet known."""
    ticket: str = Field("", max_length=40, pattern=r"^[\w-]*$")
    """Given back with what answers the message, so that the page knows it."""
    origin: str = Field("", max_length=200, pattern=r"^(https?://[^\s/\"'<>\\]+)?$")
    """The address of the site as the visitor sees it, for links that are copied or exported."""
    turns: tuple[Annotated[str, Field(max_length=LONGEST_TURN)], ...] = Field((), max_length=TURNS_KEPT)
    """The packed turns of the conversation, oldest first."""
    question: str = Field("", max_length=100_000)
    at: int | None = Field(None, ge=0, lt=TURNS_KEPT)
    """The turn that the question replaces; ``None``: it is a new one."""
    chosen: Mapping[str, Annotated[str, Field(max_length=300)]] = Field(default_factory=dict, max_length=10)
    """The filters that are set, by their names."""
    pending: bool = False
    """Whether ``question`` was asked before and its answer never came."""


_EMPTY = Message.model_validate({})


def read(data: object) -> Message:
    """The message in the data of an event."""
    try:
        return Message.model_validate(data)
    except ValidationError:
        return _EMPTY


def filters_of(values: Mapping[str, str]) -> Filters:
    """Filters from one value a field; empty and unknown ones are left out.

    >>> filters_of({"kind": "job", "cluster": "", "colour": "red"}).kind
    ('job',)
    """
    return Filters(**{name: (values[name],) for name in FILTER_FIELDS if values.get(name)})
