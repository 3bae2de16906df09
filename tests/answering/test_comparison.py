import pytest

from assistant.answering import Answerer
from assistant.documents import Grounding
from assistant.settings import load_settings

pytestmark = pytest.mark.model


@pytest.fixture
def ask(library, embedder):
    library.add(
        "neo", "Neopolia réunit 240 entreprises. Neopolia est à Saint-Nazaire.", kind="report", cluster=("Neopolia",)
    )
    library.add("mer", "Le Pôle Mer compte 350 membres. Le Pôle Mer est à Brest.", kind="report", cluster=("Pôle Mer",))
    library.add("vide", "", kind="report", cluster=("Nov@log",))

    def answer(question: str, retrieved: list[str]):
        *_, last = Answerer(library, embedder, load_settings()).answer(library.retrieval(question, retrieved))
        return last

    return answer


@pytest.mark.parametrize(
    "question",
    [
        "Où est le siège : Neopolia ou Pôle Mer ?",
        "Compare les membres de Neopolia et de Pôle Mer",
        "Neopolia vs pole mer : où ?",
    ],
)
def test_each_side_is_answered_even_if_only_one_was_retrieved(ask, question: str) -> None:
    answer = ask(question, ["neo"])
    framed = [s.text for s in answer.sentences if s.grounding is Grounding.FRAME]
    assert framed == ["Sur Neopolia :", "Sur Pôle Mer :"]
    assert {c.document.id for c in answer.citations} == {"neo", "mer"}
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_side_of_which_nothing_is_known_is_said_to_be(ask) -> None:
    answer = ask("Compare Neopolia et Nov@log", ["neo"])
    assert "Sur Nov@log, les documents ne disent rien" in answer.sentences[-1].text


def test_or_without_two_known_sides_compares_nothing(ask) -> None:
    answer = ask("Neopolia est-il à Saint-Nazaire ou à Nantes ?", ["neo"])
    assert all(s.grounding is Grounding.SUPPORTED for s in answer.sentences)
