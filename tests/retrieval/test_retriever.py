"""Retrieval over a small bilingual corpus, through the real pipeline and the real model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.documents import Filters
from assistant.embedding import Embedder
from assistant.errors import EmbeddingModelError
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
def test_the_right_document_comes_first_in_either_language(retriever: Retriever, question: str, path: str) -> None:
    found = retriever.retrieve(understand(question))
    assert found.evidence[0].document.path == path
    assert [each.rank for each in found.evidence] == list(range(1, len(found.evidence) + 1))
    assert all(0 <= each.score <= 1 for each in found.evidence)


def test_only_one_language_of_a_document_is_shown(retriever: Retriever) -> None:
    paths = [
        each.document.path for each in retriever.retrieve(understand("Combien d'entreprises de drones ?")).evidence
    ]
    assert "reports/drones.fr.md" in paths
    assert "reports/drones.en.md" not in paths


@pytest.mark.parametrize("k", [1, 2, 4])
def test_k_limits_the_evidence_but_not_the_confidence(retriever: Retriever, k: int) -> None:
    query = understand("Que fait un soudeur ?")
    found = retriever.retrieve(query, k)
    assert len(found.evidence) == k
    assert found.confidence == pytest.approx(retriever.retrieve(query).confidence)


def test_filters_hold_for_words_and_meaning(retriever: Retriever) -> None:
    found = retriever.retrieve(understand("Qui forme des télépilotes de drone ?", Filters(kind=("job",))))
    assert found.evidence
    assert {each.document.metadata.kind for each in found.evidence} == {"job"}


@pytest.mark.parametrize(
    ("question", "filters"), [("", Filters()), ("  ", Filters()), ("Que fait un soudeur ?", Filters(sector=("none",)))]
)
def test_nothing_to_find_is_no_evidence_and_no_confidence(
    retriever: Retriever, question: str, filters: Filters
) -> None:
    found = retriever.retrieve(understand(question, filters))
    assert (found.evidence, found.confidence) == ((), 0.0)


def test_confidence_tells_answered_questions_from_others(retriever: Retriever) -> None:
    def sure(question: str) -> float:
        return retriever.retrieve(understand(question)).confidence

    answered = sure("Combien d'entreprises réunit le Cluster Drones Paris Region en 2021 ?")
    wrong_year = sure("Combien d'entreprises réunit le Cluster Drones Paris Region en 2037 ?")
    foreign = sure("What is the capital of Mongolia?")
    assert answered > 0.5 > max(wrong_year, foreign)


def test_odd_questions_never_fail(retriever: Retriever) -> None:
    for question in ("?", "\0", "\ud800", "a" * 5000, "drones " * 500, "🙂", '"NOT (AND', "1 500"):
        found = retriever.retrieve(understand(question))
        assert 0 <= found.confidence <= 1


def test_langchain_gets_the_same_passages(retriever: Retriever) -> None:
    documents = ClusterRetriever(retriever=retriever, k=2).invoke("Que fait un soudeur ?")
    found = retriever.retrieve(understand("Que fait un soudeur ?"), 2)
    assert [document.id for document in documents] == [each.chunk.id for each in found.evidence]
    assert documents[0].metadata["path"] == "jobs/soudeur.fr.md"
    assert documents[0].page_content == found.evidence[0].chunk.text


def test_a_missing_reranker_is_one_clear_line(snapshot: Snapshot, embedder: Embedder, settings: Settings) -> None:
    own = settings.model_copy(update={"reranker": "/nowhere/model"})
    with pytest.raises(EmbeddingModelError, match="ASSISTANT_RERANKER=/nowhere/model") as error:
        Retriever(snapshot, embedder, own).retrieve(understand("Que fait un soudeur ?"))
    assert "\n" not in str(error.value)


def test_a_reranker_reads_the_evidence_again(
    snapshot: Snapshot, embedder: Embedder, settings: Settings, tmp_path: Path
) -> None:
    from sentence_transformers import CrossEncoder
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(str(embedder.folder))
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    assert CrossEncoder(str(tmp_path)).num_labels == 1
    own = settings.model_copy(update={"reranker": str(tmp_path)})
    query = understand("Que fait un soudeur ?")
    plain = Retriever(snapshot, embedder, settings).retrieve(query)
    again = Retriever(snapshot, embedder, own).retrieve(query)
    assert {each.chunk.id for each in again.evidence} == {each.chunk.id for each in plain.evidence}
    assert [each.score for each in again.evidence] == sorted((each.score for each in again.evidence), reverse=True)
    assert again.confidence == pytest.approx(plain.confidence)
