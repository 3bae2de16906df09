"""The chat page without a mouse."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chatting import ENGLISH, UNKNOWN, OpenPage, ask, field, finished


def test_the_keyboard_is_enough(open_page: OpenPage) -> None:
    page = open_page()
    expect(field(page)).to_be_focused()  # where one wants to be
    page.locator("#masthead h1").click()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.type("First line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line /")
    expect(field(page)).to_have_value("First line\nsecond line /")
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, ENGLISH)
    ask(page, UNKNOWN)
    expect(field(page)).to_be_focused()
    # Up takes up the questions of this conversation, newest first; down comes back.
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_have_value(UNKNOWN)
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_have_value(ENGLISH)
    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_value(UNKNOWN)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(3)
    finished(page)
    # A citation by keyboard: its quote at focus, its card at Enter.
    mark = page.locator("#turn-1 a.cite").first
    page.locator("#turn-1").evaluate("turn => { turn.tabIndex = -1; turn.focus(); }")
    page.keyboard.press("Tab")
    expect(mark).to_be_focused()
    assert mark.evaluate("mark => getComputedStyle(mark).outlineStyle") != "none"
    expect(page.locator(".quote-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".quote-tip")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".card.chosen")).to_be_focused()
    # A dialog and a menu close with Escape and give the focus back.
    page.get_by_role("button", name="Conversations").press("Enter")
    expect(page.locator("#history-dialog input[type=search]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#history-dialog")).to_be_hidden()
    expect(field(page)).to_be_focused()
    page.locator(".menu summary").press("Enter")
    expect(page.get_by_role("button", name="Markdown file")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Markdown file")).to_be_hidden()
    expect(page.locator(".menu summary")).to_be_focused()
