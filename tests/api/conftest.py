"""The whole application over the shipped corpus, with the model of the session."""

from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.web.server import create_app
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def serving(corpus_index, model_cache, share):
    """Opens the application with further settings: ``with serving(api_tokens="…") as client``."""

    @contextmanager
    def open_client(host="127.0.0.1", **settings):
        chosen = {"corpus_dir": ROOT / "corpus", "index_dir": corpus_index, "cache_dir": model_cache, **settings}
        with Assistant(load_settings(**chosen)) as assistant:
            share(assistant)
            assistant.load()
            with TestClient(create_app(assistant), client=(host, 50000)) as client:
                yield client

    return open_client


@pytest.fixture(scope="session")
def client(serving):
    with serving(questions_per_minute=10_000) as client:
        yield client
