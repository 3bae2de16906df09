"""The table of documents: which rows, in which order, which page of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.admin.corpus import Row
from assistant.loading.fields import plain

ROWS_A_PAGE = 50

Order = Literal["path", "size", "chunks", "synced"]
ORDERS: tuple[Order, ...] = ("path", "size", "chunks", "synced")


class Filter(BaseModel):
    """What the reader of the table has chosen; empty fields restrict nothing."""

    model_config = ConfigDict(frozen=True)

    q: str = Field("", max_length=200)
    state: str = Field("", max_length=20)
    kind: str = Field("", max_length=20)
    language: str = Field("", max_length=20)
    order: Order = "path"
    page: int = Field(1, ge=1, le=1_000_000)


def chosen(rows: Sequence[Row], wanted: Filter) -> list[Row]:
    """The rows that match, in order. Words are looked for in title, path and clusters, without case and accents."""
    words = plain(wanted.q).split()
    found = [
        row
        for row in rows
        if wanted.state in ("", row.state)
        and wanted.kind in ("", row.kind)
        and wanted.language in ("", row.language)
        and all(word in plain(" ".join((row.title, row.path, *row.clusters))) for word in words)
    ]
    if wanted.order == "path":
        return found
    return sorted(found, key=lambda row: getattr(row, wanted.order), reverse=True)


def page_of(rows: Sequence[Row], number: int) -> Sequence[Row]:
    """The rows of a page, counted from 1; the last page where there are fewer."""
    last = max(1, -(-len(rows) // ROWS_A_PAGE))
    start = (min(number, last) - 1) * ROWS_A_PAGE
    return rows[start : start + ROWS_A_PAGE]


def pages(rows: Sequence[Row]) -> int:
    """How many pages there are, at least one."""
    return max(1, -(-len(rows) // ROWS_A_PAGE))
