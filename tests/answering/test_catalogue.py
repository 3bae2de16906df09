import pytest

from assistant.answering.catalogue import catalogue_answer
from assistant.answering.entities import Entities
from assistant.documents import Filters, Query


@pytest.fixture
def ask(library):
    def report(id_: str, cluster: str, *regions: str, sector: str = "maritime", **extra: tuple[str, ...]) -> None:
        for language in ("fr", "en"):
            library.add(f"{id_}.{language}", f"{cluster}. Texte.", title=f"{cluster} : titre", kind="report",
                        cluster=(cluster,), region=regions, sector=sector, language=language, extra=extra)  # fmt: skip

    report("neopolia", "Neopolia", "Pays de la Loire")
    report("mer", "Pôle Mer", "Bretagne", status=("merged",))
    report("images", "Images & Réseaux", "Bretagne", "Pays de la Loire", sector="digital")
    library.add(
        "overview",
        "Tous.",
        title="Vue d'ensemble",
        kind="report",
        cluster=("Neopolia", "Pôle Mer"),
        region=("Bretagne",),
    )
    for id_, title, sector in (("soudeur", "Soudeur", "maritime"), ("dev", "Développeuse", "digital")):
        library.add(
            id_, f"{title}. Texte.", title=title, kind="job", cluster=("Neopolia",), region=("Bretagne",), sector=sector
        )

    def answer(question: str, language: str = "fr", filters: Filters | None = None):
        query = Query(question, language, filters or Filters())
        return catalogue_answer(query, library, Entities(library.documents.values()))

    return answer


@pytest.mark.parametrize(
    ("question", "language", "lead", "entries"),
    [
        ("Combien de clusters en Bretagne ?", "fr", "Les documents présentent 2 clusters en région Bretagne :",
         ["Images & Réseaux", "Pôle Mer (fusionné)"]),
        ("How many clusters are there in Brittany?", "en", "The documents present 2 clusters in the region Bretagne:",
         ["Images & Réseaux", "Pôle Mer (merged)"]),
        ("Quels sont les métiers du secteur maritime ?", "fr",
         "Les documents présentent 1 métier dans le secteur « maritime » :",
         ["Soudeur"]),
        ("List the jobs linked with Neopolia", "en", "The documents present 2 jobs linked with Neopolia:",
         ["Développeuse", "Soudeur"]),
        ("Quels clusters connais-tu ?", "fr", "Les documents présentent 3 clusters :",
         ["Images & Réseaux", "Neopolia", "Pôle Mer (fusionné)"]),
        ("Combien de rapports en anglais ?", "fr", "Le corpus compte 3 rapports en anglais :", None),
    ],
)  # fmt: skip
def test_counts_and_lists(ask, library, question: str, language: str, lead: str, entries: list[str] | None) -> None:
    answer = ask(question, language)
    first, *rest = answer.sentences
    assert first.text == lead
    if entries is not None:
        assert [s.text for s in rest] == entries
    assert [s.citations for s in rest] == [(n,) for n in range(1, len(rest) + 1)]
    for citation in answer.citations:
        assert library.text(citation.document.id)[citation.start : citation.end] == citation.quote


def test_documents_in_the_readers_language_are_cited(ask) -> None:
    assert {c.document.metadata.language for c in ask("How many clusters?", "en").citations} == {"en"}


def test_none(ask) -> None:
    answer = ask("Combien de clusters en Corse ?")
    assert answer.text == "Les documents ne présentent aucun cluster en région Corse."
    assert answer.citations == ()


def test_filters_apply(ask) -> None:
    assert "2 clusters" in ask("Combien de clusters ?", filters=Filters(region=("Bretagne",))).text


def test_long_lists_are_counted_in_full_and_named_in_part(ask, library) -> None:
    for i in range(20):
        library.add(f"job{i}", "Texte.", title=f"Métier {i:02}", kind="job")
    answer = ask("Combien de métiers ?")
    assert answer.sentences[0].text == "Les documents présentent 22 métiers :"
    assert answer.sentences[-1].text == "Et 10 de plus dans le catalogue."
    assert len(answer.citations) == 12


@pytest.mark.parametrize(
    "question",
    [
        "Quels clusters partagent une machine ?",
        "Which clusters work on hydrogen storage?",
        "Combien de membres compte le cluster Neopolia ?",
        "Quels métiers manquent de candidats en Bretagne ?",
        "What jobs will disappear?",
        "Le cluster Neopolia",
        "Combien de clusters y a-t-il en France ?",
        "Quelles compétences faut-il pour le métier de soudeur ?",
    ],
)
def test_other_questions_are_left_to_the_passages(ask, question: str) -> None:
    assert ask(question) is None


def test_several_entries_agree_in_number(ask) -> None:
    first, *_ = ask("Quels métiers sont rattachés à Neopolia ?").sentences
    assert first.text.endswith("2 métiers rattachés à Neopolia :")
