"""The catalogue of professions in a real browser: search, filters, a job's page and sheets, comparison, map, charts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

TITLES = ".professions .card h2 a"


def found(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".count").inner_text()))


def type_in_search(page: Page, text: str) -> None:
    page.wait_for_selector("html.scripted")
    page.locator("#q").press_sequentially(text)


@pytest.mark.parametrize(
    ("locale", "typed", "expected"),
    [
        ("fr-FR", "decoleteur", "Décolleteur"),
        ("fr-FR", "drone pilot", "Télépilote"),
        ("en-GB", "maroquinier", "Leather"),
        ("en-GB", "who makes perfume", "fragrance|perfume"),
    ],
)
def test_the_list_answers_while_one_types(visit: Visit, locale: str, typed: str, expected: str) -> None:
    page = visit("/professions", locale)
    every = page.locator(".count").inner_text()
    type_in_search(page, typed)
    expect(page.locator(TITLES).first).to_have_text(re.compile(expected, re.I))
    expect(page).to_have_url(re.compile(r"q="))
    page.locator("#q").fill("")
    expect(page.locator(".count")).to_have_text(every)


def test_filters_narrow_the_list_and_stand_in_the_address(visit: Visit) -> None:
    page = visit("/professions")
    every = found(page)
    box = page.locator('input[name="sector"]').first
    sector, count = box.get_attribute("value") or "", int(box.locator("..").locator("small").inner_text())
    assert count < every
    box.check()
    expect(page).to_have_url(re.compile(f"sector={sector}"))
    expect(page.locator(".count")).to_have_text(re.compile(rf"^{count} "))
    assert page.locator(TITLES).count() == count
    page.reload()
    assert found(page) == count
    page.locator(".chosen .chip").click()
    page.wait_for_url("**/professions")
    assert found(page) == every


def test_a_job_s_page_leads_to_the_passages_and_to_the_chat(visit: Visit) -> None:
    page = visit("/professions?q=soudeur+robot", "fr-FR")
    page.locator(TITLES).first.click()
    title = page.locator("h1").inner_text()
    expect(page.locator("section h2").first).to_be_visible()
    assert page.locator("aside .places li").count() >= 1
    question = page.locator(".actions a.primary").get_attribute("href") or ""
    assert question.startswith("/?q=")
    page.locator(".told a.source").first.click()
    expect(page.locator("mark#passage").first).to_be_in_viewport()
    page.go_back()
    page.goto(page.locator(".actions a.primary").get_attribute("href") or "")
    expect(page.locator(".turn .answer:not([aria-busy]) a.cite").first).to_be_visible()
    assert title.split()[0].lower() in page.locator(".turn").first.inner_text().lower()


def test_the_sheets_open(visit: Visit) -> None:
    page = visit("/professions?q=décolleteur", "fr-FR")
    page.locator(TITLES).first.click()
    title = page.locator("h1").inner_text()
    links = [link.get_attribute("href") or "" for link in page.locator(".actions a").all()]
    (pdf,) = [link for link in links if ".pdf" in link]
    (markdown,) = [link for link in links if ".md" in link]
    answer = page.request.get(pdf)
    assert answer.headers["content-type"] == "application/pdf"
    sheet = pypdfium2.PdfDocument(io.BytesIO(answer.body()))
    assert 1 <= len(sheet) <= 2
    assert title.split()[0] in sheet[0].get_textpage().get_text_bounded()
    assert page.request.get(markdown).text().startswith(f"# {title}\n")


def test_two_jobs_side_by_side(visit: Visit) -> None:
    page = visit("/professions")
    names = [page.locator(TITLES).nth(n).inner_text() for n in (0, 1)]
    for n in (0, 1):
        page.locator('input[name="ids"]').nth(n).check()
    page.locator("#compare .primary").click()
    page.wait_for_url("**/professions/compare?**")
    heads = page.locator("table.compare thead th")
    assert [heads.nth(n).locator("a").first.inner_text() for n in (0, 1)] == names
    assert page.locator("table.compare tbody tr").count() >= 8
    page.locator("table.compare a.remove").first.click()
    expect(heads).to_have_count(1)


def test_the_map_shows_each_cluster_where_it_is_and_the_jobs_that_it_anchors(visit: Visit) -> None:
    page = visit("/professions/map")
    clusters = int(page.locator(".map-filter [role=status]").inner_text().split()[0])
    marks, entries = page.locator("svg.france a"), page.locator(".map-list .places li")
    assert entries.count() == clusters
    assert 20 <= marks.count() <= clusters
    label = marks.nth(3).get_attribute("aria-label") or ""
    marks.nth(3).focus()
    page.keyboard.press("Enter")
    assert label.split(". ")[1].split(",")[0] in page.locator("#cluster-4").inner_text()
    options = page.locator("#sector option")
    name, count = re.fullmatch(r"(.+) \((\d+)\)", options.nth(1).inner_text()).groups()  # type: ignore[union-attr]
    page.locator("#sector").select_option(index=1)
    page.wait_for_url("**sector=**")
    assert page.locator(".map-list .places li").count() == int(count), name


def test_the_charts_count_what_the_list_holds(visit: Visit) -> None:
    page = visit("/professions/charts", "fr-FR")
    for facet in ("sector", "region", "level"):
        page.goto("/professions/charts")
        bars = page.locator(f"section[aria-labelledby=chart-{facet}] .bars li")
        assert bars.count() >= 4
        for n in (0, bars.count() - 1):
            page.goto("/professions/charts")
            bar = bars.nth(n)
            count = int(bar.locator("strong").inner_text())
            bar.locator("a").click()
            page.wait_for_url(f"**/professions?{facet}=**")
            assert found(page) == count


def test_the_like_lie_near_each_other_and_say_so(visit: Visit) -> None:
    page = visit("/professions/similar")
    dots = page.locator("svg.scatter a")
    assert dots.count() == int(page.locator(".map-filter [role=status]").inner_text().split()[0])
    page.wait_for_selector("html.scripted")
    dots.last.locator(":scope > :not(title, text)").hover()
    expect(page.locator("svg.scatter a.near, svg.scatter .near").first).to_be_attached()
    dots.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("aside h2#near")).to_be_visible()


def test_everything_can_be_done_from_the_keyboard(visit: Visit) -> None:
    page = visit("/professions")
    page.wait_for_selector("html.scripted")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("drone")
    expect(page.locator(TITLES).first).to_have_text(re.compile("drone", re.I))
    page.locator(TITLES).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile("drone", re.I))
    page.keyboard.press("/")
    expect(page.locator("#quick")).to_be_focused()
    page.keyboard.type("cooper")
    expect(page.locator(".suggestions li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()


@pytest.mark.parametrize("path", ["", "/map", "/charts", "/similar", "/fabrication-additive", "/compare"])
def test_a_phone_does_not_scroll_sideways(visit: Visit, path: str) -> None:
    page = visit(f"/professions{path}", "fr-FR", width=360, scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_script_the_catalogue_works(visit: Visit) -> None:
    page = visit("/professions", "fr-FR", java_script_enabled=False)
    page.locator("#q").fill("soudeur")
    page.locator(".search .primary").click()
    page.locator(TITLES).first.click()
    expect(page.locator(".told section").first).to_be_visible()


def test_an_unknown_job_is_a_page_that_helps(visit: Visit) -> None:
    page = visit("/professions/xyzzy", "fr-FR")
    expect(page.locator("h1")).to_be_visible()
    assert page.request.get("/professions/xyzzy").status == 404
