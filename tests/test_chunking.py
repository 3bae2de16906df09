from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chunking import embedded_text, split
from assistant.documents import Block, Cell, Citation, DocumentInfo, LoadedDocument, Metadata


def words(text: str) -> int:
    return len(text.split())


def document(*sections: tuple[tuple[str, ...], int | None, str]) -> LoadedDocument:
    text, blocks = "", []
    for heading, page, content in sections:
        text += "\n\n" if text else ""
        blocks.append(Block(len(text), len(text) + len(content), heading, page))
        text += content
    return LoadedDocument(Metadata("Titre"), text, tuple(blocks))


def texts(loaded: LoadedDocument, most: int) -> list[str]:
    return [chunk.text for chunk in split(loaded, "d", words, most)]


def test_a_short_document_is_one_chunk():
    assert texts(document(((), None, "Une phrase. Une autre.")), 10) == ["Une phrase. Une autre."]


def test_sections_are_not_mixed_and_pages_are_kept():
    loaded = document((("A",), 1, "Un."), (("A",), 2, "Deux."), (("A", "B"), 2, "Trois."))
    chunks = split(loaded, "d", words, 10)
    assert [(chunk.text, chunk.heading, chunk.page) for chunk in chunks] == [
        ("Un.\n\nDeux.", ("A",), 1),
        ("Trois.", ("A", "B"), 2),
    ]


def test_a_passage_carries_the_blocks_that_it_covers_and_a_quote_has_its_own_page():
    text = "Un deux trois.\n\n- quatre cinq\nVille: Dole; Nom: six"
    row = Block(30, 51, (), 3, "row", cells=(Cell(("Ville",), 37, 41), Cell(("Nom",), 48, 51)), page_label="iii")
    blocks = (Block(0, 14, (), 1), Block(16, 29, (), 2, "item", 0, 2), row)
    loaded = LoadedDocument(Metadata("Titre"), text, blocks)
    (whole,) = split(loaded, "d", words, 20)
    assert whole.blocks == blocks
    assert [block.kind for block in whole.blocks_over(20, 40)] == ["item", "row"]
    quote = Citation(1, whole, DocumentInfo("d", "d.pdf", Metadata("Titre")), "Dole", 37, 41, 1.0)
    assert (whole.page, quote.page, quote.page_label) == (1, 3, "iii")
    pieces = [chunk.blocks[0] for chunk in split(loaded, "d", words, 2)]
    assert [text[block.start : block.end] for block in pieces] == [
        "Un deux", "trois.", "- quatre", "cinq", "Ville: Dole;", "Nom: six",
    ]  # fmt: skip
    assert [[text[cell.start : cell.end] for cell in block.cells] for block in pieces[-2:]] == [["Dole"], ["six"]]
    assert [block.mark for block in pieces[2:4]] == [2, 0]


def test_a_table_keeps_its_caption():
    rows = tuple(Block(9 + 8 * n, 16 + 8 * n, (), None, "row") for n in range(4))
    loaded = LoadedDocument(
        Metadata("T"), "Le titre\n" + "\n".join("a b c d" for _ in rows), (Block(0, 8, kind="caption"), *rows)
    )
    assert texts(loaded, 8)[0] == "Le titre\na b c d"


def test_a_section_is_shared_out_evenly():
    loaded = document(((), None, " ".join(f"Phrase numéro {n} ici." for n in range(11))))
    assert [words(text) for text in texts(loaded, 40)] == [24, 20]


def test_rows_and_items_are_not_cut():
    rows = "\n".join(f"Ville: Dole. Nom: {n}. Taille: petite" for n in range(6))
    assert all(line in rows.split("\n") for text in texts(document(((), None, rows)), 14) for line in text.split("\n"))


def test_a_list_keeps_the_line_that_leads_to_it():
    loaded = document(
        ((), None, "Un deux trois quatre cinq six. Sept huit.\n\nIl faut :\n- une scie bien large\n- un étau")
    )
    assert texts(loaded, 11) == [
        "Un deux trois quatre cinq six. Sept huit.",
        "Il faut :\n- une scie bien large\n- un étau",
    ]


