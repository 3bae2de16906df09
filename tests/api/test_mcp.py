"""A real client of the Model Context Protocol against the real server, over the loopback."""

import asyncio

import httpx2
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from tests.browser.driver import ROOT, running_server

TOKEN = "a-token-for-other-assistants"


@pytest.fixture(scope="module")
def address(corpus_index, model_cache, tmp_path_factory):
    environment = {
        "ASSISTANT_CORPUS_DIR": str(ROOT / "corpus"),
        "ASSISTANT_INDEX_DIR": str(corpus_index),
        "ASSISTANT_CACHE_DIR": str(model_cache),
        "ASSISTANT_MCP_TOKEN": TOKEN,
    }
    with running_server(tmp_path_factory.mktemp("mcp") / "log", environment) as address:
        yield address


def with_session(address, token, use):
    async def run():
        headers = {"authorization": f"Bearer {token}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60, trust_env=False) as http,
            streamable_http_client(f"{address}/mcp/", http_client=http) as streams,
            ClientSession(*streams[:2]) as session,
        ):
            await session.initialize()
            return await use(session)

    return asyncio.run(run())


def test_a_client_lists_and_calls_the_tools(address):
    async def use(session):
        tools = (await session.list_tools()).tools
        assert {tool.name for tool in tools} == {"ask", "search", "get_document", "list_professions"}
        assert all(tool.annotations.read_only_hint for tool in tools)
        asked = await session.call_tool("ask", {"question": "What is the field of Réseau Mesure?"})
        assert not asked.is_error
        assert "Réseau Mesure" in asked.structured_content["answer"]
        cited = asked.structured_content["citations"][0]
        document = (await session.call_tool("get_document", {"document": cited["document"]})).structured_content
        assert document["text"][cited["start"] : cited["end"]] == cited["quote"]
        found = await session.call_tool("search", {"question": "soudage", "k": 2, "kind": "job"})
        assert len(found.structured_content["hits"]) == 2
        jobs = await session.call_tool("list_professions", {})
        assert len(jobs.structured_content["result"]) > 20
        wrong = await session.call_tool("get_document", {"document": "../../etc/passwd"})
        assert wrong.is_error
        assert "No such document" in wrong.content[0].text

    with_session(address, TOKEN, use)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong-token-wrong-token"}])
def test_without_the_token_nothing_is_shown(address, headers):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = httpx2.post(f"{address}/mcp/", json=body, headers=headers, trust_env=False)
    assert answer.status_code == 401
    assert answer.json() == {"error": "A bearer token is needed."}
