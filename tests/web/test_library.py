"""The library: search, filters with counts, order, pages, translations; all of it in the address."""

from __future__ import annotations

import html
import re

import pytest
from starlette.requests import Request

from assistant.documents import DocumentInfo, Metadata
from assistant.web.catalogue import FACETS, PAGE_SIZE, Catalogue, Selection
from assistant.web.pages import Pages
from assistant.web.routes.library import library_page, selection_of
from tests.web.conftest import Site


def document(number: int, **known: object) -> DocumentInfo:
    fields = {"title": f"Report {number:05}", "kind": "report", "language": "fr", **known}
    return DocumentInfo(f"id{number}", f"reports/{number}.md", Metadata(**fields))  # type: ignore[arg-type]


MANY = [
    document(0, title="Écoles de soudage", cluster=("Alpha",), year=2020),
    document(1, cluster=("Alpha", "Beta"), year=2024, extra={"id": ("one",)}),
    document(2, cluster=("Beta",), language="en", year=2024, extra={"id": ("one",)}),
    document(3, kind="job", sector="glass", region=("Normandie",)),
]


def titles(catalogue: Catalogue, selection: Selection, language: str = "fr", **passages: float) -> list[str]:
    return [work.shown.document.id for work in catalogue.shelf(selection, passages, language).works]


def test_translations_are_one_work_shown_in_the_readers_language() -> None:
    catalogue = Catalogue(MANY)
    assert titles(catalogue, Selection(), "fr") == ["id0", "id1", "id3"]
    assert titles(catalogue, Selection(), "en") == ["id0", "id2", "id3"]
    (work,) = catalogue.shelf(Selection(chosen={"language": ("en",)}), {}, "fr").works
    assert (work.shown.document.id, [e.document.id for e in work.others]) == ("id2", ["id1"])


def test_a_filter_counts_what_choosing_it_would_leave() -> None:
    shelf = Catalogue(MANY).shelf(Selection(chosen={"cluster": ("Beta",)}), {}, "fr")
    assert shelf.documents == 2
    assert dict(shelf.facets["cluster"]) == {"Alpha": 2, "Beta": 2}
    assert dict(shelf.facets["language"]) == {"fr": 1, "en": 1}
    assert dict(shelf.facets["kind"]) == {"report": 2}
    assert shelf.facets["sector"] == ()
    for facet in FACETS:
        for value, count in shelf.facets[facet]:
            chosen = {"cluster": ("Beta",)} | {facet: (value,)}
            assert Catalogue(MANY).shelf(Selection(chosen=chosen), {}, "fr").documents == count  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["ecoles", "SOUDAGE écoles", "alpha soudage"])
def test_titles_and_names_are_found_without_accents_and_case(query: str) -> None:
    assert titles(Catalogue(MANY), Selection(query, sort="relevance")) == ["id0"]


def test_a_title_goes_before_a_passage() -> None:
    found = titles(Catalogue(MANY), Selection("soudage", sort="relevance"), id3=1.0, id1=0.5)
    assert found == ["id0", "id3", "id1"]


def test_the_newest_go_first() -> None:
    assert titles(Catalogue(MANY), Selection(sort="newest"))[:2] == ["id1", "id0"]


def test_a_large_library_comes_in_pages() -> None:
    catalogue = Catalogue([document(n) for n in range(2 * PAGE_SIZE + 1)])
    shelf = catalogue.shelf(Selection(page=3), {}, "fr")
    assert (shelf.page, shelf.pages, len(shelf.works), shelf.documents) == (3, 3, 1, 2 * PAGE_SIZE + 1)
    assert catalogue.shelf(Selection(page=99), {}, "fr").page == 3


def test_an_address_with_nonsense_is_read_as_far_as_it_makes_sense() -> None:
    selection = selection_of(
        [
            ("kind", "job"),
            ("kind", "job"),
            ("kind", ""),
            ("page", "²"),
            ("sort", "x"),
            ("colour", "red"),
            ("q", " a\0b "),
        ]
    )
    assert selection == Selection("a b", {"kind": ("job",)}, "relevance", 1)


def listed(site: Site, address: str, language: str = "en") -> list[str]:
    page = site.visitor(language).get(address).text
    return [html.unescape(title) for title in re.findall(r"<h2[^>]*><a href=[^>]*>(.*?)</a></h2>", page)]


def test_the_page_lists_filters_and_searches(site: Site) -> None:
    assert listed(site, "/documents") == ["Beta.fr", "The Alpha cluster", "Welder"]
    assert listed(site, "/documents", "fr") == ["Beta.fr", "Le cluster Alpha", "Welder"]
    assert listed(site, "/documents?kind=job") == ["Welder"]
    assert listed(site, "/documents?format=TXT") == ["Beta.fr"]
    assert listed(site, "/documents?q=welder")[0] == "Welder"
    assert listed(site, "/documents?cluster=Nobody") == []


def test_words_of_the_text_are_found_and_lead_to_the_passage(site: Site) -> None:
    page = site.visitor("fr").get("/documents?q=verriers").text
    assert "<mark>verriers</mark>" in page
    link = html.unescape(re.search(r'class="passages" href="([^"]+)"', page)[1])  # type: ignore[index]
    assert '<mark id="passage">' in site.visitor("fr").get(link).text


def test_what_was_chosen_stays_in_the_links(site: Site) -> None:
    page = html.unescape(site.visitor().get("/documents?q=welder&kind=job&language=en").text)
    assert 'href="/documents?q=welder&language=en&sort=relevance"' in page
    assert '<input type="checkbox" name="kind" value="job" checked>' in page


def test_ten_thousand_documents_make_a_small_page() -> None:
    catalogue = Catalogue(
        document(n, cluster=(f"Cluster {n % 900}",), sector=f"sector {n % 700}", year=1900 + n % 120)
        for n in range(10_000)
    )
    scope = {"type": "http", "method": "GET", "path": "/documents", "query_string": b"", "headers": []}
    response = library_page(Request(scope), Pages(), catalogue, {}, lambda _: {})
    assert len(response.body) < 300_000
    assert b"10,000 documents" in response.body
