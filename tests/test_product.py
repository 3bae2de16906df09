"""What the product promises on its own corpus: answers that name the facts, quotes that are there, honest silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.documents import Answer
from assistant.service import Assistant
from assistant.settings import load_settings

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def assistant(corpus_index: Path, model_cache: Path, share: Callable[[Assistant], Assistant]) -> Assistant:
    return share(Assistant(load_settings(index_dir=corpus_index, cache_dir=model_cache)))


def assert_every_sentence_is_cited_and_every_quote_verbatim(assistant: Assistant, answer: Answer) -> None:
    assert answer.citations
    numbers = {c.n for c in answer.citations}
    for sentence in answer.sentences:
        if sentence.grounding != "frame":
            assert sentence.citations, sentence.text
            assert set(sentence.citations) <= numbers
    with assistant.snapshot() as snapshot:
        for citation in answer.citations:
            text = snapshot.text(citation.document.id)
            assert text[citation.start : citation.end] == citation.quote
            assert citation.chunk.start <= citation.start <= citation.end <= citation.chunk.end


@pytest.mark.parametrize(
    ("question", "language", "facts"),
    [
        (
            "Which jobs does the Cluster Drones Paris Region train for?",
            "en",
            (("drone pilots", "remote pilots"), ("real-time computing",), ("AI", "artificial intelligence")),
        ),
        (
            "À quels métiers forme le Cluster Drones Paris Region ?",
            "fr",
            (("pilotes de drone", "télépilotes"), ("temps réel",), ("intelligence artificielle", "IA")),
        ),
    ],
)
def test_the_jobs_of_the_drone_cluster(
    assistant: Assistant, question: str, language: str, facts: tuple[tuple[str, ...], ...]
) -> None:
    answer = assistant.answer(question)
    assert not answer.abstained
    assert answer.language == language
    for forms in facts:
        assert any(form.lower() in answer.text.lower() for form in forms), answer.text
    assert_every_sentence_is_cited_and_every_quote_verbatim(assistant, answer)


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Mongolia?",
        "Quel est le chiffre d'affaires 2031 du Réseau Mesure ?",
        "Quelle est la recette de la tarte aux pommes ?",
        "Who won the football world cup in 1998?",
    ],
)
def test_what_the_documents_do_not_say_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.abstained
    assert answer.citations == ()
    assert answer.text.strip()


def test_a_question_in_one_language_finds_a_document_in_the_other(assistant: Assistant) -> None:
    answer = assistant.answer("What does the Mecanic Vallée cluster do for its companies?")
    assert not answer.abstained
    assert "fr" in {c.document.metadata.language for c in answer.citations}
