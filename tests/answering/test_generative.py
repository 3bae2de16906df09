"""Answers by a chat model, with a local server in place of a paid provider."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat_server import ChatServer
from fakes import FakeReader

from assistant.answering import Answerer
from assistant.documents import Answer, By, Grounding, Query
from assistant.errors import EmbeddingModelError
from assistant.settings import load_settings

pytestmark = pytest.mark.usefixtures("plain_confidence")
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
def versions(library, server):
    reader = FakeReader(["Neopolia", "Cosmetic"], doubted=["météo"])
    library.add("neopolia", NEOPOLIA, title="Neopolia")
    library.add("cosmetic", COSMETIC, title="Cosmetic Valley")

    def answers(
        text: str = "", mode: str | int = "answer", question: str = "Qui forme Neopolia ?", language: str = "fr",
        message: str = "no", **settings: object,
    ) -> list[Answer]:  # fmt: skip
        server.text, server.mode, server.message = text, mode, message
        server.requests.clear()
        options = {"chat_model": "openai:m", "chat_base_url": server.url, "chat_api_key": KEY, "chat_timeout_s": 20}
        answerer = Answerer(library, reader, load_settings(**{**options, **settings}))
        found = list(answerer.answer(Query(question, language), library.found(*library.documents)))
        assert [a.complete for a in found] == [False] * (len(found) - 1) + [True]
        for citation in found[-1].citations:
            assert library.text(citation.document.id)[citation.start : citation.end] == citation.quote
        return found

    def begun(text: str) -> Iterator[Answer]:
        settings = load_settings(chat_model="openai:m", chat_base_url=server.url, chat_timeout_s=60)
        server.text, server.mode = text, "hold"
        found = library.found("neopolia", "cosmetic")
        return Answerer(library, reader, settings).answer(Query("Qui forme ?", "fr"), found)

    answers.begun = begun
    return answers


@pytest.fixture
def nli(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a tiny CrossEncoder for inference that gives every pair the label named; ``""``: one without labels."""

    def make(sure_of: str) -> Path:
        import torch
        from tokenizers import Tokenizer, models, pre_tokenizers
        from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

        labels = ["contradiction", "entailment", "neutral"] if sure_of else ["good", "bad", "ugly"]
        tokens = Tokenizer(models.WordLevel({"[PAD]": 0, "[UNK]": 1, "[SEP]": 2, "[CLS]": 3}, unk_token="[UNK]"))
        tokens.pre_tokenizer = pre_tokenizers.Whitespace()
        folder = tmp_path / f"nli-{sure_of or 'none'}"
        PreTrainedTokenizerFast(
            tokenizer_object=tokens, pad_token="[PAD]", unk_token="[UNK]", sep_token="[SEP]", cls_token="[CLS]"
        ).save_pretrained(folder)
        model = BertForSequenceClassification(
            BertConfig(
                vocab_size=4, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
                id2label=dict(enumerate(labels)), label2id={label: n for n, label in enumerate(labels)},
            )
        )  # fmt: skip
        with torch.no_grad():
            model.classifier.weight.zero_()
            model.classifier.bias.copy_(torch.tensor([9.0 if label == sure_of else 0.0 for label in labels]))
        model.save_pretrained(folder)
        return folder

    return make


def test_grows_sentence_by_sentence_with_verified_citations(versions) -> None:
    found = versions("Neopolia réunit 240 entreprises [1]. Cosmetic Valley est à Chartres [2].")
    assert [len(a.sentences) for a in found] == [1, 2]
    last = found[-1]
    assert [s.citations for s in last.sentences] == [(1,), (2,)]
    assert [c.document.id for c in last.citations] == ["neopolia", "cosmetic"]
    assert last.citations[0].quote == "Neopolia réunit 240 entreprises de l'Ouest."
    assert all(s.grounding is Grounding.SUPPORTED for s in last.sentences)
    assert (last.notice, last.by) == ("", By.WRITTEN)


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


def test_strict_grounding_drops_what_is_only_in_doubt(versions) -> None:
    text = "Neopolia forme des soudeurs [1]. La météo sera pluvieuse demain matin au bord des lacs [1]."
    last = versions(text, grounding="strict")[-1]
    assert [s.text for s in last.sentences] == ["Neopolia forme des soudeurs."]
    assert last.notice == ""


def test_a_denial_of_the_passage_is_marked(versions) -> None:
    last = versions("Neopolia forme des soudeurs [1]. Neopolia ne réunit pas 240 entreprises de l'Ouest [1].")[-1]
    assert [s.grounding for s in last.sentences] == [Grounding.SUPPORTED, Grounding.UNSUPPORTED]


def test_a_model_for_inference_has_a_say(versions, nli: Callable[[str], Path]) -> None:
    text = "Neopolia réunit 240 entreprises [1]."
    assert versions(text, grounding_model=str(nli("entailment")))[-1].notice == ""
    assert "mot pour mot" in versions(text, grounding_model=str(nli("contradiction")))[-1].notice


def test_a_model_without_a_label_for_entailment_is_refused_in_one_line(versions, nli: Callable[[str], Path]) -> None:
    with pytest.raises(EmbeddingModelError, match=r"ASSISTANT_GROUNDING_MODEL=.*entailment"):
        versions("Neopolia réunit 240 entreprises [1].", grounding_model=str(nli("")))
    with pytest.raises(EmbeddingModelError, match="cannot be loaded"):
        versions("Neopolia réunit 240 entreprises [1].", grounding_model="/nowhere/at/all")


def test_sentences_are_shown_while_the_rest_is_written(versions, server) -> None:
    """The first sentence reaches the reader before the model has ended: the server waits until it did."""
    text = "Neopolia réunit 240 entreprises [1]. Neopolia forme des soudeurs [1]. Le siège est à Chartres [2]."
    try:
        first = next(iter(versions.begun(text)))
        assert [s.text for s in first.sentences] == ["Neopolia réunit 240 entreprises."]
        assert not first.complete
    finally:
        server.released.set()


def test_a_failed_request_is_tried_again(versions, server) -> None:
    server.failures = [503]
    assert versions("Neopolia réunit 240 entreprises [1].")[-1].notice == ""
    assert len(server.requests) == 2


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
def test_failures_give_the_documents_words_and_say_why(versions, caplog, mode: str | int, reason: str) -> None:
    caplog.set_level(logging.DEBUG)
    last = versions("Neopolia réunit 240 entreprises [1]. Neopolia forme des soudeurs [1].", mode)[-1]
    assert reason in last.notice
    assert "\n" not in last.notice
    assert KEY not in last.notice
    assert KEY not in caplog.text
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
