"""Questions that compare two or more clusters or jobs are answered for each in turn, so that none is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.entities import Entities, EntityKind
from assistant.answering.extractive import language_notice, tell
from assistant.answering.reading import Read
from assistant.answering.selecting import select
from assistant.answering.texts import spoken, texts
from assistant.documents import Answer, Citation, Evidence, Grounding, Query, Sentence
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

LEAST = 0.1
"""Probability that a sentence must have to be told of a side."""


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


def about_side(
    query: Query, found: Sequence[Evidence], side: tuple[EntityKind, str], snapshot: Snapshot, entities: Entities
) -> list[Evidence]:
    """The passages to be read for a side: what was ``found`` in the documents about it, then their others; of a
    document in two languages, the one in the asker's."""
    about = {d.id: d for d in entities.about(*side) if admits(query.filters, d)}
    about = {id_: d for id_, d in about.items() if d.metadata.language == query.language} or about
    pieces = {each.chunk.id: each for each in found if each.document.id in about}
    for id_, document in about.items():
        for chunk in snapshot.document_chunks(id_):
            pieces.setdefault(chunk.id, Evidence(chunk, document, 0.0, 1))
    return list(pieces.values())[:_PASSAGES]


def compare(query: Query, read: Sequence[tuple[str, Sequence[Read]]], confidence: float) -> Answer:
    """For each side, by its name, the sentences that answer the question for it, or a word that there are none."""
    words = texts(query.language)
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for name, passages in read:
        chosen = [each for each in select(passages, query.language) if each.probability >= LEAST][:_SENTENCES]
        heading = words.comparison_side if chosen else words.comparison_missing
        sentences.append(Sentence(heading.format(side=name), grounding=Grounding.FRAME))
        said, cited = tell(query, chosen, len(citations) + 1)
        sentences += said
        citations += cited
    return Answer(
        query.text,
        spoken(query.language),
        tuple(sentences),
        tuple(citations),
        confidence,
        notice=language_notice(citations, query.language),
    )
