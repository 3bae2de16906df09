"""What can be done with a turn and with a conversation: retry, edit, rate, link, export."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from assistant.activity import ActivityLog
from assistant.activity.log import FILE_NAME
from tests.browser.chatting import ENGLISH, UNKNOWN, OpenPage, ask, clipboard, finished

JOB = "Which skills does a glassmaker need?"


def test_a_turn_is_asked_again_edited_and_rated(open_page: OpenPage, corpus_index: Path) -> None:
    page = open_page()
    ask(page, UNKNOWN)
    ask(page, ENGLISH)
    # Editing replaces the turn and leaves the others.
    page.locator("#turn-1 [data-do=edit]").click()
    box = page.get_by_label("Edit the question")
    expect(box).to_have_value(UNKNOWN)
    box.press("Escape")
    expect(page.locator("#turn-1 .question")).to_be_visible()
    page.locator("#turn-1 [data-do=edit]").click()
    box.fill(JOB)
    box.press("Enter")
    expect(page.locator("#turn-1 .question")).to_have_text(JOB)
    finished(page)
    expect(page.locator(".turn .question")).to_have_text([JOB, ENGLISH])
    expect(page.locator("#turn-1 .answer.abstained")).to_have_count(0)
    page.locator("#turn-2 [data-do=retry]").click()
    expect(page.locator("#live #turn-2")).to_be_visible()
    finished(page)
    expect(page.locator(".turn .question")).to_have_text([JOB, ENGLISH])
    # An opinion is stored, with its reason, and remembered.
    page.locator("#turn-2").get_by_role("button", name="Unhelpful answer").click()
    page.get_by_label("Why? (optional)").fill("Too short.")
    page.keyboard.press("Enter")
    expect(page.locator(".reason")).to_have_count(0)
    rated = [e for e in ActivityLog(corpus_index / FILE_NAME, 90).entries() if e.up is not None]
    assert [(e.question, e.up, e.reason, e.origin) for e in rated] == [(ENGLISH, False, "Too short.", "page")]
    page.reload()
    thumb = page.locator("#turn-2").get_by_role("button", name="Unhelpful answer")
    expect(thumb).to_have_attribute("aria-pressed", "true")


def test_a_link_opens_and_asks_and_the_conversation_leaves_as_markdown_and_on_paper(open_page: OpenPage) -> None:
    page = open_page(path="/?q=Que+fait+un+verrier+%3F&kind=job&sector=nowhere&lang=fr")
    expect(page.locator(".turn .question")).to_have_text("Que fait un verrier ?")
    turn = finished(page)
    expect(page.locator("#masthead h1")).to_have_text("Clusters et métiers ancrés")
    expect(turn.locator(".asked-with .chip")).to_have_text(["Fiche métier"])
    assert urlsplit(page.url).query == ""  # a reload does not ask again
    turn.get_by_role("button", name="Copier le lien").click()
    expect(page.locator("#toast.shown")).to_have_text("Copié.")
    query = parse_qs(urlsplit(clipboard(page)).query)
    assert query == {"q": ["Que fait un verrier ?"], "kind": ["job"], "lang": ["fr"]}
    quote = turn.locator("a.cite").first.get_attribute("data-quote") or ""
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Fichier Markdown").click()
    text = Path(download.value.path()).read_text()
    assert "## Que fait un verrier ?" in text
    assert re.search(r"\[\^1-1\]: .+http://127.0.0.1:\d+/documents/", text)
    page.locator(".menu summary").click()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Page à imprimer").click()
    paper = opened.value
    expect(paper.locator("h2")).to_have_text("Que fait un verrier ?")
    expect(paper.locator("q").first).to_have_text(quote)
    expect(paper.get_by_role("button", name="Imprimer")).to_be_visible()
