from __future__ import annotations

from assistant.embedding import open_embedder
from assistant.reader import open_reader
from assistant.reader.bundled import BundledReader
from assistant.reader.cross_encoder import CrossEncoderReader
from assistant.settings import Settings


def test_the_settings_name_the_reader_and_nothing_is_loaded_yet(settings: Settings) -> None:
    embedder = open_embedder(settings)
    named = {
        name: open_reader(settings.model_copy(update={"reader": name}), embedder)
        for name in ("bundled", "off", "some/model")
    }
    assert isinstance(named["bundled"], BundledReader)
    assert named["off"] is None
    assert isinstance(named["some/model"], CrossEncoderReader)
    assert named["some/model"].name == "some/model"
    assert not embedder.loaded


def test_the_bundled_reader_is_the_default(settings: Settings) -> None:
    assert settings.reader == "bundled"
    reader = open_reader(settings, open_embedder(settings))
    assert reader is not None
    assert reader.name.startswith("reader-")
