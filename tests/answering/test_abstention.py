import pytest

from assistant.answering.abstention import abstain, contradicted, looked_for
from assistant.answering.entities import Entities
from assistant.documents import Answer, Grounding, Query, Why


@pytest.fixture
def corpus(library):
    library.add("alpha", "Alpha réunit 240 membres en 2021.", kind="report", cluster=("Alpha Vallée",),
                extra={"status": ("active",)})  # fmt: skip
    library.add("beta", "Beta.", kind="report", cluster=("Beta",), extra={"status": ("dissolved",)})
    library.add("verrier", "Le verrier.", kind="job", title="Verrier", extra={"title_en": ("Glassmaker",)})
    return library


@pytest.fixture
def refuse(corpus):
    def refusal(question: str, ids: list[str], language: str = "fr", why: Why = Why.NOT_TOLD) -> Answer:
        entities = Entities(corpus.documents.values())
        return abstain(Query(question, language), corpus.found(*ids), entities, 0.1, why)

    return refusal


def test_a_refusal_says_what_is_near_and_what_could_be_asked(refuse) -> None:
    answer = refuse("Quel est le prix du platine ?", ["alpha", "verrier"])
    assert answer.abstained
    assert (answer.why, answer.confidence, answer.citations) == (Why.NOT_TOLD, 0.1, ())
    assert [piece.document.id for piece in answer.nearest] == ["alpha", "verrier"]
    assert all(s.grounding is Grounding.FRAME for s in answer.sentences)
    assert answer.sentences[0].text == "Les documents ne disent rien qui réponde à cette question."
    assert answer.sentences[1].text == "Les passages les plus proches portent sur : Alpha Vallée et Verrier."
    assert "Que fait Alpha Vallée pour les entreprises ?" in answer.sentences[-1].text


def test_it_speaks_the_readers_language(refuse) -> None:
    answer = refuse("What is the price of platinum?", ["verrier"], "en")
    assert answer.sentences[-1].text == "You could ask, for example: “How does one get into this job: Glassmaker?”"


def test_a_year_that_no_passage_mentions_is_named(refuse) -> None:
    assert "2031" in refuse("Combien de membres en 2031 ?", ["alpha"]).sentences[1].text
    assert "mentionne" not in refuse("Combien de salariés en 2021 ?", ["alpha"]).text


def test_an_empty_index_is_said_to_be_empty(refuse) -> None:
    answer = refuse("Combien de membres ?", [], why=Why.NO_DOCUMENTS)
    assert [s.text for s in answer.sentences] == ["Aucun document n'est indexé pour l'instant."]
    assert answer.nearest == ()


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
def test_an_end_that_the_catalogue_denies_is_noticed(corpus, refuse, question: str, expected: str) -> None:
    entities = Entities(corpus.documents.values())
    assert contradicted(Query(question, "fr"), entities) == expected
    if expected:
        said = refuse(question, ["alpha"], why=Why.PREMISE).sentences[0].text
        assert said.endswith("les documents présentent Alpha Vallée comme un cluster actif.")


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Comment devient-on technicien hydrogène ?", "fr", "« technicien hydrogène »"),
        ("Quel est le chiffre d'affaires de Réseau Mesure en 1950 ?", "fr", "« Réseau Mesure »"),
        ("Quel est le budget de Pôle Ceramique ?", "fr", "« Pôle Ceramique »"),
        ("What is the budget of NASA?", "en", "“NASA”"),
        ("Comment devient-on astronaute dans la fusée ?", "fr", ""),
    ],
)
def test_a_refusal_names_the_subject(library, question: str, language: str, expected: str) -> None:
    library.add("h", "x", title="Technicien hydrogène", kind="job")
    library.add("m", "x", title="Réseau Mesure", kind="report", cluster=("Réseau Mesure",))
    assert looked_for(question, language, Entities(library.documents.values())) == expected
