"""The means that are shipped are those of the bundled model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import Embedder
from assistant.retrieval.means import LANGUAGES, language_means, questions

pytestmark = pytest.mark.model
SAMPLE = 24  # questions; enough to tell the languages and the two sides apart


def test_the_questions_are_parallel() -> None:
    french, english = (questions()[language] for language in LANGUAGES)
    assert len(french) == len(english) == 150
    assert not set(french) & set(english)


def test_the_shipped_means_are_those_of_the_bundled_model(embedder: Embedder, tmp_path: Path) -> None:
    means = language_means(embedder, tmp_path)
    assert not list(tmp_path.iterdir()), "nothing had to be computed"
    shipped = {("query", lang): means.questions[lang] for lang in LANGUAGES}
    shipped |= {("passage", lang): means.passages[lang] for lang in LANGUAGES}
    encode = {"query": embedder.encode_queries, "passage": embedder.encode_passages}
    for side, language in shipped:
        sample = encode[side](questions()[language][:SAMPLE]).mean(axis=0)
        distance = {key: float(np.linalg.norm(mean - sample)) for key, mean in shipped.items()}
        assert min(distance, key=distance.__getitem__) == (side, language)
