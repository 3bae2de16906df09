import math
from dataclasses import asdict

import pytest
from fakes import FakeReader

from assistant.answering.calibration import Model, Signals, measure, missing, probability, shipped
from assistant.documents import Query

NONE = Signals(0.0, 0.0, 0.0, 0.0, 0.0)


def rare(word: str) -> float:
    """Rarity of a word in an index where *cluster* is common."""
    return {"cluster": 0.5}.get(word, 4.0)


@pytest.fixture
def missed(library):
    """The share of what must be found exactly in a question and does not stand in the text."""

    def share(question: str, text: str, title: str = "Rapport") -> float:
        library.add("a", text, title=title)
        return missing(question, library.read(FakeReader(), "a"), rare)

    return share


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Combien de membres à Lyon ?", "Le cluster compte 12 membres à Lyon.", 0.0),
        ("Combien de membres à Oulan-Bator ?", "Le cluster compte 12 membres à Lyon.", 1.0),
        ("Combien de membres en 2021 ?", "En 2021, douze membres.", 0.0),
        ("Combien de membres en 2031 ?", "En 2021, douze membres.", 1.0),
        ("Que veut dire le code H2913 ?", "Le code est H2913.", 0.0),
        ("Que veut dire le code H2913 ?", "Le code est H2914.", 1.0),
        ("How many of the firms of Alpha?", "The firms of alpha.", 0.0),
        ("Combien de membres ?", "Rien du tout.", 0.0),
        ("?", "Rien du tout.", 0.0),
    ],
)
def test_names_codes_and_years_must_be_found(missed, question: str, text: str, expected: float) -> None:
    assert missed(question, text) == expected


def test_what_the_title_says_is_found(missed) -> None:
    assert missed("Combien de membres a Alpha ?", "Il compte 12 membres.", title="Alpha") == 0.0


def test_of_several_names_the_rarer_ones_weigh_more(missed) -> None:
    question = "Que fait le Cluster Argenta ?"
    assert missed(question, "Le cluster recrute.") == pytest.approx(4.0 / 4.5)
    assert missed(question, "Argenta recrute.") == pytest.approx(0.5 / 4.5)


def test_signals_are_those_of_the_best_passages(library) -> None:
    library.add("a", "Le siège est à Brest.\n\n" + "\n\n".join(f"Autre passage {n}." for n in range(9)))
    found = library.read(FakeReader({"Brest": 3.0}), "a")
    signals = measure(Query("Où est le siège ?", "fr"), found, rare)
    assert signals.answers == 3.0
    assert signals.sentence == pytest.approx(3.0)
    assert signals.margin > 5
    assert signals.agreement == library.found("a")[0].score
    assert signals.missing == 0.0


def test_one_passage_stands_out_of_nothing(library) -> None:
    library.add("a", "Le siège est à Brest.")
    assert measure(Query("Où ?", "fr"), library.read(FakeReader(), "a"), rare).margin == 0.0


def test_a_passage_without_a_sentence_can_be_measured(library) -> None:
    library.add("a", "***")
    signals = measure(Query("Où ?", "fr"), library.read(FakeReader(), "a"), rare)
    assert all(map(math.isfinite, asdict(signals).values()))


def test_probability_is_logistic_and_survives_extremes() -> None:
    weights = asdict(NONE)
    assert probability(NONE, Model(weights, 0.0)) == 0.5
    assert probability(NONE, Model(weights, math.log(3))) == pytest.approx(0.75)
    assert 0 <= probability(NONE, Model(weights, -1e9)) < 1e-9


def test_the_shipped_model_knows_every_signal_and_which_way_it_points() -> None:
    model = shipped()
    assert set(model.weights) == set(asdict(NONE))
    sure, unsure = Signals(5.0, 5.0, 6.0, 0.6, 0.0), Signals(-7.0, -7.0, 0.0, 0.3, 1.0)
    assert probability(sure, model) > 0.5 > probability(unsure, model)
