"""Evidence that ranking left out although the question, or the evidence itself, points to it.

A question about a cluster is answered by the report on it, whatever short mentions elsewhere share more words with the
question; and where a document has a fuller version, in the other language as a rule, the fuller one knows more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.entities import Entities
from assistant.answering.nearness import Nearness
from assistant.documents import Chunk, DocumentInfo, Evidence, Query, Retrieval
from assistant.index.snapshot import Snapshot, admits

_LOOKED_AT = 3
"""Pieces of evidence among which a document that the question names should be, and whose versions are looked for."""

_DOCUMENTS = 3
"""Documents that are added at most."""

_PASSAGES = 3
"""Passages of each: those nearest to the question."""

_FULLER = 2
"""How many times the passages of a document another version must have to be the fuller one."""


@dataclass(frozen=True, slots=True)
class _Related:
    """A document to add, and the piece of evidence that it stands beside."""

    document: DocumentInfo
    beside: Evidence


def widened(retrieval: Retrieval, snapshot: Snapshot, entities: Entities, nearness: Nearness) -> Retrieval:
    """The evidence with the nearest passages of documents on what the question names, and of fuller versions.

    They rank beside the best evidence, or beside the passage that they are a fuller version of.
    """
    if not retrieval.evidence:
        return retrieval
    related = _named(retrieval, entities) + _fuller(retrieval, entities, snapshot)
    related = [one for one in related if admits(retrieval.query.filters, one.document)]
    if not related:
        return retrieval
    question = nearness.question(retrieval.query.text)
    known = {piece.chunk.id for piece in retrieval.evidence}
    added: list[Evidence] = []
    for one in list({each.document.id: each for each in related}.values())[:_DOCUMENTS]:
        chunks = [c for c in nearest(snapshot, one.document.id, question, _PASSAGES) if c.id not in known]
        added += [Evidence(chunk, one.document, one.beside.score, one.beside.rank) for chunk in chunks]
    return replace(retrieval, evidence=(*retrieval.evidence, *added)) if added else retrieval


def _named(retrieval: Retrieval, entities: Entities) -> list[_Related]:
    """The documents on each cluster or job that the question names, where none is among the best evidence."""
    query, best = retrieval.query, retrieval.evidence[:_LOOKED_AT]
    found = []
    for mention in entities.mentions(query.text):
        about = entities.about(mention.kind, mention.value)
        if not {d.id for d in about}.intersection(piece.document.id for piece in best):
            found += [_Related(document, best[0]) for document in _readable(about, query)]
    return found


def _readable(documents: Sequence[DocumentInfo], query: Query) -> list[DocumentInfo]:
    """Those in the reader's language, or all when there are none."""
    return [d for d in documents if d.metadata.language == query.language] or list(documents)


def _fuller(retrieval: Retrieval, entities: Entities, snapshot: Snapshot) -> list[_Related]:
    """The fuller versions of the documents of the best evidence."""
    found = []
    for piece in retrieval.evidence[:_LOOKED_AT]:
        if others := entities.versions(piece.document):
            size = len(snapshot.document_chunks(piece.document.id))
            found += [_Related(d, piece) for d in others if len(snapshot.document_chunks(d.id)) >= _FULLER * size]
    return found


def nearest(snapshot: Snapshot, document_id: str, question: NDArray[np.float32], k: int) -> list[Chunk]:
    """The ``k`` passages of a document nearest to a question, best first."""
    chunks = {chunk.id: chunk for chunk in snapshot.document_chunks(document_id)}
    cosines = {id_: float(vector @ question) for id_, vector in snapshot.vectors(list(chunks)).items()}
    return [chunks[id_] for id_ in sorted(cosines, key=lambda id_: -cosines[id_])[:k]]
