import pytest

from assistant.answering.comparison import sides
from assistant.answering.entities import Entities
from assistant.documents import Filters, Grounding, Query


@pytest.fixture
def compared(library, ask):
    library.add(
        "neo", "Neopolia réunit 240 entreprises. Neopolia est à Saint-Nazaire.", kind="report", cluster=("Neopolia",)
    )
    library.add("mer", "Le Pôle Mer compte 350 membres. Le Pôle Mer est à Brest.", kind="report", cluster=("Pôle Mer",))
    library.add("sea", "Pôle Mer is in Brest.", kind="report", cluster=("Pôle Mer",), language="en")
    library.add("vide", "Rien.", kind="report", cluster=("Nov@log",))

    def answer(question: str, likely=("240", "350", "est à", "is in"), ids=("neo",), **options):
        return ask(question, likely, ids, **options)

    return answer


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Où est le siège : Neopolia ou Pôle Mer ?", ["Neopolia", "Pôle Mer"]),
        ("Compare les membres de Neopolia et de Pôle Mer", ["Neopolia", "Pôle Mer"]),
        ("Neopolia vs pole mer : où ?", ["Neopolia", "Pôle Mer"]),
        ("Neopolia est-il à Saint-Nazaire ou à Nantes ?", []),
        ("Neopolia travaille avec Pôle Mer", []),
    ],
)
def test_what_is_compared(library, question: str, expected: list[str]) -> None:
    assert [name for _, name in sides(Query(question, "fr"), Entities(library.documents.values()))] == expected


def test_each_side_is_answered_even_if_only_one_was_found(compared) -> None:
    answer = compared("Compare les membres de Neopolia et de Pôle Mer")
    framed = [s.text for s in answer.sentences if s.grounding is Grounding.FRAME]
    assert framed == ["Sur Neopolia :", "Sur Pôle Mer :"]
    assert {c.document.id for c in answer.citations} == {"neo", "mer"}
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_side_is_answered_in_the_askers_language_where_it_can_be(compared) -> None:
    found = compared("Where is the seat: Neopolia or Pôle Mer?", language="en")
    assert {c.document.id for c in found.citations} == {"neo", "sea"}


def test_a_side_of_which_nothing_is_likely_is_said_to_be(compared) -> None:
    answer = compared("Compare Neopolia et Nov@log")
    assert "Sur Nov@log, les documents ne disent rien" in answer.sentences[-1].text
    assert {c.document.id for c in answer.citations} == {"neo"}


def test_a_side_that_the_filters_leave_out_stays_out(compared) -> None:
    answer = compared("Compare Neopolia et Pôle Mer", filters=Filters(cluster=("Neopolia",)))
    assert {c.document.id for c in answer.citations} == {"neo"}


def test_or_without_two_known_sides_compares_nothing(compared) -> None:
    answer = compared("Neopolia est-il à Saint-Nazaire ou à Nantes ?")
    assert all(s.grounding is Grounding.SUPPORTED for s in answer.sentences)
