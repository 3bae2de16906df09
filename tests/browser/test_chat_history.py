"""Past conversations: kept in the visitor's browser, and nowhere else."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.chatting import ENGLISH, FRENCH, UNKNOWN, OpenPage, ask, field, finished

DENIED = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
"""
HOSTILE = '"><img src=x onerror="window.hit=1"><script>window.hit=1</script><svg onload=window.hit=1>${window.hit=1}'


def history(page: Page) -> None:
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#history-dialog")).to_be_visible()


def test_conversations_are_kept_listed_searched_renamed_and_deleted(open_page: OpenPage) -> None:
    page = open_page("fr-FR")
    ask(page, FRENCH)
    field(page).press_sequentially("brouillon")
    page.reload()
    expect(page.locator(".turn .question")).to_have_text(FRENCH)
    expect(page.locator(".turn a.cite").first).to_be_visible()
    expect(field(page)).to_have_value("brouillon")
    page.locator("#new").click()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, UNKNOWN)
    history(page)
    entries = page.locator("#history-dialog .entry")
    expect(entries.locator(".title")).to_have_text([UNKNOWN, FRENCH])
    search = page.locator("#history-dialog input[type=search]")
    search.fill("METIERS")  # found without its accent
    expect(entries.locator(".title")).to_have_text([FRENCH])
    page.get_by_role("button", name=f"Renommer: {FRENCH}").click()
    page.get_by_label("Nouveau titre").fill("Drones")
    page.keyboard.press("Enter")
    search.fill("")
    expect(entries.locator(".title")).to_have_text([UNKNOWN, "Drones"])
    entries.nth(1).click()
    expect(page.locator("#history-dialog")).to_be_hidden()
    expect(page.locator(".turn .question")).to_have_text(FRENCH)
    # It goes on where it was.
    ask(page, "Où est-il ?")
    history(page)
    expect(entries.locator(".title")).to_have_text(["Drones", UNKNOWN])
    page.get_by_role("button", name=f"Supprimer: {UNKNOWN}").click()
    expect(entries.locator(".title")).to_have_text(["Drones"])
    page.get_by_role("button", name="Tout supprimer").click()
    page.get_by_role("button", name="Vraiment tout supprimer ?").click()
    expect(entries).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".turn")).to_have_count(0)
    assert FRENCH not in page.evaluate("JSON.stringify(localStorage)")
    page.reload()
    expect(page.locator("button.example").first).to_be_visible()


def test_a_browser_that_keeps_nothing_still_converses(open_page: OpenPage) -> None:
    page = open_page(script=DENIED)
    ask(page, ENGLISH)
    ask(page, UNKNOWN)
    history(page)
    expect(page.locator("#history-dialog .note")).to_have_text(
        "This browser keeps nothing: the conversations go with the page."
    )
    expect(page.locator("#history-dialog .entry")).to_have_count(1)


def test_a_stored_conversation_is_not_trusted(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ENGLISH)
    stored = json.loads(page.evaluate("localStorage.getItem('assistant-conversations')"))
    turn = json.loads(stored[0]["turns"][0])
    for citation in turn["answer"]["citations"]:
        citation["quote"] = HOSTILE
        citation["document"]["id"] = HOSTILE
        citation["document"]["metadata"].update(title=HOSTILE, cluster=[HOSTILE], source=[HOSTILE], language=HOSTILE)
    for sentence in turn["answer"]["sentences"]:
        sentence["text"] = HOSTILE
    turn.update(question=HOSTILE, suggestions=[HOSTILE], record=HOSTILE)
    turn["answer"].update(language=HOSTILE, notice=HOSTILE, question=HOSTILE + " ")
    stored[0].update(title=HOSTILE, turns=[json.dumps(turn), "not json", json.dumps({"question": 1})])
    page.evaluate("text => localStorage.setItem('assistant-conversations', text)", json.dumps([*stored, {"id": 1}, 7]))
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".turn .question")).to_have_text(HOSTILE)
    history(page)
    expect(page.locator("#history-dialog .title")).to_have_text([HOSTILE])
    page.keyboard.press("Escape")
    page.locator("a.cite").first.hover()
    expect(page.locator(".quote-tip")).to_contain_text("onerror")
    assert page.evaluate("window.hit") is None
    assert page.locator("#page img, #page script, .turn svg[onload], .source-card svg").count() == 0
    # Such a conversation does not keep one from asking.
    ask(page, UNKNOWN)
    expect(finished(page).locator(".answer.abstained")).to_be_visible()
