"""What a visitor of the chat page does and sees, for the tests."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]

ENGLISH = "Which jobs does the Cluster Drones Paris Region train for?"
FRENCH = "À quels métiers forme le Cluster Drones Paris Region ?"
UNKNOWN = "What is the capital of Mongolia?"


def field(page: Page) -> Locator:
    return page.locator("#question textarea, #question input").first


def ask(page: Page, question: str) -> Locator:
    """Asks as a visitor does, and waits for the whole answer. Returns its turn."""
    turns = page.locator(".turn").count()
    field(page).fill(question)
    field(page).press("Enter")
    expect(page.locator(".turn")).to_have_count(turns + 1)
    return finished(page)


def finished(page: Page) -> Locator:
    """The last turn, once its answer is whole and kept."""
    expect(page.locator(".turn .answer:not([aria-busy])").last).to_be_visible()
    expect(page.locator("body.busy")).to_have_count(0)
    return page.locator(".turn").last


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))
