import pytest

from assistant.documents import Chunk, DocumentInfo, Evidence, Metadata
from assistant.retrieval.diversity import PER_DOCUMENT, diversify, without_copies


def scored(document: str, text: str, score: float, language: str = "fr", same: str = "", path: str = "") -> Evidence:
    known = Metadata(document, language=language, extra={"id": (same,)} if same else {})
    info = DocumentInfo(document, path or f"{document}.md", known, row=1 if "#" in path else None)
    # As reading ranks them: the lower the score, the later.
    return Evidence(
        Chunk(f"{document}-{text}", document, text, 0, len(text), 0), info, score, round(1000 - 100 * score)
    )


def test_one_document_does_not_crowd_out_the_others() -> None:
    ranked = [scored("one", f"passage numéro {n}{n}", 0.9 - n / 100) for n in range(10)]
    ranked += [scored(f"other{n}", f"autre texte {n}{n}", 0.5 - n / 100) for n in range(10)]
    chosen = diversify(ranked, "fr", 10)
    documents = [one.document.id for one in chosen]
    assert documents.count("one") == PER_DOCUMENT
    assert len(set(documents)) == 10 - PER_DOCUMENT + 1
    assert [one.score for one in chosen] == sorted((one.score for one in chosen), reverse=True)


def test_a_corpus_of_one_document_still_fills_the_evidence() -> None:
    ranked = [scored("one", f"passage numéro {n}{n}", 0.9 - n / 100) for n in range(10)]
    assert len(diversify(ranked, "fr", 10)) == 10


@pytest.mark.parametrize(("language", "expected"), [("fr", "a.fr"), ("en", "a.en"), ("", "a.en")])
def test_of_two_translations_the_one_in_the_language_of_the_question_is_shown(language: str, expected: str) -> None:
    ranked = [
        scored("a.en", "English text", 0.8, "en", "a"),
        scored("a.fr", "texte français", 0.75, "fr", "a"),
        scored("b.fr", "autre chose", 0.5, "fr", "b"),
    ]
    assert [one.document.id for one in diversify(ranked, language, 10)] == [expected, "b.fr"]


def test_a_far_better_translation_wins_whatever_its_language() -> None:
    ranked = [scored("a.en", "English text", 0.8, "en", "a"), scored("a.fr", "texte français", 0.3, "fr", "a")]
    assert [one.document.id for one in diversify(ranked, "fr", 10)] == ["a.en"]


def test_copies_are_shown_once() -> None:
    text = "Le cluster réunit douze entreprises de mécanique à Besançon"
    ranked = [scored("one", text, 0.8), scored("two", text + ".", 0.7), scored("three", "Tout autre chose", 0.6)]
    assert [one.document.id for one in diversify(ranked, "fr", 10)] == ["one", "three"]


def test_a_row_of_a_table_never_replaces_the_document_it_sums_up() -> None:
    ranked = [
        scored("sheet", "The welder joins metal in yards.", 0.8, "en", "welder"),
        scored("row", "Le soudeur assemble.", 0.75, "fr", "welder", path="jobs.csv#1"),
    ]
    assert [one.document.id for one in diversify(ranked, "fr", 10)] == ["sheet", "row"]


def test_ranks_are_counted_anew_without_gaps() -> None:
    ranked = [scored("one", "le même texte", 0.9), scored("two", "le même texte", 0.8), scored("three", "autre", 0.7)]
    assert [(one.document.id, one.rank) for one in diversify(ranked, "fr", 10)] == [("one", 1), ("three", 2)]
    assert diversify((), "fr", 10) == without_copies((), "fr") == ()
