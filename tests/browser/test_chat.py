"""The main job in a real browser: ask, watch the answer, follow a citation to the passage that proves it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.chatting import ENGLISH, FRENCH, UNKNOWN, OpenPage, ask, clipboard, field, finished


def test_an_answer_cites_and_the_citation_opens_the_passage(open_page: OpenPage, server: str) -> None:
    page = open_page()
    foreign: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((server, "data:", "blob:")) else foreign.append(r.url))
    page.reload()
    turn = ask(page, ENGLISH)
    expect(turn.locator(".question")).to_have_text(ENGLISH)
    expect(turn.locator(".answer")).to_contain_text(re.compile("pilot", re.IGNORECASE))
    expect(turn.locator(".confidence")).to_have_text(re.compile("confidence"))
    # Announced once, whole.
    expect(page.locator("#voice")).to_contain_text(re.compile("pilot", re.IGNORECASE))
    mark = turn.locator("a.cite").first
    quote = mark.get_attribute("data-quote") or ""
    mark.hover()
    expect(page.locator(".quote-tip")).to_contain_text(quote)
    mark.click()
    expect(page.locator(".quote-tip")).to_have_count(0)
    card = page.locator(".card.chosen")
    expect(card).to_be_focused()
    assert card.locator("mark").count() > 0
    card.get_by_role("button", name="Cite").click()
    expect(page.locator("#toast.shown")).to_have_text("Copied.")
    title = card.locator("h3").inner_text()
    assert re.fullmatch(rf"“{re.escape(title)}”, section “.+\n?.*{server}/documents/\S+", clipboard(page), re.DOTALL)
    with page.context.expect_page() as opened:
        card.locator("a.open").click()
    passage = opened.value.locator("mark#passage")
    expect(passage).to_be_in_viewport()
    marked = " ".join(" ".join(opened.value.locator("mark").all_inner_texts()).split())
    assert marked == " ".join(card.locator("blockquote").inner_text().split())
    assert foreign == []


def test_the_french_page_answers_in_french_and_suggests_what_to_ask_next(open_page: OpenPage) -> None:
    page = open_page("fr-FR")
    expect(page.locator("#masthead h1")).to_have_text("Clusters et métiers ancrés")
    assert page.locator("html").get_attribute("lang") == "fr"
    turn = ask(page, FRENCH)
    for sentence in turn.locator(".answer > p:not(.confidence, .notice)").all():
        assert sentence.locator("a.cite").count() > 0 or sentence.inner_text().endswith(":"), sentence.inner_text()
    expect(turn.locator(".answer")).to_contain_text(re.compile("pilote", re.IGNORECASE))
    turn.get_by_role("button", name="Copier la réponse").click()
    expect(page.locator("#toast.shown")).to_have_text("Copié.")
    assert re.search(r"\[1\].*\n\nRéférences :\n\[1\] «\s.+», rubrique «", clipboard(page), re.DOTALL)
    suggestion = turn.locator(".next button").first
    text = suggestion.inner_text()
    suggestion.click()
    expect(page.locator(".turn")).to_have_count(2)
    turn = finished(page)
    expect(turn.locator(".question")).to_have_text(text)
    expect(turn.locator(".answer.abstained")).to_have_count(0)
    expect(page.locator(".sources.earlier summary")).to_contain_text(FRENCH)


def test_the_language_switches_without_losing_the_conversation(open_page: OpenPage) -> None:
    page = open_page("fr-FR")
    ask(page, FRENCH)
    page.locator(".languages a[hreflang=en]").click()
    expect(page.locator("#masthead h1")).to_have_text("Clusters and anchored jobs")
    expect(page.locator(".turn .question")).to_have_text(FRENCH)
    expect(page.locator(".turn .confidence")).to_have_text(re.compile("confidence"))
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(page.url + "documents/none")
    expect(page.locator("h1, p").first).not_to_contain_text("Ce document")
    page.go_back()
    expect(page.locator("#masthead h1")).to_have_text("Clusters and anchored jobs")
    expect(page.locator(".turn .question")).to_have_text(FRENCH)


def test_what_the_documents_do_not_say_is_said_so(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(".filters summary").click()
    page.locator("#filter-kind").select_option("job")
    turn = ask(page, UNKNOWN)
    expect(turn.locator(".answer.abstained")).to_be_visible()
    expect(turn.locator("a.cite")).to_have_count(0)
    expect(page.locator(".sources > h2")).to_contain_text("Nearest passages")
    expect(page.locator(".source-card").first).to_be_visible()
    # In another kind of document, or about something that they do tell.
    everywhere, instead = turn.locator(".next button").nth(0), turn.locator(".next button").nth(1)
    expect(instead).to_be_visible()
    everywhere.click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(finished(page).locator(".asked-with")).to_have_count(0)
    expect(page.locator("#filter-kind")).to_have_value("")


def test_a_follow_up_is_understood_and_a_new_conversation_clears(open_page: OpenPage) -> None:
    page = open_page()
    example = page.locator("button.example").first
    text = example.inner_text()
    example.click()
    expect(page.locator(".turn .question")).to_have_text(text)
    finished(page)
    turn = ask(page, "And what is its history?")
    expect(turn.locator(".question")).to_have_text("And what is its history?")
    turn.locator(".understood summary").click()
    name = text.removeprefix("What does ").split(" do ")[0]
    expect(turn.locator(".understood p")).to_contain_text(name)
    page.locator("#new").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("button.example").first).to_be_visible()
    expect(field(page)).to_be_focused()


def test_filters_offer_what_exists_and_restrict_the_sources(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(".filters summary").click()
    assert page.locator(".filters select").count() == 5
    clusters = page.locator("#filter-cluster option").count()
    page.locator("#filter-sector").select_option("glass")
    expect(page.locator(".filters summary")).to_have_text("Filters (1)")
    expect(page.locator("#filter-cluster option")).not_to_have_count(clusters)
    page.locator("#filter-kind").select_option("job")
    expect(page.locator(".filters summary")).to_have_text("Filters (2)")
    turn = ask(page, "Which skills does the job need?")
    expect(turn.locator(".asked-with .chip")).to_have_text(["Job description", "Glass"])
    facts = page.locator(".source-card .facts").all_inner_texts()
    assert facts
    assert all(text.startswith("Job description") for text in facts)
    page.locator(".filters summary").click()
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.locator(".filters summary")).to_have_text("Filters")
    expect(page.locator("#filter-cluster option")).to_have_count(clusters)


def test_a_phone_in_the_dark(open_page: OpenPage) -> None:
    page = open_page("fr-FR", width=360, scheme="dark", touch=True)
    expect(page.locator("body.dark")).to_have_count(1)
    turn = ask(page, FRENCH)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(field(page)).to_be_in_viewport()
    # The first tap shows the quote, the second leads to the card, below the answer.
    mark = turn.locator("a.cite").first
    mark.tap()
    expect(page.locator(".quote-tip")).to_be_visible()
    mark.tap()
    expect(page.locator(".card.chosen")).to_be_in_viewport()
    expect(field(page)).to_be_in_viewport()
    answer, card = turn.locator(".answer").bounding_box(), page.locator(".card.chosen").bounding_box()
    assert answer is not None and card is not None and card["y"] > answer["y"]
    page.locator(".theme-switch").click()
    expect(page.locator("body.dark")).to_have_count(0)
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("body.dark")).to_have_count(0)
