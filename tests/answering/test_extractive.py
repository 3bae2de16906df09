import re
from dataclasses import replace

import pytest

from assistant.answering import Answerer
from assistant.answering.candidates import candidates
from assistant.answering.presenting import refers_back, shown
from assistant.documents import Answer, Grounding
from assistant.settings import load_settings

NEOPOLIA = """Neopolia réunit 240 entreprises industrielles de l'Ouest. Le siège de Neopolia est à Saint-Nazaire. \
Neopolia a été fondé en 1999 par des sous-traitants de la navale [3].

Le groupe travaille aussi pour l'éolien en mer. Il forme des soudeurs et des chaudronniers.

Les compétences recherchées sont :
- le soudage à l'arc
- la lecture de plans
- la chaudronnerie"""
COSMETIC = """Cosmetic Valley rassemble 3 200 entreprises de la parfumerie. Le siège est à Chartres."""
ENGLISH = """The watchmaking cluster of Besançon gathers 400 firms. Its school trains 60 watchmakers a year."""

pytestmark = pytest.mark.model


@pytest.fixture
def ask(library, embedder):
    library.add("neopolia", NEOPOLIA, kind="report", cluster=("Neopolia",))
    library.add("cosmetic", COSMETIC, kind="report", cluster=("Cosmetic Valley",))
    library.add("watches", ENGLISH, language="en", kind="report", cluster=("Besançon watchmaking",))
    answerer = Answerer(library, embedder, load_settings())

    def answer(question: str, ids=("neopolia", "cosmetic"), language: str = "fr", confidence: float = 0.9) -> Answer:
        *_, last = answerer.answer(library.retrieval(question, ids, language, confidence))
        assert last.complete
        for citation in last.citations:
            assert library.text(citation.document.id)[citation.start : citation.end] == citation.quote
            assert citation.quote in citation.chunk.text
        return last

    return answer


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Où est le siège de Neopolia ?", "Saint-Nazaire"),
        ("Quand Neopolia a-t-il été fondé ?", "1999"),
        ("Combien d'entreprises réunit Neopolia ?", "240"),
        ("Qui Neopolia forme-t-il ?", "soudeurs"),
    ],
)
def test_the_answer_is_among_the_sentences(ask, question: str, expected: str) -> None:
    answer = ask(question)
    assert expected in answer.text
    assert 1 <= len(answer.sentences) <= 3
    assert {n for s in answer.sentences for n in s.citations} == {c.n for c in answer.citations}
    assert all(s.grounding is Grounding.SUPPORTED for s in answer.sentences)


def test_the_best_sentence_comes_first_and_the_others_follow_in_order(ask) -> None:
    answer = ask("Que sait-on de Neopolia, de son siège et de sa fondation en 1999 ?")
    assert "1999" in answer.sentences[0].text
    starts = [c.start for c in answer.citations if c.document.id == "neopolia"]
    assert len(starts) > 2
    assert starts[1:] == sorted(starts[1:])


def test_what_the_best_sentence_refers_back_to_stands_before_it(library, embedder) -> None:
    library.add("n", "Alpha est une école de Brest. Elle forme 60 soudeurs par an. Alpha recrute.")
    answerer = Answerer(library, embedder, load_settings())
    *_, answer = answerer.answer(library.retrieval("Combien de soudeurs l'école Alpha forme-t-elle par an ?", ["n"]))
    texts = [s.text for s in answer.sentences]
    assert texts[:2] == ["Alpha est une école de Brest.", "Elle forme 60 soudeurs par an."]


def test_each_part_of_a_question_is_answered(ask) -> None:
    answer = ask("Où est le siège de Neopolia, et combien d'entreprises réunit-il ?")
    assert "Saint-Nazaire" in answer.text
    assert "240" in answer.text


def test_the_part_that_nothing_answers_is_named(ask) -> None:
    answer = ask("Que fait Cosmetic Valley et quand a-t-elle été fondée ?", ("cosmetic",))
    *_, last = answer.sentences
    assert "« quand a-t-elle été fondée »" in last.text
    assert last.grounding is Grounding.FRAME


def test_a_row_of_a_table_of_jobs_is_quoted_without_its_columns_and_ids(library) -> None:
    row = "Intitulé: Soudeur\nAccès: Un CAP de soudage mène au métier.\nIdentifiant: soudeur\nSource: fiche soudeur"
    library.add("table", row, kind="job", title="Soudeur")
    library.documents["table"] = replace(library.documents["table"], path="jobs/table.csv#1")
    found = candidates(library.retrieval("?", ["table"]).evidence)
    assert [c.text for c in found] == ["Intitulé: Soudeur", "Un CAP de soudage mène au métier."]
    assert found[1].heading == ("Accès",)


def test_a_question_for_a_code_is_answered_by_the_row_that_holds_it(library, embedder) -> None:
    rows = "System: ROME 2021; Code: N2204; Label: Flight\nSystem: ROME 4.0; Code: N2206; Label: Drone pilot"
    prose = "No ROME 4.0 code of the drone pilot is given elsewhere in this description of the job."
    library.add("d", f"{prose}\n\n{rows}", language="en", kind="job", title="Drone pilot")
    retrieval = library.retrieval("Which ROME 4.0 code does a drone pilot have?", ["d"], "en")
    *_, answer = Answerer(library, embedder, load_settings()).answer(retrieval)
    assert "N2206" in answer.text


