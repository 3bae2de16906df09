"""Answers by a chat model, with a local server in place of a paid provider."""

import pytest
from chat_server import ChatServer

from assistant.answering import Answerer
from assistant.documents import Answer, Grounding
from assistant.settings import load_settings

pytestmark = pytest.mark.model
pytest.importorskip("langchain_openai")

KEY = "sk-very-secret"
NEOPOLIA = "Neopolia réunit 240 entreprises de l'Ouest. Neopolia forme des soudeurs et des chaudronniers."
COSMETIC = "Cosmetic Valley rassemble 3 200 entreprises de la parfumerie. Le siège est à Chartres."


@pytest.fixture(scope="module")
def server():
    server = ChatServer()
    yield server
    server.close()


@pytest.fixture
def versions(library, embedder, server):
    library.add("neopolia", NEOPOLIA, title="Neopolia")
    library.add("cosmetic", COSMETIC, title="Cosmetic Valley")

    def answers(
        text: str = "", mode: str | int = "answer", question: str = "Qui forme Neopolia ?", language: str = "fr",
        message: str = "no", **settings: object,
    ) -> list[Answer]:  # fmt: skip
        server.text, server.mode, server.message = text, mode, message
        server.requests.clear()
        options = {"chat_model": "openai:m", "chat_base_url": server.url, "chat_api_key": KEY, "chat_timeout_s": 20}
        answerer = Answerer(library, embedder, load_settings(**{**options, **settings}))
        found = list(answerer.answer(library.retrieval(question, ["neopolia", "cosmetic"], language)))
        assert [a.complete for a in found] == [False] * (len(found) - 1) + [True]
        for citation in found[-1].citations:
            assert library.text(citation.document.id)[citation.start : citation.end] == citation.quote
        return found

    return answers


def test_grows_sentence_by_sentence_with_verified_citations(versions) -> None:
    found = versions("Neopolia réunit 240 entreprises [1]. Cosmetic Valley est à Chartres [2].")
    assert [len(a.sentences) for a in found] == [1, 2]
    last = found[-1]
    assert [s.citations for s in last.sentences] == [(1,), (2,)]
    assert [c.document.id for c in last.citations] == ["neopolia", "cosmetic"]
    assert last.citations[0].quote == "Neopolia réunit 240 entreprises de l'Ouest."
    assert all(s.grounding is Grounding.SUPPORTED for s in last.sentences)
    assert last.notice == ""


def test_an_invented_figure_is_not_shown(versions) -> None:
    last = versions("Neopolia réunit 240 entreprises [1]. Neopolia dépense 12 millions d'euros [1].")[-1]
    assert [s.text for s in last.sentences] == ["Neopolia réunit 240 entreprises."]


def test_an_invented_name_is_not_shown(versions) -> None:
    last = versions("Neopolia forme des soudeurs [1]. Airbus forme des soudeurs avec Neopolia [1].")[-1]
    assert [s.text for s in last.sentences] == ["Neopolia forme des soudeurs."]


def test_an_unsupported_sentence_is_marked(versions) -> None:
    last = versions("Neopolia forme des soudeurs [1]. La météo sera pluvieuse demain matin au bord des lacs [1].")[-1]
    assert [s.grounding for s in last.sentences] == [Grounding.SUPPORTED, Grounding.UNSUPPORTED]
    assert "vérifiées" in last.notice


def test_unknown_and_missing_citations_are_repaired_where_evident(versions) -> None:
    last = versions("Neopolia réunit 240 entreprises [9]. Cosmetic Valley rassemble 3 200 entreprises.")[-1]
    assert [c.document.id for c in last.citations] == ["neopolia", "cosmetic"]


def test_a_wrong_citation_is_repaired(versions) -> None:
    last = versions("Neopolia réunit 240 entreprises [2].")[-1]
    assert [c.document.id for c in last.citations] == ["neopolia"]


def test_figures_may_change_their_format(versions) -> None:
    last = versions("Cosmetic Valley gathers 3,200 firms [2].", question="How many firms?", language="en")[-1]
    assert last.sentences[0].text == "Cosmetic Valley gathers 3,200 firms."
    assert last.notice == "The passages cited are in French."


def test_links_and_markup_are_removed(versions) -> None:
    last = versions("**Neopolia** forme [des soudeurs](http://evil.example) ![x](http://evil.example/p.png) [1].")[-1]
    assert last.sentences[0].text == "Neopolia forme des soudeurs."


def test_the_model_may_decline(versions) -> None:
    last = versions("NO_ANSWER")[-1]
    assert last.abstained
    assert last.citations == ()


def test_nothing_verifiable_gives_the_documents_words(versions) -> None:
    last = versions("Airbus compte 9 000 pilotes [1].")[-1]
    assert "mot pour mot" in last.notice
    assert last.citations
    assert "Airbus" not in last.text


def test_the_same_sentence_again_and_again_is_said_once(versions) -> None:
    last = versions("Neopolia forme des soudeurs [1]. " * 20)[-1]
    assert len(last.sentences) == 1


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        (401, "clé"),
        (403, "clé"),
        (429, "quota"),
        (404, "inconnu"),
        (500, "erreur"),
        (503, "erreur"),
        ("empty", "vide"),
        ("cut", "interrompue"),
        ("stop", "interrompue"),
    ],
)
def test_failures_give_the_documents_words_and_say_why(versions, mode: str | int, reason: str) -> None:
    last = versions("Neopolia réunit 240 entreprises [1]. Neopolia forme des soudeurs [1].", mode)[-1]
    assert reason in last.notice
    assert "\n" not in last.notice
    assert KEY not in last.notice
    assert "240" in last.text or "soudeurs" in last.text
    assert all(s.grounding is Grounding.SUPPORTED for s in last.sentences)


def test_a_server_that_hangs_is_left_after_the_time_limit(versions) -> None:
    assert "délai" in versions("x", "hang", chat_timeout_s=1)[-1].notice


def test_a_server_that_is_not_there(versions) -> None:
    assert "injoignable" in versions("x", chat_base_url="http://127.0.0.1:9/v1")[-1].notice


def test_a_context_that_is_too_small_gets_fewer_sources(versions, library, server) -> None:
    for i in range(5):
        library.add(f"more{i}", f"Texte numéro {i}.")
    server.mode, server.message = 400, "This model's maximum context length is 512 tokens"
    last = versions("x", 400, message=server.message)[-1]
    assert "trop longs" in last.notice


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("mistralai:small", "pip install cluster-assistant[mistral]"),
        ("nothing:small", "inconnu"),
        ("openai:m", "clé"),
    ],
)
def test_a_model_that_cannot_be_opened(versions, monkeypatch, model: str, reason: str) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert reason in versions(chat_model=model, chat_base_url="", chat_api_key="")[-1].notice


def test_notices_speak_the_readers_language(versions) -> None:
    last = versions("x", 429, question="What does Neopolia do?", language="en")[-1]
    assert last.notice.startswith("The language model did not answer (too many requests")


def test_a_server_of_ones_own_needs_no_key_and_gets_none(versions, server, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    versions("Neopolia forme des soudeurs [1].", chat_api_key="")
    assert KEY not in server.authorization
