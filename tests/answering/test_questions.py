import pytest

from assistant.answering.questions import Asks, asks, counts, defines, has_shape, parts


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Qui préside le cluster ?", Asks.PERSON),
        ("Par qui l'atelier est-il partagé ?", Asks.PERSON),
        ("Who runs the workshop?", Asks.PERSON),
        ("Quand le pôle a-t-il été créé ?", Asks.TIME),
        ("En quelle année est-il né ?", Asks.TIME),
        ("In which year was it founded?", Asks.TIME),
        ("Où se trouve le siège ?", Asks.PLACE),
        ("Dans quelle ville est le siège ?", Asks.PLACE),
        ("Where is it?", Asks.PLACE),
        ("Combien de membres compte-t-il ?", Asks.NUMBER),
        ("Quel est le nombre d'entreprises ?", Asks.NUMBER),
        ("How many firms are there?", Asks.NUMBER),
        ("What is the budget?", Asks.NUMBER),
        ("Pourquoi le métier change-t-il ?", Asks.REASON),
        ("Why does the job change?", Asks.REASON),
        ("Quels sont les métiers du cluster ?", Asks.LIST),
        ("List the skills of a welder", Asks.LIST),
        ("Que fait un soudeur ?", Asks.THING),
        ("What does a welder do?", Asks.THING),
    ],
)
def test_kind_of_question(question: str, kind: Asks) -> None:
    assert asks(question) is kind


@pytest.mark.parametrize(
    ("sentence", "question", "expected"),
    [
        ("Il est né en 1998.", "Quand est-il né ?", True),
        ("Il est né en 1998.", "Qui est né en 1998 ?", False),
        ("Il réunit 240 entreprises.", "Combien d'entreprises ?", True),
        ("Il réunit des entreprises.", "Combien d'entreprises ?", False),
        ("Le siège est à Nantes.", "Où est le siège ?", True),
        ("Le siège est au port.", "Où est le siège ?", False),
    ],
)
def test_shape_of_an_answer(sentence: str, question: str, expected: bool) -> None:
    assert has_shape(sentence, asks(question), question, "fr") is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Quand a été lancé le projet, et devant combien d'élèves ?", 2),
        ("What is Green SKHy and how many partners does it have?", 2),
        ("Hub Drones, c'est quoi ? C'est encore un cluster ?", 2),
        ("Combien d'entreprises et de salariés compte Neopolia ?", 1),
        ("Quels sont les métiers du cuir et du luxe ?", 1),
    ],
)
def test_questions_asked_at_once_are_told_apart(question: str, expected: int) -> None:
    assert len(parts(question)) == expected


@pytest.mark.parametrize(
    ("sentence", "question", "language", "expected"),
    [
        ("Le réseau compte 182 membres.", "Combien de membres a le réseau ?", "fr", True),
        ("54 % des membres sont petits.", "Combien de membres a le réseau ?", "fr", False),
        ("It has 1,200 industrial members.", "How many members does it have?", "en", True),
        ("It has 12 labs; members pay.", "How many members does it have?", "en", False),
    ],
)
def test_numbers_of_the_things_asked_for(sentence: str, question: str, language: str, expected: bool) -> None:
    assert counts(sentence, question, language) is expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Qui est Xavier Roy ?", "Xavier Roy, directeur général, écrit.", True),
        ("Qui est Xavier Roy ?", "L'article de Xavier Roy cite cinq moyens.", False),
        ("What is Green SKHy?", "Green SKHy is a project for hydrogen.", True),
    ],
)
def test_what_says_what_a_thing_is(question: str, sentence: str, expected: bool) -> None:
    assert asks(question) is Asks.MEANING
    assert defines(sentence, question) is expected


def test_rome_the_city_is_no_code() -> None:
    assert asks("When was Rome founded?") is Asks.TIME
    assert asks("code rome 4.0 pilote de drone") is Asks.CODE
