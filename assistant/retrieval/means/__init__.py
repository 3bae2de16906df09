"""Generic questions, in French and English, and their mean vectors for a given model.

``questions.tsv`` holds 150 questions in both languages, written for this purpose. Their means show where a model places
questions of a language as such. The means of the bundled model are shipped beside them, so that nobody's first
question waits; those of another model are computed once. ``tests/retrieval/test_means.py`` checks that the
shipped ones are the model's; :func:`compute_means` makes them again.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import threading
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.embedding import Embedder
from assistant.retrieval.centring import LanguageMeans

LANGUAGES = ("fr", "en")
_SHIPPED = Path(__file__).parent
_known: dict[str, LanguageMeans] = {}
_lock = threading.Lock()


@cache
def questions() -> dict[str, tuple[str, ...]]:
    """The questions by language, in parallel order."""
    return _columns("questions.tsv")


def _columns(name: str) -> dict[str, tuple[str, ...]]:
    table = files(__package__).joinpath(name).read_text("utf-8")
    columns = zip(*(line.split("\t") for line in table.splitlines()), strict=True)
    return dict(zip(LANGUAGES, columns, strict=True))


def language_means(embedder: Embedder, cache_dir: Path) -> LanguageMeans:
    """Mean vectors for this model: from memory, as shipped, from ``cache_dir``, or computed now (seconds, once)."""
    with _lock:
        if embedder.model_id not in _known:
            texts = "\n".join(text for each in LANGUAGES for text in questions()[each])
            digest = hashlib.sha256(f"{embedder.model_id}\n{texts}".encode()).hexdigest()[:12]
            name = re.sub(r"[^\w.-]+", "-", embedder.model_id)
            file = f"means-{name}-{digest}.npz"
            _known[embedder.model_id] = (
                _load(_SHIPPED / file) or _load(cache_dir / file) or _computed(embedder, cache_dir / file)
            )
        return _known[embedder.model_id]


def _load(path: Path) -> LanguageMeans | None:
    try:
        with np.load(path) as stored:
            return LanguageMeans(
                {language: stored[f"questions-{language}"] for language in LANGUAGES},
                {language: stored[f"passages-{language}"] for language in LANGUAGES},
            )
    except (OSError, ValueError, KeyError, EOFError):
        return None


def compute_means(embedder: Embedder) -> LanguageMeans:
    """Embed all questions, as questions and as passages: 600 texts in all."""
    return LanguageMeans(
        {language: embedder.encode_queries(texts).mean(axis=0) for language, texts in questions().items()},
        {language: embedder.encode_passages(texts).mean(axis=0) for language, texts in questions().items()},
    )


def _computed(embedder: Embedder, path: Path) -> LanguageMeans:
    means = compute_means(embedder)
    arrays = {f"questions-{language}": vector for language, vector in means.questions.items()}
    arrays |= {f"passages-{language}": vector for language, vector in means.passages.items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, work = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)
        Path(work).replace(path)
    except OSError:
        pass  # a cache that cannot be written costs some seconds at each start, nothing else
    return means
