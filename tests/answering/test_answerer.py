"""The whole way from what was found to an answer: refused, in part, answered; with and without a reader."""

import logging

import pytest
from fakes import FakeReader

from assistant.answering import Answerer
from assistant.answering.texts import texts
from assistant.documents import Answer, By, Grounding, Query, Turn, Why
from assistant.errors import ReaderError
from assistant.settings import load_settings

SEAT = "Où est le siège de Neopolia ?"


class DamagedReader(FakeReader):
    def read(self, *_: object):
        raise ReaderError("The reader's weights are damaged; install the package again.")


@pytest.fixture
def corpus(library):
    text = "Neopolia réunit 240 entreprises de l'Ouest. Le siège de Neopolia est à Saint-Nazaire."
    library.add("neopolia", text, kind="report", cluster=("Neopolia",), extra={"status": ("active",)})
    library.add("watches", "The watchmaking school trains 60 watchmakers.", language="en")
    library.add("rows", "\n".join(f"Métier: {job}; Année: 2020" for job in ("Soudeur", "Maroquinier", "Verrier")))
    return library


@pytest.mark.usefixtures("corpus")
def test_a_likely_sentence_is_the_answer(ask) -> None:
    answer = ask(SEAT, ["Saint-Nazaire"])
    assert [s.text for s in answer.sentences] == ["Le siège de Neopolia est à Saint-Nazaire."]
    assert (answer.by, answer.why, answer.abstained, answer.notice) == (By.EXTRACTED, Why.ANSWERED, False, "")
    assert answer.confidence > 0.9
    assert all(s.grounding is Grounding.SUPPORTED for s in answer.sentences)


@pytest.mark.usefixtures("corpus")
def test_each_part_of_a_question_is_answered(ask) -> None:
    answer = ask("Où est le siège de Neopolia, et combien d'entreprises réunit-il ?", ["Saint-Nazaire", "240"])
    assert "Saint-Nazaire" in answer.text
    assert "240" in answer.text


@pytest.mark.usefixtures("corpus")
def test_of_a_table_only_the_likely_row_is_quoted(ask) -> None:
    answer = ask("En quelle année le métier de maroquinier a-t-il changé ?", ["Maroquinier"])
    assert [s.text for s in answer.sentences] == ["Métier: Maroquinier; Année: 2020"]


@pytest.mark.usefixtures("corpus")
def test_what_is_hardly_likely_is_shown_as_the_nearest(ask) -> None:
    answer = ask(SEAT, {"Saint-Nazaire": 0.5})
    assert answer.why is Why.PARTLY
    assert not answer.abstained
    assert answer.sentences[0].text == texts("fr").nearest_told
    assert [c.document.id for c in answer.citations] == ["neopolia"]


@pytest.mark.usefixtures("corpus")
def test_what_is_not_likely_is_refused_and_says_what_it_looked_for(ask) -> None:
    answer = ask("Combien de salariés Neopolia emploie-t-il ?")
    assert answer.abstained
    assert (answer.why, answer.citations) == (Why.NOT_TOLD, ())
    assert "Neopolia" in answer.text
    assert len(answer.nearest) == 3
    assert answer.confidence < 0.1


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("question", "language", "named"),
    [
        ("Quel est le budget de la NASA ?", "fr", "NASA"),
        ("What is the budget of NASA?", "en", "NASA"),
        ("Que dit-on de l'an 1874 ?", "fr", "1874"),
    ],
)
def test_what_stands_nowhere_is_the_reason_of_a_refusal(ask, question: str, language: str, named: str) -> None:
    answer = ask(question, language=language)
    assert answer.why is Why.MISSING
    assert named in answer.text


@pytest.mark.usefixtures("corpus")
def test_the_threshold_is_the_settings(ask) -> None:
    assert ask(SEAT, {"Saint-Nazaire": -2.0}, abstain_below=0.1).why is Why.PARTLY
    assert ask(SEAT, {"Saint-Nazaire": 2.0}, abstain_below=0.95).why is Why.NOT_TOLD
    assert ask(SEAT, abstain_below=0).why is Why.PARTLY


def test_nothing_found_and_nothing_indexed_are_said_to_be(library, ask) -> None:
    assert ask("Où est le siège ?").why is Why.NO_DOCUMENTS
    library.add("a", "***")
    assert ask("Où est le siège ?", ids=["a"]).why is Why.NOTHING_FOUND