def test_the_documents_own_source_marks_are_not_shown(ask) -> None:
    answer = ask("Quand Neopolia a-t-il été fondé ?")
    assert not any(re.search(r"\[\d", s.text) for s in answer.sentences)
    assert any("[3]" in c.quote for c in answer.citations)


def test_a_list_is_whole_and_in_order(ask) -> None:
    texts = [s.text for s in ask("Quelles sont les compétences recherchées ?").sentences]
    assert texts == [
        "Les compétences recherchées sont :",
        "le soudage à l'arc",
        "la lecture de plans",
        "la chaudronnerie",
    ]


def test_a_list_without_a_lead_in_is_introduced(library, embedder) -> None:
    library.add("n", "- le soudage à l'arc\n- la lecture de plans de soudage")
    retrieval = library.retrieval("Quelles sont les activités de soudage ?", ["n"])
    *_, answer = Answerer(library, embedder, load_settings()).answer(retrieval)
    assert answer.sentences[0].grounding is Grounding.FRAME
    assert answer.sentences[0].citations == ()
    assert "plans" in answer.text


def test_passages_in_the_other_language_are_announced(ask) -> None:
    french = ask("Combien d'horlogers l'école forme-t-elle ?", ("watches",))
    assert french.notice == "Les passages cités sont en anglais."
    assert ask("How many watchmakers are trained?", ("watches",), "en").notice == ""


def test_abstains_below_the_threshold(ask) -> None:
    answer = ask("Quel est le budget de la NASA ?", confidence=0.1)
    assert answer.abstained
    assert answer.citations == ()
    assert "NASA" in answer.text
    assert len(answer.nearest) == 3
    assert answer.confidence == 0.1
    assert "NASA" in ask("What is the budget of NASA?", language="en", confidence=0.1).text


def test_abstains_without_evidence(ask) -> None:
    assert ask("Quel est le budget ?", ids=()).abstained


def test_the_same_sentence_is_not_said_twice(library, embedder) -> None:
    text = "Alpha réunit 240 entreprises industrielles de Nantes."
    library.add("a", text)
    library.add("b", text)
    retrieval = library.retrieval("Qui réunit Alpha ?", ["a", "b"])
    *_, answer = Answerer(library, embedder, load_settings()).answer(retrieval)
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Il compte 240 membres.", True),
        ("Elles recrutent.", True),
        ("Le cluster recrute.", True),
        ("Ce métier change.", True),
        ("It has 240 members.", True),
        ("The cluster recruits.", True),
        ("Neopolia recrute.", False),
        ("Les soudeurs manquent.", False),
        ("Le cluster Neopolia recrute.", False),
        ("The welders are rare.", False),
    ],
)
def test_sentences_that_lose_their_subject(sentence: str, expected: bool) -> None:
    assert refers_back(sentence) is expected


def test_a_lost_subject_is_added_in_brackets(library) -> None:
    library.add("n", "Neopolia est à Saint-Nazaire. Il compte 240 membres.", kind="report", cluster=("Neopolia",))
    _, second = candidates(library.retrieval("?", ["n"]).evidence)
    assert shown(second, follows=False) == "[Neopolia] Il compte 240 membres."
    assert shown(second, follows=True) == "Il compte 240 membres."


def test_an_item_keeps_its_lead_in(library) -> None:
    library.add("n", "Les compétences sont :\n- le soudage\n- la lecture de plans")
    _, first, second = candidates(library.retrieval("?", ["n"]).evidence)
    assert shown(first, follows=False) == "[Les compétences sont] le soudage"
    assert shown(second, follows=True) == "la lecture de plans"


def test_lists_of_sources_are_no_answer(library) -> None:
    library.add("n", "1. https://neopolia.com", heading=("Neopolia", "Sources"))
    assert candidates(library.retrieval("?", ["n"]).evidence) == ()


def test_of_a_table_only_the_row_in_question_is_quoted(library, embedder) -> None:
    rows = ("Soudeur; Cause: robots", "Maroquinier; Cause: visites d'ateliers", "Verrier; Cause: fours électriques")
    library.add("t", "\n".join(f"Métier: {row}; Année: 2020" for row in rows))
    retrieval = library.retrieval("Pourquoi le métier de maroquinier change-t-il ?", ["t"])
    *_, answer = Answerer(library, embedder, load_settings()).answer(retrieval)
    assert [s.text for s in answer.sentences] == [f"Métier: {rows[1]}; Année: 2020"]


def test_a_row_that_ends_with_a_source_mark_is_quoted(library, embedder) -> None:
    library.add(
        "r", "Chiffre: 182 membres d'Alpha; Année: 2021; Source: [2]\nChiffre: 9 labos; Année: 2021; Source: [3]"
    )
    *_, answer = Answerer(library, embedder, load_settings()).answer(
        library.retrieval("Combien de membres Alpha avait-il en 2021 ?", ["r"])
    )
    assert "182 membres" in answer.sentences[0].text


def test_each_count_that_is_asked_for_is_given(library, embedder) -> None:
    library.add("c", "Alpha compte 680 membres. Alpha a signé 12 accords. Alpha propose 190 formations à Dijon.")
    *_, answer = Answerer(library, embedder, load_settings()).answer(
        library.retrieval("Combien de membres compte Alpha, et combien de formations propose-t-il ?", ["c"])
    )
    assert "680 membres" in answer.text
    assert "190 formations" in answer.text
