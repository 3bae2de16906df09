"""Retrieval over a small bilingual corpus, through the real pipeline and the real model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.documents import Filters
from assistant.embedding import Embedder
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.ingestion import sync
from assistant.retrieval import ClusterRetriever, Retriever, understand
from assistant.settings import Settings

pytestmark = pytest.mark.model

FILES = {
    "reports/drones.fr.md": ("report", "fr", "drones", "Hub Drones", "Cluster Drones Paris Region",
        "Le Cluster Drones Paris Region réunit 120 entreprises à Brétigny-sur-Orge en 2021. Il forme des télépilotes."),
    "reports/drones.en.md": ("report", "en", "drones", "Hub Drones", "Cluster Drones Paris Region",
        "The Cluster Drones Paris Region brings together 120 firms in Brétigny-sur-Orge in 2021. It trains pilots."),
    "reports/horlogerie.fr.md": ("report", "fr", "horlogerie", "PMT", "Pôle des microtechniques",
        "Le Pôle des microtechniques est à Besançon. Il partage un banc de mesure entre horlogers et chirurgiens."),
    "jobs/soudeur.fr.md": ("job", "fr", "soudeur", "", "Soudeur",
        "Le soudeur assemble des pièces de métal en les faisant fondre. Le code ROME est H2913."),
    "jobs/cooper.en.md": ("job", "en", "cooper", "", "Cooper",
        "A cooper makes wooden barrels for wine and spirits from oak staves bent over a fire."),
    "jobs/cheese.en.md": ("job", "en", "cheese", "", "Cheese maker",
        "A cheese maker curdles milk, presses the curd and ripens the wheels in a cellar."),
}  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Settings:
    folder = tmp_path_factory.mktemp("retrieval")
    for path, (kind, language, id_, alias, title, text) in FILES.items():
        file = folder / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        front = f'title: "{title}"\nkind: {kind}\nlanguage: {language}\nid: {id_}\naliases: ["{alias}"]'
        file.write_text(f"---\n{front}\n---\n# {title}\n\n{text}\n", "utf-8")
    return Settings(corpus_dir=folder / "corpus", index_dir=folder / "index", cache_dir=model_cache)


@pytest.fixture(scope="module")
def snapshot(settings: Settings, embedder: Embedder) -> Iterator[Snapshot]:
    sync(settings, embedder=embedder)
    opened = open_snapshot(settings.index_dir)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def retriever(snapshot: Snapshot, embedder: Embedder, settings: Settings) -> Retriever:
    return Retriever(snapshot, embedder, settings)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Que fait une soudeuse ?", "jobs/soudeur.fr.md"),
        ("H2913", "jobs/soudeur.fr.md"),
        ("Où se trouve le Hub Drones ?", "reports/drones.fr.md"),
        ("Where is Hub Drones?", "reports/drones.en.md"),
        ("Qui fabrique des tonneaux en bois ?", "jobs/cooper.en.md"),
        ("Who shares a measuring bench with surgeons?", "reports/horlogerie.fr.md"),
        ("En quoi consiste le métier de fromager ?", "jobs/cheese.en.md"),
        ("mircotechniques", "reports/horlogerie.fr.md"),
    ],
)
def test_the_right_document_is_among_the_first_in_either_language(
    retriever: Retriever, question: str, path: str
) -> None:
    found = retriever.retrieve(understand(question), 24)
    assert path in [each.document.path for each in found[:2]]
    assert [each.rank for each in found] == list(range(1, len(found) + 1))
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_candidates_are_not_thinned_out_before_they_are_read(retriever: Retriever) -> None:
    found = retriever.retrieve(understand("Combien d'entreprises de drones ?"), 24)
    assert {"reports/drones.fr.md", "reports/drones.en.md"} <= {each.document.path for each in found}


@pytest.mark.parametrize("k", [1, 2, 4])
def test_k_limits_what_is_found_and_nothing_else(retriever: Retriever, k: int) -> None:
    query = understand("Que fait un soudeur ?")
    assert retriever.retrieve(query, k) == retriever.retrieve(query, 24)[:k]


def test_filters_hold_for_words_and_meaning(retriever: Retriever) -> None:
    found = retriever.retrieve(understand("Qui forme des télépilotes de drone ?", Filters(kind=("job",))), 24)
    assert found
    assert {each.document.metadata.kind for each in found} == {"job"}


@pytest.mark.parametrize(
    ("question", "filters", "k"),
    [
        ("", Filters(), 24),
        ("  ", Filters(), 24),
        ("Que fait un soudeur ?", Filters(sector=("none",)), 24),
        ("Que fait un soudeur ?", Filters(), 0),
    ],
)
def test_nothing_to_find_is_nothing_found(retriever: Retriever, question: str, filters: Filters, k: int) -> None:
    assert retriever.retrieve(understand(question, filters), k) == ()


@pytest.mark.parametrize("question", ["?", "\0", "\ud800", "a" * 5000, "drones " * 500, "🙂", '"NOT (AND', "1 500"])
def test_odd_questions_never_fail(retriever: Retriever, question: str) -> None:
    assert all(0 <= each.score <= 1 for each in retriever.retrieve(understand(question), 24))


def test_langchain_gets_the_same_passages(retriever: Retriever) -> None:
    documents = ClusterRetriever(retriever=retriever, k=2).invoke("Que fait un soudeur ?")
    found = retriever.retrieve(understand("Que fait un soudeur ?"), 2)
    assert [document.id for document in documents] == [each.chunk.id for each in found]
    assert documents[0].metadata["path"] == "jobs/soudeur.fr.md"
    assert documents[0].page_content == found[0].chunk.text
