"""The library and the reader in a real browser, in both languages, with and without script, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_a_filter_takes_effect_at_once_and_stands_in_the_address(visit: Visit) -> None:
    page = visit("/documents")
    every = page.locator(".results-head strong").inner_text()
    page.get_by_role("checkbox", name="Job description").check()
    expect(page).to_have_url(re.compile(r"kind=job"))
    assert "q=" not in page.url
    expect(page.locator(".results-head strong")).not_to_have_text(every)
    facts = page.locator(".works .facts").all_inner_texts()
    assert facts
    assert all(text.startswith("Job description") for text in facts)
    page.get_by_role("link", name="Remove the filter Job description").click()
    expect(page.locator(".results-head strong")).to_have_text(every)


def test_without_script_the_library_searches_and_leads_to_the_passage(visit: Visit) -> None:
    page = visit("/documents", "fr-FR", java_script_enabled=False)
    page.locator("input[name=q]").fill("décolletage Cluses")
    page.get_by_role("checkbox", name="Rapport").check()
    page.locator(".filters > .button").click()
    expect(page).to_have_url(re.compile(r"q=d.*&kind=report|kind=report.*q=d"))
    expect(page.locator(".snippet mark").first).to_be_visible()
    page.locator("a.passages").first.click()
    expect(page.locator("mark#passage")).to_be_in_viewport()
    assert page.locator("html").get_attribute("lang") == "fr"


def test_a_pdf_stands_beside_its_text_where_there_is_room(visit: Visit) -> None:
    page = visit("/documents?format=PDF")
    page.locator(".works h2 a").first.click()
    file = page.locator(".reader-file iframe")
    expect(file).to_be_visible()
    assert "/file#" in (file.get_attribute("src") or "")
    expect(page.locator(".contents nav a").first).to_be_attached()
    page.locator(".views a").last.click()
    expect(page.locator(".reader-text")).to_be_visible()
    expect(file).to_have_count(0)
    page.locator(".views a").first.click()
    expect(file).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(file).to_be_hidden()
    # The way to the file is there on every width; it opens at the page in the browser's own viewer.
    response = page.request.get(page.locator(".tools a[href*='/file']").get_attribute("href") or "")
    assert response.headers["content-type"] == "application/pdf"


def test_the_reader_lists_its_sections_and_offers_a_question(visit: Visit) -> None:
    page = visit("/documents?format=MD&kind=report&language=fr", "fr-FR")
    page.locator(".works h2 a").first.click()
    link = page.locator(".contents nav a").nth(1)
    name = link.inner_text()
    link.click()
    expect(page.locator(".reader-text :target")).to_have_text(name)
    assert (page.locator(".tools a.primary").get_attribute("href") or "").startswith("/?q=")
    expect(page.locator("article.reader-text")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize("address", ["/documents", "/documents?format=CSV", "/about", "/nonsense"])
def test_a_narrow_page_does_not_scroll_sideways(visit: Visit, address: str) -> None:
    page = visit(address, "fr-FR", width=360, scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if "format" in address:
        page.locator(".works h2 a").first.click()
        expect(page.locator(".reader-text table")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_language_and_theme_are_chosen_once_for_all_pages(visit: Visit) -> None:
    page = visit("/about", "en-GB", scheme="light")
    page.locator(".languages a", has_text="FR").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.locator(".theme-switch").click()
    page.goto("/documents")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("h1")).to_have_text("Documents")
