from pathlib import Path

import numpy as np

from assistant.index.embedding_cache import EmbeddingCache, text_hash


def vector(value: float) -> np.ndarray:
    return np.full(4, value, np.float32)


def test_what_is_put_is_there_after_reopening(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "e.sqlite", "model")
    cache.put({text_hash("a"): vector(1), text_hash("b"): vector(2)})
    cache.close()
    cache = EmbeddingCache(tmp_path / "e.sqlite", "model")
    found = cache.get([text_hash("b"), text_hash("missing")])
    assert list(found) == [text_hash("b")]
    np.testing.assert_array_equal(found[text_hash("b")], vector(2))


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "e.sqlite", "one")
    cache.put({"h": vector(1)})
    cache.close()
    assert EmbeddingCache(tmp_path / "e.sqlite", "two").get(["h"]) == {}


def test_keep_only_forgets_the_rest(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "e.sqlite", "model")
    cache.put({str(i): vector(i) for i in range(1200)})
    cache.keep_only(str(i) for i in range(600))
    assert set(cache.get([str(i) for i in range(1200)])) == {str(i) for i in range(600)}


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "e.sqlite").write_bytes(b"no database" * 1000)
    cache = EmbeddingCache(tmp_path / "e.sqlite", "model")
    assert cache.get(["h"]) == {}
    cache.put({"h": vector(1)})
    assert "h" in cache.get(["h"])
