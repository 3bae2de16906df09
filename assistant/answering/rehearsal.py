"""Embeds the sentences that answers are chosen from before anybody asks, so that no question has to wait for them.

It is most of the work of an answer. Ingestion does not do it, which would take twice the time; a server does while
nobody asks, and keeps the vectors beside the index for its next start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.answering.candidates import candidates
from assistant.answering.nearness import REMEMBERED, Nearness, in_place
from assistant.documents import DocumentInfo, Evidence
from assistant.index.embedding_cache import EmbeddingCache, text_hash
from assistant.index.snapshot import Snapshot

BATCH = 8
"""Sentences embedded at once: a question that comes meanwhile waits for them, some 40 ms."""


def rehearse(snapshot: Snapshot, nearness: Nearness, cache: EmbeddingCache, go_on: Callable[[], bool]) -> bool:
    """Let ``nearness`` know the sentences of all passages, up to as many as it remembers.

    Args:
        cache: where vectors of sentences are kept; those of sentences that are gone are forgotten.
        go_on: asked before each batch; may take its time while there is something better to do.

    Returns:
        Whether it came to the end.

    Raises:
        EmbeddingModelError: the model cannot be loaded.
        sqlite3.Error: the cache cannot be read or written.
    """
    hashes: list[str] = []
    for document in snapshot.documents.values():
        sentences = list(_sentences(snapshot, document))
        hashes += map(text_hash, sentences)
        if len(hashes) > REMEMBERED:
            break
        new = nearness.unknown(sentences)
        kept = cache.get([text_hash(text) for text in new])
        nearness.remember({text: kept[text_hash(text)] for text in new if text_hash(text) in kept})
        missing = [text for text in new if text_hash(text) not in kept]
        for start in range(0, len(missing), BATCH):
            if not go_on():
                return False
            vectors = nearness.embed(missing[start : start + BATCH])
            cache.put({text_hash(text): vector for text, vector in vectors.items()})
        if not go_on():
            return False
    cache.keep_only(hashes)
    return True


def _sentences(snapshot: Snapshot, document: DocumentInfo) -> Iterator[str]:
    evidence = (Evidence(chunk, document, 0.0, 1, 0.0, 0.0) for chunk in snapshot.document_chunks(document.id))
    return map(in_place, candidates(evidence))
