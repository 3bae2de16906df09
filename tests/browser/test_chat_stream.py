"""An answer that takes its time: it streams, can be stopped, and survives the loss of the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.answering.chat_server import ChatServer
from tests.browser.chatting import ENGLISH, field, finished
from tests.browser.driver import PATIENCE_S, ROOT, free_port, running_server

LOST = "Connection lost. Trying again; your conversation is kept."


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    server = ChatServer()
    server.text = (
        "Cluster Drones Paris Region trains drone pilots [1]. Cluster Drones Paris Region also trains real-time"
        " computing engineers and artificial-intelligence analysts and engineers [1]."
    )
    server.mode = "hold"
    yield server
    server.released.set()
    server.close()


def test_an_answer_streams_stops_and_outlives_the_server(
    browser: Browser, chat: ChatServer, corpus_index: Path, model_cache: Path, tmp_path: Path
) -> None:
    environment = {
        "ASSISTANT_CORPUS_DIR": str(ROOT / "corpus"),
        "ASSISTANT_INDEX_DIR": str(corpus_index),
        "ASSISTANT_CACHE_DIR": str(model_cache),
        "ASSISTANT_CHAT_MODEL": "openai:stand-in",
        "ASSISTANT_CHAT_BASE_URL": chat.url,
        "ASSISTANT_CHAT_API_KEY": "none",
    }
    port = free_port()
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    with ExitStack() as life:
        life.callback(context.close)
        with running_server(tmp_path / "log", environment, port) as address:
            page.goto(address)
            expect(page.locator("#masthead h1")).to_be_visible()
            field(page).fill(ENGLISH)
            field(page).press("Enter")
            # The first sentence is there while the second is still being written; nothing is announced yet.
            expect(page.locator(".turn .answer[aria-busy] > p[lang]")).to_have_count(1)
            expect(page.locator("#voice")).to_have_text("")
            field(page).fill("Something else meanwhile")
            field(page).press("Enter")
            expect(field(page)).to_have_value("Something else meanwhile")
            page.locator("#stop").click()
            expect(page.locator(".turn .notice")).to_have_text("Answer stopped.")
            expect(page.locator(".turn .answer > p[lang]")).to_have_count(1)
            expect(page.locator("#stop")).to_be_hidden()
            chat.mode = "answer"
            page.locator("[data-do=retry]").click()
            finished(page)
            expect(page.locator(".turn .answer > p[lang]")).to_have_count(2)
            expect(page.locator("#voice")).to_contain_text("analysts")
            # A network that comes and goes while nothing is asked: the page goes on as it is.
            context.set_offline(True)
            expect(page.locator("#connection")).to_have_text(LOST)
            field(page).fill("And where are they trained?")
            field(page).press("Enter")
            expect(field(page)).to_have_value("And where are they trained?")
            context.set_offline(False)
            expect(page.locator("body.offline")).to_have_count(0)
            # A server that goes while it answers, and comes back.
            chat.mode = "hold"
            chat.released.clear()
            field(page).press("Enter")
            expect(page.locator(".turn")).to_have_count(2)
        expect(page.locator("#connection")).to_have_text(LOST)
        expect(page.locator(".turn").first).to_be_visible()
        chat.mode = "answer"
        chat.released.set()
        with running_server(tmp_path / "log-2", environment, port):
            expect(page.locator("body.offline")).to_have_count(0)
            expect(page.locator(".turn .notice")).to_have_text("Answer stopped.")
            expect(page.locator(".turn .question")).to_have_text([ENGLISH, "And where are they trained?"])
            page.locator("#turn-2 [data-do=retry]").click()
            expect(page.locator("#turn-2 .answer:not([aria-busy]) > p[lang]")).not_to_have_count(0)
            finished(page)
