"""The application without a server, over a few documents of its own. Built once: Gradio takes a second to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.embedding import Embedder
from assistant.ingestion import sync
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.web.server import create_app

DOCUMENTS = {
    "reports/alpha.fr.md": """---
title: Le cluster Alpha
id: alpha
language: fr
cluster: Alpha
region: Bretagne
sector: maritime
year: 2024
source: [https://alpha.example/rapport, "javascript:alert(1)", Rapport annuel]
---
# Alpha

Le cluster Alpha réunit quarante entreprises.

## Formation

Le cluster Alpha forme des soudeurs à Brest.

| Chiffre | Année |
|---|---|
| 40 entreprises | 2024 |
| 120 soudeurs formés | 2023 |
""",
    "reports/alpha.en.md": """---
title: The Alpha cluster
id: alpha
language: en
cluster: Alpha
region: Bretagne
sector: maritime
year: 2024
---
The Alpha cluster trains welders in Brest.
""",
    "jobs/welder.en.md": """---
title: Welder
id: welder
language: en
cluster: [Alpha, Gamma]
region: Bretagne
year: 2026
rome: H2913
---
A welder joins metal parts. Boats are welded in Saint-Malo.
""",
    "reports/beta.fr.txt": "Le réseau Beta réunit des verriers de Normandie. Beta est né en 1998.\n",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A running application and what it was made of."""

    app: FastAPI
    assistant: Assistant
    settings: Settings

    def visitor(self, language: str = "en", accept: str = "text/html") -> TestClient:
        """Somebody with a browser in ``language``."""
        headers = {"Accept-Language": language, "Accept": accept}
        return TestClient(self.app, headers=headers, raise_server_exceptions=False)

    def id_of(self, path: str) -> str:
        """The id of the document that came from a file."""
        with self.assistant.snapshot() as snapshot:
            return next(d.id for d in snapshot.documents.values() if d.path == path)


@pytest.fixture(scope="session")
def site(
    embedder: Embedder,
    share: Callable[[Assistant], Assistant],
    model_cache: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """The application over :data:`DOCUMENTS`."""
    folder = tmp_path_factory.mktemp("site")
    for path, text in DOCUMENTS.items():
        file = folder / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = load_settings(corpus_dir=folder / "corpus", index_dir=folder / "index", cache_dir=model_cache)
    sync(settings, embedder=embedder)
    with Assistant(settings) as assistant:
        yield Site(create_app(share(assistant)), assistant, settings)


@pytest.fixture(scope="session")
def empty_site(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application before anything was ingested."""
    folder = tmp_path_factory.mktemp("empty")
    settings = load_settings(corpus_dir=folder, index_dir=folder / "index", cache_dir=model_cache)
    with Assistant(settings) as assistant:
        yield Site(create_app(assistant), assistant, settings)
