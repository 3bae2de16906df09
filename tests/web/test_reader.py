"""The reader shows a document as the assistant sees it, with the cited passages marked."""

from __future__ import annotations

import html
import re

import pytest

from assistant.documents import Block, Cell, DocumentInfo, Metadata
from assistant.index.registry import StoredDocument
from assistant.web.links import checksum, passage_link, passages_link
from assistant.web.reader import Part, page_at, parts_of, passages_in
from tests.blocks import blocks_in
from tests.web.conftest import Site

TEXT = "First line.\n\nSecond line.\n\nThird line."
BLOCKS = (Block(0, 11, ("A",)), Block(13, 25, ("A", "B"), 2), Block(27, 38, ("C",), 2))
STORED = StoredDocument(DocumentInfo("d", "d.md", Metadata("Title")), "d.md", TEXT, BLOCKS)


def test_a_passage_is_marked_across_blocks_and_its_anchor_stands_once() -> None:
    passages, changed = passages_in(TEXT, [(6, 19)], [checksum(TEXT[6:19])])
    assert not changed
    parts = parts_of(STORED, passages)
    pieces = [piece for part in parts for piece in part.pieces]
    assert [(p.text, p.anchor) for p in pieces if p.marked] == [("line.", "passage"), ("Second", "")]
    assert "".join(p.text for p in pieces) == TEXT.replace("\n\n", "")
    headings = [(p.title, p.level) for p in parts if p.kind == "heading"]
    assert headings == [("A", 2), ("B", 3), ("C", 2)]
    assert [p.number for p in parts if p.kind == "page"] == [2]
    assert page_at(BLOCKS, 14) == 2


def test_several_passages_are_marked_in_the_order_of_the_text_and_overlaps_only_once() -> None:
    passages, _ = passages_in(TEXT, [(27, 32), (0, 5), (3, 8)], [])
    assert [p.anchor for p in passages] == ["passage-2", "passage-3", "passage"]
    pieces = [piece for part in parts_of(STORED, passages) for piece in part.pieces]
    assert "".join(p.text for p in pieces) == TEXT.replace("\n\n", "")
    assert [p.text for p in pieces if p.marked] == ["First", " li", "Third"]


@pytest.mark.parametrize("span", [(0, 0), (5, 2), (0, 39), (100, 200)])
def test_a_span_outside_the_text_marks_nothing(span: tuple[int, int]) -> None:
    assert passages_in(TEXT, [span], []) == ((), False)


def test_a_passage_that_has_changed_is_not_marked_and_is_told() -> None:
    assert passages_in(TEXT, [(0, 5)], [checksum("Old text.")]) == ((), True)


def parts(text: str) -> list[Part]:
    stored = StoredDocument(
        DocumentInfo("d", "d.md", Metadata("T")), "d.md", text, tuple(blocks_in(text, 0, len(text)))
    )
    return list(parts_of(stored, ()))


@pytest.mark.parametrize(
    ("text", "columns", "names", "cells"),
    [
        ("Name: a; Year: 1\nName: b; Year: 2", ("Name", "Year"), (), [["a", "1"], ["b", "2"]]),
        ("Name: a; Year: 1\nName: b", ("Name", "Year"), (), [["a", "1"], ["b", ""]]),
        ("Name: a\nName: b; Year: 2", ("Name", "Year"), (), [["a", ""], ["b", "2"]]),
        ("Name: a\nName: b", ("Name",), (), [["a"], ["b"]]),
        ("Code: H1\nCluster: X: Y", (), ("Code", "Cluster"), [["H1"], ["X: Y"]]),
    ],
)
def test_rows_are_a_table(text: str, columns: tuple[str, ...], names: tuple[str, ...], cells: list[list[str]]) -> None:
    (table,) = parts(text)
    assert (table.kind, table.columns, table.names) == ("table", columns, names)
    assert [["".join(piece.text for piece in cell) for cell in row] for row in table.rows] == cells


def test_a_value_under_several_columns_stands_in_the_first() -> None:
    text = "a\nb\n3"
    rows = (
        Block(0, 3, kind="row", cells=(Cell(("Region",), 0, 1), Cell(("Town",), 2, 3))),
        Block(4, 5, kind="row", cells=(Cell(("Region / Town",), 4, 5),)),
    )
    (table,) = parts_of(StoredDocument(DocumentInfo("d", "d", Metadata("T")), "d", text, rows), ())
    assert table.columns == ("Region", "Town")
    assert [["".join(p.text for p in cell) for cell in row] for row in table.rows] == [["a", "b"], ["3", ""]]


def test_items_notes_and_tables_of_other_places_stand_apart() -> None:
    text = "Tools:\n- saw\n  - blade\nName: a\n\nName: b"
    found = parts(text)
    assert [(part.kind, part.level) for part in found] == [
        ("prose", 0), ("item", 0), ("item", 1), ("table", 0), ("table", 0),
    ]  # fmt: skip


def test_the_page_marks_the_passage_shows_the_table_and_the_metadata(site: Site) -> None:
    id_ = site.id_of("reports/alpha.fr.md")
    with site.assistant.snapshot() as snapshot:
        text = snapshot.text(id_)
    quote = "forme des soudeurs à Brest"
    start = text.index(quote)
    page = site.visitor("en").get(passage_link(id_, start, start + len(quote), quote, "en")).text
    assert f'<mark id="passage">{quote}</mark>' in page
    assert '<html lang="en">' in page
    assert '<article class="reader-text" lang="fr">' in page
    assert '<th scope="col">Année</th>' in page
    assert "<td>120 soudeurs formés</td>" in page
    assert "Original file" in page
    assert 'href="https://alpha.example/rapport" rel="noopener noreferrer nofollow"' in page
    assert 'href="javascript' not in page
    assert f'href="/documents/{site.id_of("reports/alpha.en.md")}"' in page


def test_passages_of_another_version_are_told_and_not_marked(site: Site) -> None:
    id_ = site.id_of("reports/alpha.fr.md")
    page = site.visitor("fr").get(passages_link(id_, [(0, 8, "Old text")], "fr")).text
    assert "Ce document a changé depuis la réponse" in page
    assert "<mark" not in page


@pytest.mark.parametrize(
    "query", ["at=1", "at=a-b", "at=5-1", "at=0-999999999", "at=²-³", "at=-1-4", "at=1-2&check=%00"]
)
def test_a_senseless_passage_opens_the_document_all_the_same(site: Site, query: str) -> None:
    response = site.visitor().get(f"/documents/{site.id_of('jobs/welder.en.md')}?{query}")
    assert response.status_code == 200
    assert "A welder joins metal parts." in response.text


def test_a_question_about_the_document_is_one_click_away(site: Site) -> None:
    page = html.unescape(site.visitor("en").get(f"/documents/{site.id_of('jobs/welder.en.md')}").text)
    assert re.search(r'href="/\?q=What\+does\+one\+do\+in\+this\+job%3A\+Welder%3F"', page)


def test_a_file_is_served_as_it_is(site: Site) -> None:
    response = site.visitor().get(f"/documents/{site.id_of('reports/beta.fr.txt')}/file")
    assert response.content == (site.settings.corpus_dir / "reports" / "beta.fr.txt").read_bytes()
    assert response.headers["content-disposition"].startswith("inline")
    assert "sandbox" in response.headers["content-security-policy"]
