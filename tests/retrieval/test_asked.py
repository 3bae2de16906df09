"""Names in questions, what is asked about them, and lists of sources: pure functions, no model."""

from __future__ import annotations

import pytest

from assistant.documents import Chunk, DocumentInfo, Evidence, Metadata, Query
from assistant.retrieval.asked import Asked, asked, dossier
from assistant.retrieval.attributes import asked_for, attributes, plain
from assistant.retrieval.named import Catalogue
from assistant.retrieval.references import asks_for_sources, is_reference_list


def document(
    id_: str, title: str, kind: str = "report", language: str = "fr", **extra: tuple[str, ...]
) -> DocumentInfo:
    cluster = extra.pop("cluster", ())
    metadata = Metadata(title, kind=kind, language=language, cluster=cluster, extra=extra)  # type: ignore[arg-type]
    return DocumentInfo(id_, f"{id_}.md", metadata)


def chunk(document: DocumentInfo, text: str, *heading: str) -> Chunk:
    return Chunk(f"{document.id}-{text[:20]}", document.id, text, 0, len(text), 0, heading)


WELD = document("weld", "Soudeur / soudeuse", "job", title_en=("Welder",))
GLASS = document("glass", "Glass Vallée : le flacon", cluster=("Glass Vallée",), aliases=("La vallée de la Bresle",))
MEASURE = document("measure", "Réseau Mesure : la donnée", cluster=("Réseau Mesure",))
TECH = [document(f"tech{n}", f"Technicien {name}", "job") for n, name in enumerate(("bois", "verre", "cuir"))]
CATALOGUE = Catalogue([WELD, GLASS, MEASURE, *TECH, document("t", "Technicien", "job")])
TEXTS = {
    "glass": "La Glass Vallée réunit 70 entreprises du flaconnage. Son budget est de 2 millions d'euros en 2019.",
    "measure": "Réseau Mesure réunit 182 membres en 2021. Il a rejoint un salon à Brest.",
    "weld": "Le soudeur assemble des pièces de métal.",
}
KNOWN = {each.id: each for each in (WELD, GLASS, MEASURE)}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Que fait une soudeuse ?", {"weld"}),
        ("What does a welder do?", {"weld"}),
        ("Où est la Glass Vallee ?", {"glass"}),
        ("Qui habite la vallée de la Bresle ?", {"glass"}),
        ("Réseau Mesure et Glass Vallée", {"measure", "glass"}),
        ("Que mesure le réseau ?", set()),
        ("Que fait un technicien bois ?", {"tech0"}),
        ("Que fait un technicien ?", set()),
        ("", set()),
    ],
)
def test_names_of_the_catalogue_are_recognised(question: str, expected: set[str]) -> None:
    assert frozenset().union(*CATALOGUE.named_in(question).documents) == expected


def signals(question: str, language: str = "fr", evidence: tuple[Evidence, ...] = ()) -> Asked:
    naming = CATALOGUE.named_in(question)
    about = sorted(frozenset().union(*naming.documents))
    dossiers = [dossier(KNOWN[id_], [chunk(KNOWN[id_], TEXTS[id_])]) for id_ in about]
    return asked(Query(question, language), naming, dossiers, evidence, lambda _: 1.0)


@pytest.mark.parametrize(
    ("question", "language", "attribute"),
    [
        ("Quel est le budget de la Glass Vallée ?", "fr", 0),
        ("What is the budget of the Glass Vallée?", "en", 0),
        ("Quel est le budget de Réseau Mesure ?", "fr", 1),
        ("What is the EBITDA of Réseau Mesure?", "en", 1),
        ("Quel est le salaire d'un soudeur ?", "fr", 1),
        ("Why did the Glass Vallée go bankrupt?", "en", 1),
        ("Combien d'entreprises réunit la Glass Vallée ?", "fr", 0),
    ],
)
def test_what_is_told_nowhere_of_the_named_thing_is_missing(question: str, language: str, attribute: int) -> None:
    assert signals(question, language).attribute == attribute


def test_words_that_nothing_about_the_subject_says() -> None:
    assert signals("Réseau Mesure a-t-il 182 membres ?").words == 0.0
    assert signals("Réseau Mesure a-t-il des piscines ?").words == 1.0
    pools = Evidence(chunk(GLASS, "Des piscines."), GLASS, 0.5, 1)
    assert signals("Réseau Mesure a-t-il des piscines ?", evidence=(pools,)).words == 0.0


def test_words_of_another_language_prove_nothing() -> None:
    assert signals("Does Réseau Mesure have swimming pools?", "en").words == 0.0


def test_two_names_that_no_passage_puts_together() -> None:
    assert signals("Quand la Glass Vallée a-t-elle aidé Réseau Mesure ?").strangers == 1.0
    assert signals("Compare la Glass Vallée et Réseau Mesure").strangers == 0.0
    both = Evidence(chunk(WELD, "La Glass Vallée et Réseau Mesure forment des soudeurs."), WELD, 0.5, 1)
    assert signals("Quand la Glass Vallée a-t-elle aidé Réseau Mesure ?", evidence=(both,)).strangers == 0.0


def test_without_a_name_only_the_evidence_is_looked_at() -> None:
    salary = Evidence(chunk(WELD, "Le salaire est de 2 000 euros."), WELD, 0.5, 1)
    assert signals("Combien gagne un plombier ?", evidence=(salary,)) == Asked()
    assert signals("Combien gagne un plombier ?") == Asked(attribute=1.0)


def test_every_listed_attribute_is_told_by_the_words_that_ask_for_it() -> None:
    names = [attribute.name for attribute in attributes()]
    assert len(names) == len(set(names)) > 30
    assert [attribute.name for attribute in asked_for("Quelle est l’adresse électronique ?")] == ["e-mail"]
    assert asked_for("Que fait un soudeur ?") == ()
    assert plain("À l’Été") == "a l'ete"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (("Réseau Mesure", "Sources"), True),
        (("Références :",), True),
        (("6. Bibliographie",), True),
        (("Sources d'énergie",), False),
        (("Sources", "Budget"), False),
        ((), False),
    ],
)
def test_lists_of_sources_are_told_by_their_heading(heading: tuple[str, ...], expected: bool) -> None:
    assert is_reference_list(chunk(WELD, "1. https://example.org", *heading)) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Quelles sont les sources de cette fiche ?", True),
        ("Which references are cited?", True),
        ("Quel est le site web du cluster ?", True),
        ("Que montre la Cité de la Chaussure ?", False),
    ],
)
def test_questions_for_sources(question: str, expected: bool) -> None:
    assert asks_for_sources(question) is expected
