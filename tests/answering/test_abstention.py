import pytest

from assistant.answering.abstention import abstain, contradicted
from assistant.answering.entities import Entities
from assistant.documents import Grounding, Query


@pytest.fixture
def corpus(library):
    library.add("alpha", "Alpha réunit 240 membres en 2021.", kind="report", cluster=("Alpha Vallée",),
                extra={"status": ("active",)})  # fmt: skip
    library.add("beta", "Beta.", kind="report", cluster=("Beta",), extra={"status": ("dissolved",)})
    library.add("verrier", "Le verrier.", kind="job", title="Verrier", extra={"title_en": ("Glassmaker",)})
    return library


def test_a_refusal_says_what_is_near_and_what_could_be_asked(corpus) -> None:
    answer = abstain(corpus.retrieval("Quel est le prix du platine ?", ["alpha", "verrier"]))
    assert answer.abstained
    assert all(s.grounding is Grounding.FRAME for s in answer.sentences)
    assert "« prix »" in answer.sentences[0].text
    assert answer.sentences[1].text == "Les passages les plus proches portent sur : Alpha Vallée et Verrier."
    assert "Que fait Alpha Vallée pour les entreprises ?" in answer.sentences[-1].text


def test_it_speaks_the_readers_language(corpus) -> None:
    answer = abstain(corpus.retrieval("What is the price of platinum?", ["verrier"], "en"))
    assert answer.sentences[-1].text == "You could ask, for example: “How does one get into this job: Glassmaker?”"


def test_a_year_that_no_passage_mentions_is_named(corpus) -> None:
    assert "2031" in abstain(corpus.retrieval("Combien de membres en 2031 ?", ["alpha"])).sentences[1].text
    assert "mentionne" not in abstain(corpus.retrieval("Combien de salariés en 2021 ?", ["alpha"])).text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Pourquoi Alpha Vallée a-t-elle été dissoute en 2019 ?", "Alpha Vallée"),
        ("Why did Alpha Vallée go bankrupt?", "Alpha Vallée"),
        ("Pourquoi Beta a-t-il été dissous ?", ""),
        ("Combien de membres a Alpha Vallée ?", ""),
        ("Alpha Vallée ou Beta : lequel a été dissous ?", ""),
    ],
)
def test_an_end_that_the_catalogue_denies_is_noticed(corpus, question: str, expected: str) -> None:
    entities = Entities(corpus.documents.values())
    assert contradicted(Query(question, "fr"), entities) == expected
    if expected:
        said = abstain(corpus.retrieval(question, ["alpha"]), entities).sentences[0].text
        assert said.endswith("les documents présentent Alpha Vallée comme un cluster actif.")
