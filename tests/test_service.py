"""Searching and asking over a few documents, with the bundled reader, with none, and with one that is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answering.texts import texts
from assistant.documents import By, Why
from assistant.embedding import Embedder
from assistant.ingestion import sync
from assistant.reader.bundled import BundledReader
from assistant.service import Assistant
from assistant.settings import Settings

pytestmark = pytest.mark.model

FILES = {
    "reports/lumio.fr.md": ("report", "fr", "lumio", "Lumio",
        "Le pôle Lumio réunit 85 verreries à Brétigny en 2021. Il forme des souffleurs de verre."),
    "reports/lumio.en.md": ("report", "en", "lumio", "Lumio",
        "The Lumio cluster brings together 85 glassworks in Brétigny in 2021. It trains glassblowers."),
    "reports/horlogerie.fr.md": ("report", "fr", "horlogerie", "Pôle des microtechniques",
        "Le Pôle des microtechniques est à Besançon. Il partage un banc de mesure entre horlogers et chirurgiens."),
    "jobs/tonnelier.fr.md": ("job", "fr", "tonnelier", "Tonnelier",
        "Le tonnelier fabrique des fûts en chêne cintrés au feu. Le code ROME est H2207."),
}  # fmt: skip
HOW_MANY = "Combien de verreries réunit le pôle Lumio ?"
Open = Callable[..., Assistant]


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, model_cache: Path, embedder: Embedder) -> Settings:
    folder = tmp_path_factory.mktemp("service")
    for path, (kind, language, id_, title, text) in FILES.items():
        file = folder / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        front = f'title: "{title}"\nkind: {kind}\nlanguage: {language}\nid: {id_}\ncluster: "{title}"'
        file.write_text(f"---\n{front}\n---\n# {title}\n\n{text}\n", "utf-8")
    settings = Settings(corpus_dir=folder / "corpus", index_dir=folder / "index", cache_dir=model_cache)
    sync(settings, embedder=embedder)
    return settings


@pytest.fixture
def opened(indexed: Settings, embedder: Embedder) -> Iterator[Open]:
    """An assistant with further settings, on the shared embedding model: ``opened(reader="off")``."""
    assistants = []

    def open_assistant(weights: Path | None = None, **settings: object) -> Assistant:
        assistant = Assistant(indexed.model_copy(update=settings))
        assistant.embedder = embedder
        if weights is not None:
            assistant.reader = BundledReader(embedder, indexed.cache_dir, weights)
        assistants.append(assistant)
        return assistant

    yield open_assistant
    for assistant in assistants:
        assistant.close()


@pytest.fixture(scope="module")
def assistant(indexed: Settings, share: Callable[[Assistant], Assistant]) -> Iterator[Assistant]:
    with Assistant(indexed) as assistant:
        yield share(assistant)


def test_the_passage_that_answers_is_found_first_and_in_one_language(assistant: Assistant) -> None:
    found = assistant.search(HOW_MANY)
    paths = [each.document.path for each in found.evidence]
    assert paths[0] == "reports/lumio.fr.md"
    assert "reports/lumio.en.md" not in paths
    assert [each.rank for each in found.evidence] == list(range(1, len(paths) + 1))
    assert all(0 <= each.score <= 1 for each in found.evidence)


@pytest.mark.parametrize("k", [1, 2])
def test_k_limits_the_evidence_but_not_the_confidence(assistant: Assistant, k: int) -> None:
    found = assistant.search(HOW_MANY, k=k)
    assert len(found.evidence) == k
    assert found.confidence == pytest.approx(assistant.search(HOW_MANY).confidence)


def test_confidence_tells_answered_questions_from_others(assistant: Assistant) -> None:
    answered, year, foreign = (
        assistant.search(question).confidence
        for question in (
            HOW_MANY,
            "Combien de verreries réunit le pôle Lumio en 2037 ?",
            "What is the capital of Mongolia?",
        )
    )
    assert answered > 0.5
    assert answered > max(year, foreign)


@pytest.mark.parametrize("question", ["?", "\0", "\ud800", "a" * 5000, "verre " * 400, "🙂", '"NOT (AND', "где?"])
def test_odd_questions_never_fail(assistant: Assistant, question: str) -> None:
    assert 0 <= assistant.search(question).confidence <= 1
    assert assistant.answer(question).text


def test_an_answer_quotes_and_says_how_it_came_to_be(assistant: Assistant) -> None:
    answer = assistant.answer(HOW_MANY)
    assert "85" in answer.text
    assert (answer.by, answer.why, answer.notice) == (By.EXTRACTED, Why.ANSWERED, "")
    assert assistant.answer("Bonjour !").by is By.TALK


def test_without_a_reader_retrieval_answers(opened: Open) -> None:
    assistant = opened(reader="off", abstain_below=0)
    assert assistant.reader is None
    answer = assistant.answer(HOW_MANY)
    assert "85" in answer.text
    assert answer.notice == ""
    assert assistant.search(HOW_MANY).evidence[0].document.path.startswith("reports/lumio")


def test_without_a_reader_what_is_not_told_is_less_sure(opened: Open) -> None:
    assistant = opened(reader="off")
    assert assistant.search(HOW_MANY).confidence > assistant.search("Who won the world cup in 1998?").confidence


def test_missing_weights_cost_the_reader_and_nothing_else(opened: Open, tmp_path: Path) -> None:
    assistant = opened(weights=tmp_path, abstain_below=0)
    assistant.load()
    assert assistant.state().model_loaded
    answer = assistant.answer(HOW_MANY)
    assert "85" in answer.text
    assert answer.notice == texts("fr").reader_unavailable
    assert assistant.search(HOW_MANY).evidence


def test_a_cross_encoder_that_is_not_there_costs_the_reader_and_nothing_else(opened: Open) -> None:
    answer = opened(reader="/nowhere/model", abstain_below=0).answer("How many glassworks does Lumio bring together?")
    assert "85" in answer.text
    assert texts("en").reader_unavailable in answer.notice
