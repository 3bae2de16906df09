"""The lexical index on disk: finding, weighting, filtering, changing, damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents import Chunk, DocumentInfo, Metadata
from assistant.errors import IndexUnusableError
from assistant.index.lexical import LexicalIndex, LexicalWriter

Row = tuple[str, str, str, str]

ROWS: list[Row] = [
    ("drones", "fr", "Drones Paris Region", "Le cluster forme les télépilotes de drone à Brétigny-sur-Orge."),
    ("montres", "fr", "Horlogerie", "L'horlogère règle les mouvements, code ROME B1604, budget de 1 500 euros."),
    ("optics", "en", "Optics Valley", "The cluster trains technicians in photonics and drone cameras."),
    ("soudage", "fr", "Soudage", "Les soudeurs assemblent des pièces de métal ; le métier recrute."),
    ("kurz", "de", "Optik", "Die Photonik im Tal"),
]


def write(folder: Path, rows: list[Row], **extra: tuple[str, ...]) -> None:
    writer = LexicalWriter(folder)
    writer.delete_documents(row[0] for row in rows)
    for name, language, title, text in rows:
        document = DocumentInfo(name, f"{name}.md", Metadata(title, language=language, extra=extra))
        writer.add(document, [Chunk(f"{name}-0", name, text, 0, len(text), 0)])
    writer.commit()


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    write(tmp_path, ROWS)
    return LexicalIndex(tmp_path)


@pytest.mark.parametrize(
    ("question", "language", "first"),
    [
        ("Qui forme les telepilotes ?", "fr", "drones"),
        ("Que fait une soudeuse ?", "fr", "soudage"),
        ("b1604", "fr", "montres"),
        ("Quel budget de 1500 € ?", "fr", "montres"),
        ("Which cluster trains a technician?", "en", "optics"),
        ("photonics", "fr", "optics"),
        ("Photonik", "", "kurz"),
        ("Où est Brétigny ?", "fr", "drones"),
        ("Optics Valley", "en", "optics"),
        ("Qui forme les télépiotes ?", "fr", "drones"),
        ("phtoonics", "en", "optics"),
    ],
)
def test_the_right_passage_comes_first(index: LexicalIndex, question: str, language: str, first: str) -> None:
    hits = index.search(question, language, 5)
    assert hits[0].document_id == first
    assert hits[0].chunk_id == f"{first}-0"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_only_words_that_nothing_has_are_taken_for_misspelt(tmp_path: Path) -> None:
    rows = [("one", "fr", "", "Le verrier souffle."), ("two", "fr", "", "Le terrier du renard, le verrues.")]
    write(tmp_path, rows)
    index = LexicalIndex(tmp_path)
    assert [hit.document_id for hit in index.search("verrier", "fr", 5)] == ["one"]
    assert index.search("zerrie", "fr", 5) == []


@pytest.mark.parametrize("question", ["", "?", "de la le", "xyzzy", 'a AND (b OR "c', "title:drones^5 *", "\0"])
def test_odd_questions_find_nothing_or_something_but_never_fail(index: LexicalIndex, question: str) -> None:
    assert all(hit.score > 0 for hit in index.search(question, "fr", 5))


def test_k_and_filter(index: LexicalIndex) -> None:
    assert len(index.search("cluster drone métier", "fr", 2)) == 2
    assert index.search("cluster", "fr", 0) == []
    assert index.search("cluster", "fr", 5, []) == []
    assert [hit.document_id for hit in index.search("cluster drone", "fr", 5, {"optics", "soudage"})] == ["optics"]


def test_a_filter_does_not_change_scores(index: LexicalIndex) -> None:
    every = {hit.chunk_id: hit.score for hit in index.search("cluster drone", "fr", 5)}
    for hit in index.search("cluster drone", "fr", 5, {"optics"}):
        assert hit.score == pytest.approx(every[hit.chunk_id])


def test_a_document_is_found_by_its_other_names(tmp_path: Path) -> None:
    write(tmp_path, [("systematic", "fr", "Pôle", "Un texte sans nom.")], aliases=("Hub Drones",), title_en=("Welder",))
    index = LexicalIndex(tmp_path)
    assert index.search("hub drones", "en", 1)
    assert index.search("What does a welder do?", "en", 1)


def test_changes_replace_and_remove(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    before = LexicalIndex(tmp_path)
    write(tmp_path, [("drones", "fr", "Drones", "Un texte nouveau sur les satellites.")])
    writer = LexicalWriter(tmp_path)
    writer.delete_documents(["montres"])
    writer.commit()
    after = LexicalIndex(tmp_path)
    assert [hit.document_id for hit in after.search("satellites", "fr", 5)] == ["drones"]
    assert after.search("télépilotes", "fr", 5) == []
    assert after.search("horlogère", "fr", 5) == []
    assert before.search("télépilotes", "fr", 5), "what is open keeps answering from the old state"


def test_scores_of_different_questions_are_shares_of_a_ceiling(index: LexicalIndex) -> None:
    whole, part = "télépilotes drone", "télépilotes drone zeppelin baleine"
    shares = [index.search(q, "fr", 1)[0].score / index.ceiling(q, "fr") for q in (whole, part)]
    assert 0 < shares[1] < shares[0] <= 1
    assert index.ceiling("", "fr") == 0


def test_rare_words_weigh_more(index: LexicalIndex) -> None:
    assert index.idf("xyzzy") > index.idf("photonics") > index.idf("cluster")


@pytest.mark.parametrize("damage", ["missing", "empty", "foreign"])
def test_a_folder_without_an_index_is_one_clear_line(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "lexical"
    if damage != "missing":
        folder.mkdir()
    if damage == "foreign":
        (folder / "meta.json").write_text("{")
    with pytest.raises(IndexUnusableError, match="rebuild") as error:
        LexicalIndex(folder)
    assert "\n" not in str(error.value)
