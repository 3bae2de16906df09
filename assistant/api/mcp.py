"""The Model Context Protocol: other assistants ask ours. Read-only, with a token of its own.

It is mounted by itself, not through Gradio: Gradio's own endpoint shows the schemas of its tools without login.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.asking import Asking
from assistant.api.mapping import document_fields, documents_out
from assistant.api.models import AskRequest, Restriction, SearchRequest
from assistant.errors import AssistantError
from assistant.serialize import answer_dict, retrieval_dict
from assistant.server.tokens import is_allowed, tokens_of

VISITOR = "mcp"
"""All clients share one token, and so one allowance."""
_INSTRUCTIONS = (
    "Answers questions about French industrial clusters and the jobs that they anchor, from indexed documents alone. "
    "Every sentence of an answer carries numbers of its citations; an answer may abstain. Questions may be in "
    "French or English."
)
_READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
Kind = Literal["report", "job"]
Question = Annotated[str, Field(min_length=1, description="In French or English.")]
Language = Annotated[Literal["fr", "en"] | None, Field(description="Only documents in this language.")]


@dataclass(frozen=True, slots=True)
class Mcp:
    """The endpoint, and what has to run while the server does."""

    app: ASGIApp
    server: MCPServer[Any]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.server.session_manager.run():
            yield


def create_mcp(asking: Asking) -> Mcp | None:
    """The endpoint to mount at ``/mcp``, or None where no token is set."""
    tokens = tokens_of(asking.assistant.settings.mcp_token)
    if not tokens:
        return None
    server: MCPServer[Any] = MCPServer(
        "cluster-assistant", instructions=_INSTRUCTIONS, version=version("cluster-assistant")
    )
    _add_tools(server, asking)
    app = server.streamable_http_app(
        streamable_http_path="/",
        stateless_http=True,
        json_response=True,
        # The token, which no foreign page knows, already stops a browser that was tricked into asking.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return Mcp(_TokenGate(app, tokens), server)


def _add_tools(server: MCPServer[Any], asking: Asking) -> None:
    @server.tool(annotations=_READ_ONLY)
    def ask(question: Question, kind: Kind | None = None, language: Language = None) -> dict[str, object]:
        """Answer a question from the documents, with citations; says when they do not tell."""
        request = AskRequest(question=question, filters=_restriction(kind, language))
        with _told():
            return answer_dict(*asking.whole_answer(request, VISITOR, "mcp"))

    @server.tool(annotations=_READ_ONLY)
    def search(
        question: Question,
        k: Annotated[int, Field(ge=1, le=50)] = 10,
        kind: Kind | None = None,
        language: Language = None,
    ) -> dict[str, object]:
        """The passages that bear on a question, best first."""
        request = SearchRequest(question=question, k=k, filters=_restriction(kind, language))
        with _told():
            return retrieval_dict(*asking.search(request, VISITOR))

    @server.tool(annotations=_READ_ONLY)
    def get_document(document: Annotated[str, Field(description="The id that a citation gives.")]) -> dict[str, object]:
        """A whole document with what is known of it."""
        with _told(), asking.assistant.snapshot() as snapshot:
            found = snapshot.document(document)
        if found is None:
            raise ToolError("No such document is indexed.")
        return {**document_fields(found.info), "text": found.text}

    @server.tool(annotations=_READ_ONLY)
    def list_professions() -> list[dict[str, object]]:
        """All descriptions of jobs."""
        with _told(), asking.assistant.snapshot() as snapshot:
            jobs = [d for d in snapshot.documents.values() if d.metadata.kind == "job"]
        return [d.model_dump() for d in documents_out(sorted(jobs, key=lambda d: d.metadata.title.casefold()))]


@contextmanager
def _told() -> Iterator[None]:
    """Errors that are meant to be read reach the client; of any other it learns only that the tool failed."""
    try:
        yield
    except AssistantError as error:
        raise ToolError(str(error)) from error


def _restriction(kind: Kind | None, language: Literal["fr", "en"] | None) -> Restriction:
    return Restriction(kind=[kind] if kind else [], language=[language] if language else [])


class _TokenGate:
    """ASGI: lets requests with a token pass."""

    def __init__(self, app: ASGIApp, tokens: tuple[str, ...]) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
            if not is_allowed(given, self._tokens):
                refusal = JSONResponse({"error": "A bearer token is needed."}, 401, {"WWW-Authenticate": "Bearer"})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