@pytest.mark.usefixtures("corpus")
def test_a_premise_that_the_catalogue_denies_is_refused_however_likely(ask) -> None:
    answer = ask("Pourquoi Neopolia a-t-il fait faillite ?", ["Neopolia"])
    assert answer.why is Why.PREMISE
    assert "cluster actif" in answer.text


@pytest.mark.usefixtures("corpus")
def test_what_the_catalogue_counts_is_computed(ask) -> None:
    answer = ask("Combien de clusters y a-t-il ?")
    assert answer.by is By.COMPUTED
    assert answer.sentences[0].text.startswith("Les documents présentent 1 cluster")


@pytest.mark.usefixtures("corpus")
def test_passages_in_the_other_language_are_announced(ask) -> None:
    assert ask("Combien d'horlogers sont formés ?", ["watchmakers"]).notice == "Les passages cités sont en anglais."
    assert ask("How many watchmakers?", ["watchmakers"], language="en").notice == ""


@pytest.mark.usefixtures("corpus")
def test_telling_more_does_not_say_the_same_again(ask) -> None:
    first = ask(SEAT, {"Saint-Nazaire": 4.0, "240": -2.5})
    more = ask("dis-m'en plus", {"Saint-Nazaire": 4.0, "240": 3.0}, conversation=[Turn(SEAT, first)])
    assert [s.text for s in more.sentences] == ["Neopolia réunit 240 entreprises de l'Ouest."]


def test_where_all_has_been_said_it_is_said_again(library, ask) -> None:
    library.add("a", "Alpha est à Brest.")
    first = ask("Où est Alpha ?", ["Brest"])
    assert ask("dis-m'en plus", ["Brest"], conversation=[Turn("Où est Alpha ?", first)]).text == first.text


@pytest.mark.usefixtures("corpus")
def test_without_a_reader_words_and_retrieval_answer(ask) -> None:
    answer = ask(SEAT, reader=None, abstain_below=0)
    assert "Saint-Nazaire" in answer.text
    assert answer.notice == ""


@pytest.mark.usefixtures("corpus")
def test_a_reader_that_cannot_be_loaded_is_replaced_and_it_is_said(ask, caplog) -> None:
    caplog.set_level(logging.WARNING)
    answer = ask(SEAT, reader=DamagedReader(), abstain_below=0)
    assert "Saint-Nazaire" in answer.text
    assert answer.notice == texts("fr").reader_unavailable
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]
    assert "install the package again" in caplog.text


@pytest.mark.usefixtures("corpus")
def test_a_refusal_too_says_that_nothing_could_be_read(ask) -> None:
    refused = ask(SEAT, reader=DamagedReader(), abstain_below=1.0)
    assert refused.abstained
    assert refused.notice == texts("fr").reader_unavailable


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("question", ["", "?", "🙂", "\u200b", "а" * 2000, "question " * 400, "¿Dónde está la sede?"])
@pytest.mark.parametrize("reader", [None, FakeReader(["Saint-Nazaire"])])
def test_odd_questions_are_answered_or_refused(ask, question: str, reader) -> None:
    answer = ask(question, reader=reader, language="")
    assert isinstance(answer, Answer)
    assert answer.text


def test_versions_grow_and_the_last_is_complete(corpus) -> None:
    answerer = Answerer(corpus, FakeReader(["Saint-Nazaire"]), load_settings())
    versions = list(answerer.answer(Query(SEAT, "fr"), corpus.found("neopolia")))
    assert [each.complete for each in versions][-1]
    assert answerer.confidence(Query(SEAT, "fr"), ()) == 0.0


@pytest.mark.usefixtures("corpus")
def test_what_is_nearest_names_what_it_says_nothing_of(ask) -> None:
    answer = ask("Où est le siège de Zorblax ?", {"Saint-Nazaire": 0.5})
    assert answer.why is Why.PARTLY
    assert answer.sentences[-1].text == texts("fr").part_missing.format(part="Zorblax")
    known = ask(SEAT, {"Saint-Nazaire": 0.5})
    assert [s.text for s in known.sentences if not s.citations] == [texts("fr").nearest_told]
