"""Fixtures that every test may use. No test sees the settings, the cache or the folder of whoever runs it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.embedding import Embedder, open_embedder
from assistant.ingestion import SyncReport, sync
from assistant.settings import PREFIX, Settings, load_settings

if TYPE_CHECKING:
    from assistant.service import Assistant

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the default model is converted to, once for all tests."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def settings(tmp_path: Path, model_cache: Path) -> Settings:
    """Settings with an empty corpus and no index, in a folder of the test's own."""
    (tmp_path / "corpus").mkdir(exist_ok=True)
    return load_settings(corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index", cache_dir=model_cache)


@pytest.fixture
def write(settings: Settings) -> Callable[..., Path]:
    """Writes a Markdown document into the corpus: ``write("reports/a.md", "# A\\n\\nText.", title="A")``."""

    def write_document(path: str, text: str, **front_matter: str) -> Path:
        file = settings.corpus_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        head = "".join(f"{key}: {value}\n" for key, value in front_matter.items())
        file.write_text(f"---\n{head}---\n{text}\n" if head else f"{text}\n", encoding="utf-8")
        return file

    return write_document


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> Embedder:
    """The default model, loaded once for all tests of this process."""
    return open_embedder(load_settings(cache_dir=model_cache))


@pytest.fixture(scope="session")
def share(embedder: Embedder, model_cache: Path) -> Callable[[Assistant], Assistant]:
    """Lets an assistant answer with the models of this process instead of loading its own: ``share(assistant)``."""
    from assistant.reader.bundled import BundledReader

    reader = BundledReader(embedder, model_cache)

    def share_models(assistant: Assistant) -> Assistant:
        assistant.embedder = embedder
        if isinstance(assistant.reader, BundledReader):
            assistant.reader = reader
        return assistant

    return share_models


@pytest.fixture(scope="session")
def corpus_index(embedder: Embedder, model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus that the project ships."""
    index = tmp_path_factory.mktemp("corpus") / "index"
    settings = load_settings(corpus_dir=ROOT / "corpus", index_dir=index, cache_dir=model_cache)
    sync(settings, embedder=embedder)
    return index


@pytest.fixture
def run(settings: Settings, embedder: Embedder) -> Callable[..., SyncReport]:
    """Syncs the test's corpus with the shared model: ``run(rebuild=True)``."""

    def run_sync(**options: object) -> SyncReport:
        return sync(settings, embedder=embedder, **options)  # type: ignore[arg-type]

    return run_sync
