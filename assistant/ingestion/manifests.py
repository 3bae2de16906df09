"""What a generation made here and now is made with."""

from __future__ import annotations

from assistant.chunking import CHUNKER_VERSION
from assistant.embedding import Embedder
from assistant.index.lexical import LEXICAL_VERSION
from assistant.index.manifest import Manifest
from assistant.ingestion.records import now
from assistant.loading import LOADER_VERSION
from assistant.settings import Settings


def manifest_of(
    settings: Settings, embedder: Embedder, number: int, documents: int = 0, chunks: int = 0, dimension: int = 0
) -> Manifest:
    """The manifest of generation ``number`` under these settings. Loads no model."""
    return Manifest(
        generation=number,
        embedding_model=embedder.model_id,
        dimension=dimension,
        # Both decide on the text of passages, so either change asks for the same rebuild.
        chunker=f"{CHUNKER_VERSION}.{LOADER_VERSION}",
        chunk_tokens=settings.chunk_tokens,
        lexical=LEXICAL_VERSION,
        documents=documents,
        chunks=chunks,
        created=now(),
    )
