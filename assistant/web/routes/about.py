"""What the assistant is, what it knows and what it does with what it is asked, at ``/about``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.documents import DocumentInfo
from assistant.errors import IndexMissingError
from assistant.index.manifest import Manifest
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.web.catalogue import format_of
from assistant.web.pages import Pages, visitor_language
from assistant.web.texts import TEXTS
from assistant.web.texts.about import ABOUT


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What an index holds, in numbers; each share is a value with its count, largest first."""

    documents: int
    passages: int
    clusters: int
    jobs: int
    kinds: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    formats: tuple[tuple[str, int], ...]


def knowledge(documents: Iterable[DocumentInfo], passages: int) -> Knowledge:
    """Count a catalogue. The same job in two languages, or told twice, is one job."""
    documents = list(documents)
    jobs = {d.metadata.extra.get("id", (d.id,)) for d in documents if d.metadata.kind == "job"}
    return Knowledge(
        documents=len(documents),
        passages=passages,
        clusters=len({name for d in documents for name in d.metadata.cluster}),
        jobs=len(jobs),
        kinds=_shares(d.metadata.kind or "" for d in documents),
        languages=_shares(d.metadata.language for d in documents),
        formats=_shares(format_of(d) for d in documents),
    )


def router(assistant: Assistant, pages: Pages) -> APIRouter:
    """The page about one assistant."""
    router = APIRouter()

    @router.get("/about")
    def about(request: Request) -> HTMLResponse:
        code = visitor_language(request)
        known: Knowledge | None = None
        manifest: Manifest | None = None
        try:
            with assistant.snapshot() as snapshot:
                manifest = snapshot.manifest
                known = knowledge(snapshot.documents.values(), manifest.chunks)
        except IndexMissingError:
            pass  # the page says so, and the rest of it holds all the same
        settings = assistant.settings
        return pages.page(
            request,
            "about.html",
            texts=ABOUT[code],
            words=TEXTS[code],
            known=known,
            manifest=manifest,
            percent=round(100 * settings.abstain_below),
            kept_days=settings.activity_days if settings.activity == "on" else 0,
            embedding_model=assistant.embedder.model_id,
            chat_model=settings.chat_model,
            chat_where=_where(settings),
        )

    return router


def _where(settings: Settings) -> str:
    """The provider, or the host of the operator's own server; never a key, a path or a password."""
    host = urlsplit(settings.chat_base_url).hostname
    return host or settings.chat_model.partition(":")[0]


def _shares(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))
