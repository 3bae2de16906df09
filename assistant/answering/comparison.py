"""Questions that compare two or more clusters or jobs are answered for each in turn, so that none is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.candidates import candidates
from assistant.answering.choosing import choose, rate
from assistant.answering.entities import Entities, EntityKind
from assistant.answering.extractive import language_notice, told
from assistant.answering.nearness import Nearness
from assistant.answering.questions import Asks
from assistant.answering.texts import spoken, texts
from assistant.documents import Answer, Citation, DocumentInfo, Evidence, Grounding, Query, Retrieval, Sentence
from assistant.index.snapshot import Snapshot, admits

_COMPARES = re.compile(
    r"\b(?:compare[rz]?|comparaison|comparison|compared|différences?|differences?|differ|versus|vs|plutôt que"
    r"|rather than|plus (?:de \w+|\w+) que|more (?:\w+ )?than|lequel|laquelle|lesquels|points communs|in common"
    r"|ou|or)\b",
    re.IGNORECASE,
)
_SIDES = 4
_PASSAGES = 12
_SENTENCES = 2
_FROM_CATALOGUE = 0.5
"""Score of a passage that was not retrieved but belongs to a document about a side."""


def sides(query: Query, entities: Entities) -> tuple[tuple[EntityKind, str], ...]:
    """The clusters or jobs that a question compares, as (kind, name); empty when it compares none."""
    if not _COMPARES.search(query.text):
        return ()
    mentioned = [m for m in entities.mentions(query.text) if m.kind in ("cluster", "job")]
    for kind in ("cluster", "job"):
        named = tuple(dict.fromkeys((m.kind, m.value) for m in mentioned if m.kind == kind))
        if 2 <= len(named) <= _SIDES:
            return named
    return ()


def compare(
    retrieval: Retrieval,
    compared: Sequence[tuple[EntityKind, str]],
    snapshot: Snapshot,
    entities: Entities,
    nearness: Nearness,
) -> Answer:
    """For each side a heading and the sentences that answer the question for it, or a word that there are none.

    ``compared`` are the :func:`sides` of the question, ``entities`` the names of the snapshot's catalogue.
    """
    query = retrieval.query
    words = texts(query.language)
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for kind, name in compared:
        scored, _ = rate(query, candidates(_evidence(retrieval, kind, name, snapshot, entities)), nearness)
        chosen = choose(scored, Asks.THING, query.language)[:_SENTENCES]
        heading = words.comparison_side if chosen else words.comparison_missing
        sentences.append(Sentence(heading.format(side=name), grounding=Grounding.FRAME))
        said, cited = told(chosen, len(citations) + 1)
        sentences += said
        citations += cited
    return Answer(
        query.text,
        spoken(query.language),
        tuple(sentences),
        tuple(citations),
        retrieval.confidence,
        notice=language_notice(citations, query.language),
    )


def _evidence(
    retrieval: Retrieval, kind: EntityKind, name: str, snapshot: Snapshot, entities: Entities
) -> list[Evidence]:
    """What was retrieved from the documents about a side, then their other passages; of a document in two languages,
    the reader's."""
    about = {d.id: d for d in entities.about(kind, name) if admits(retrieval.query.filters, d)}
    about = {id_: d for id_, d in about.items() if d.metadata.language == retrieval.query.language} or about
    found = [piece for piece in retrieval.evidence if piece.document.id in about]
    known = {piece.chunk.id for piece in found}
    found += [piece for piece in _rest(about, snapshot) if piece.chunk.id not in known]
    return [replace(piece, rank=rank) for rank, piece in enumerate(found[:_PASSAGES], 1)]


def _rest(about: Mapping[str, DocumentInfo], snapshot: Snapshot) -> list[Evidence]:
    return [
        Evidence(chunk, document, _FROM_CATALOGUE, 1)
        for id_, document in about.items()
        for chunk in snapshot.document_chunks(id_)
    ]
