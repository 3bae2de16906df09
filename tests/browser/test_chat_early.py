"""A question that comes before the page is whole is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chatting import ENGLISH, field, finished
from tests.browser.driver import PATIENCE_S

Held = Callable[[str], tuple[Page, Callable[[], None]]]


@pytest.fixture
def held(browser: Browser, server: str) -> Iterator[Held]:
    """Opens the chat for a visitor whose first request to an address waits until it is let go."""
    context = browser.new_context(locale="en-GB", base_url=server)
    context.set_default_timeout(PATIENCE_S * 1000)

    def opened(address: str) -> tuple[Page, Callable[[], None]]:
        page = context.new_page()
        waiting: list[Route] = []
        page.route(address, lambda route: waiting.append(route), times=1)

        def let_go() -> None:
            assert waiting
            waiting[0].continue_()

        page.goto("/", wait_until="commit")
        return page, let_go

    yield opened
    context.close()


@pytest.mark.parametrize("address", ["**/chat/main.js", "**/queue/join*"], ids=["scripts", "drawing"])
def test_a_question_before_the_page_is_whole_gets_its_answer(held: Held, address: str) -> None:
    page, let_go = held(address)
    field(page).fill(ENGLISH)
    field(page).press("Enter")
    page.wait_for_timeout(1000)
    expect(page.locator(".turn")).to_have_count(0)
    let_go()
    expect(finished(page).locator(".question")).to_have_text(ENGLISH)
    expect(field(page)).to_have_value("")
    expect(page.locator(".turn")).to_have_count(1)
