"""Which reader the settings name."""

from __future__ import annotations

from assistant.embedding import Embedder
from assistant.reader.bundled import BundledReader
from assistant.reader.cross_encoder import CrossEncoderReader
from assistant.reader.reading import Reader
from assistant.settings import Settings

BUNDLED, OFF = "bundled", "off"


def open_reader(settings: Settings, embedder: Embedder) -> Reader | None:
    """The reader, not loaded yet; None where the settings switch it off."""
    if settings.reader == OFF:
        return None
    if settings.reader == BUNDLED:
        return BundledReader(embedder, settings.cache_dir)
    return CrossEncoderReader(settings.reader)
