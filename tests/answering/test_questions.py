import pytest

from assistant.answering.questions import Asks, asks, has_shape


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
