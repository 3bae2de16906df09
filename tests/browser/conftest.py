"""A real server on the real corpus, and a real chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.driver import PATIENCE_S, ROOT, find_chromium, launch, running_server

expect.set_options(timeout=PATIENCE_S * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("No chromium on the PATH; in continuous integration the browser tests must run.")
        pytest.skip("no chromium on the PATH")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(corpus_index: Path, model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``python app.py`` over the shipped corpus."""
    environment = {
        "ASSISTANT_CORPUS_DIR": str(ROOT / "corpus"),
        "ASSISTANT_INDEX_DIR": str(corpus_index),
        "ASSISTANT_CACHE_DIR": str(model_cache),
    }
    with running_server(tmp_path_factory.mktemp("server") / "log", environment) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens the chat page as a visitor with a language, a width and a colour scheme of their own.

    ``path`` is added to the address, ``script`` runs before those of the page, ``touch`` makes fingers.
    """
    contexts: list[BrowserContext] = []

    def opened(
        locale: str = "en-GB", width: int = 1280, scheme: str = "light", path: str = "", script: str = "",
        touch: bool = False,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            permissions=["clipboard-read", "clipboard-write"],
            has_touch=touch,
        )
        if script:
            context.add_init_script(script)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        page.goto(server + path)
        page.wait_for_selector("#masthead h1")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens any address of the site as a visitor of their own: ``visit("/about", "fr-FR", width=360)``."""
    contexts: list[BrowserContext] = []

    def visited(address: str, locale: str = "en-GB", width: int = 1280, scheme: str = "light", **more: object) -> Page:
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            base_url=server,
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_S * 1000)
        page = context.new_page()
        page.goto(address)
        return page

    yield visited
    for context in contexts:
        context.close()