def test_a_sentence_that_points_back_brings_the_one_before():
    loaded = document(
        ((), None, "Lip fabrique des montres depuis longtemps. Lip exporte. Elle emploie plus de cent personnes.")
    )
    assert texts(loaded, 11) == [
        "Lip fabrique des montres depuis longtemps. Lip exporte.",
        "Lip exporte. Elle emploie plus de cent personnes.",
    ]


def test_a_sentence_without_end_is_cut_at_commas_then_spaces():
    loaded = document(((), None, "un deux, trois quatre cinq, six sept huit neuf dix onze"))
    assert texts(loaded, 4) == ["un deux,", "trois quatre cinq,", "six sept huit neuf", "dix onze"]


def test_a_word_without_end_is_cut_anywhere():
    chunks = split(document(((), None, "x" * 1000)), "d", len, 100)
    assert max(len(chunk.text) for chunk in chunks) <= 100
    assert "".join(chunk.text for chunk in chunks) == "x" * 1000


def test_what_is_embedded_names_title_and_headings():
    (chunk,) = split(document((("A", "B"), None, "Texte.")), "d", words, 10)
    assert embedded_text("Titre", chunk) == "Titre > A > B\nTexte."
    (chunk,) = split(document(((), None, "Texte.")), "d", words, 10)
    assert embedded_text("", chunk) == "Texte."


def test_ids_stay_when_other_text_changes():
    before = {
        chunk.text: chunk.id for chunk in split(document((("A",), 1, "Un."), (("B",), 1, "Deux.")), "d", words, 9)
    }
    after = {
        chunk.text: chunk.id for chunk in split(document((("A",), 1, "Zéro."), (("B",), 3, "Deux.")), "d", words, 9)
    }
    assert before["Deux."] == after["Deux."]
    assert before["Un."] != after["Zéro."]


def test_ids_are_unique_for_repeated_text_and_differ_by_document():
    loaded = document((("A",), 1, "Pareil."), (("B",), 1, "Pareil."), (("A",), 2, "Pareil."))
    ids = [chunk.id for name in ("d", "e") for chunk in split(loaded, name, words, 9)]
    assert len(set(ids)) == 6
    assert all(len(identity) == 24 for identity in ids)


def test_counting_is_done_about_once_a_sentence():
    calls = 0

    def count(text: str) -> int:
        nonlocal calls
        calls += 1
        return words(text)

    split(document(((), None, " ".join(f"Phrase numéro {n} ici." for n in range(1000)))), "d", count, 40)
    assert calls < 1300


_prose = st.text(alphabet=st.sampled_from("aéB1. ?!:;,«»-\n\u00a0"), min_size=1, max_size=200).filter(str.strip)


@st.composite
def documents(draw: st.DrawFn) -> LoadedDocument:
    return document(
        *draw(
            st.lists(
                st.tuples(st.sampled_from([(), ("A",), ("A", "B")]), st.none() | st.integers(1, 3), _prose), max_size=5
            )
        )
    )


def _uncovered(loaded: LoadedDocument, spans: list[tuple[int, int]]) -> Iterator[str]:
    position = 0
    for start, end in spans:
        yield loaded.text[position:start]
        position = end
    yield loaded.text[position:]


@given(documents(), st.integers(3, 60), st.sampled_from([words, len]))
def test_properties_of_chunks(loaded, most, count):
    chunks = split(loaded, "d", count, most)
    for chunk in chunks:
        assert chunk.text == loaded.text[chunk.start : chunk.end] == chunk.text.strip() != ""
        assert count(chunk.text) <= most
        inside = [block for block in loaded.blocks if block.start < chunk.end and chunk.start < block.end]
        assert {block.heading for block in inside} == {chunk.heading}
    assert all(not gap.strip() for gap in _uncovered(loaded, [(chunk.start, chunk.end) for chunk in chunks]))
    assert all(first.start < second.start and first.end < second.end for first, second in pairwise(chunks))
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert split(loaded, "d", count, most) == chunks


@pytest.mark.parametrize("most", [1, 2])
def test_tiny_limits_still_end(most):
    assert "".join(texts(document(((), None, "un deux trois")), most)).replace(" ", "") == "undeuxtrois"
