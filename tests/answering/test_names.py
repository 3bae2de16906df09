import pytest

from assistant.answering.names import begins_with_name, names


def test_names_are_capitalised_words_inside_sentences() -> None:
    assert names("Le cluster aide Safran. Il vit à l'Île-de-France avec IBM, dit-on.") == {
        "safran",
        "ile-de-france",
        "ibm",
    }


@pytest.mark.parametrize("sentence", ["Airbus forme des soudeurs.", "Cosmetic Valley recrute.", "Toyota makes cars."])
def test_a_name_may_begin_a_sentence(sentence: str) -> None:
    assert begins_with_name(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Actuellement il forme.",
        "Les soudeurs manquent.",
        "Welders work.",
        "Training takes time.",
        "Fondé en 1999, il aide.",
        "However, it grew.",
        "Plusieurs sites recrutent.",
        "L'usine ferme.",
    ],
)
def test_other_words_that_begin_a_sentence_are_no_names(sentence: str) -> None:
    assert not begins_with_name(sentence)
