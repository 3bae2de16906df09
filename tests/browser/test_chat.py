"""The main job in a real browser: ask, watch the answer, follow a citation to the passage that proves it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

ENGLISH = "Which jobs does Cluster Drones Paris Region train people for?"
FRENCH = "À quels métiers forme le Cluster Drones Paris Region ?"


def ask(page: Page, question: str) -> None:
    field = page.locator("#question textarea, #question input").first
    field.fill(question)
    field.press("Enter")


def finished_answer(page: Page) -> object:
    expect(page.locator(".turn .answer:not([aria-busy])").last).to_be_visible()
    return page.locator(".turn").last


def test_an_answer_cites_and_the_citation_opens_the_passage(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ENGLISH)
    expect(page.locator(".turn .question")).to_have_text(ENGLISH)
    finished_answer(page)
    expect(page.locator(".turn .answer")).to_contain_text(re.compile("pilot", re.IGNORECASE))
    mark = page.locator("a.cite").first
    mark.click()
    card = page.locator(".card.chosen")
    expect(card).to_be_visible()
    assert card.locator("mark").count() > 0
    quote = card.locator("blockquote").inner_text()
    with page.context.expect_page() as opened:
        card.locator("a.open").click()
    reader = opened.value
    passage = reader.locator("mark#passage")
    expect(passage).to_be_in_viewport()
    marked = " ".join(" ".join(reader.locator("mark").all_inner_texts()).split())
    assert marked == " ".join(quote.split())


def test_every_sentence_of_an_answer_carries_a_citation(open_page: OpenPage) -> None:
    page = open_page("fr-FR")
    ask(page, FRENCH)
    finished_answer(page)
    for sentence in page.locator(".turn .answer > p:not(.confidence, .notice)").all():
        assert sentence.locator("a.cite").count() > 0 or sentence.inner_text().endswith(":"), sentence.inner_text()
    expect(page.locator(".turn .answer")).to_contain_text(re.compile("pilote", re.IGNORECASE))


def test_the_page_speaks_the_languages_of_the_browser_and_switches(open_page: OpenPage) -> None:
    page = open_page("fr-FR")
    expect(page.locator("#masthead h1")).to_have_text("Clusters et métiers ancrés")
    page.get_by_label("English").click()
    expect(page.locator("#masthead h1")).to_have_text("Clusters and anchored jobs")
    page.reload()
    expect(page.locator("#masthead h1")).to_have_text("Clusters and anchored jobs")


def test_an_example_asks_itself(open_page: OpenPage) -> None:
    page = open_page()
    example = page.locator("button.example").first
    text = example.inner_text()
    example.click()
    expect(page.locator(".turn .question")).to_have_text(text)
    finished_answer(page)


def test_what_the_documents_do_not_say_is_said_so(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "What is the capital of Mongolia?")
    finished_answer(page)
    expect(page.locator(".answer.abstained")).to_be_visible()
    assert page.locator("a.cite").count() == 0


def test_a_second_question_keeps_the_first_and_a_new_conversation_clears_both(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ENGLISH)
    finished_answer(page)
    ask(page, "What is the capital of Mongolia?")
    expect(page.locator(".turn")).to_have_count(2)
    finished_answer(page)
    page.locator("#new").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("button.example").first).to_be_visible()


def test_a_filter_restricts_the_sources(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#filters button").first.click()
    page.locator("#filter-kind input").click()
    page.get_by_role("option", name="Job description").click()
    ask(page, "What does a drone pilot do?")
    finished_answer(page)
    facts = page.locator(".card .facts").all_inner_texts()
    assert facts
    assert all(text.startswith("Job description") for text in facts)


def test_nothing_is_fetched_from_elsewhere(open_page: OpenPage, server: str) -> None:
    page = open_page()
    foreign: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((server, "data:", "blob:")) else foreign.append(r.url))
    page.reload()
    ask(page, ENGLISH)
    finished_answer(page)
    assert foreign == []


def test_a_narrow_page_does_not_scroll_sideways(open_page: OpenPage) -> None:
    page = open_page(width=360, scheme="dark")
    ask(page, ENGLISH)
    finished_answer(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_slash_key_moves_to_the_question(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#masthead h1").click()
    page.keyboard.press("/")
    expect(page.locator("#question textarea, #question input").first).to_be_focused()
