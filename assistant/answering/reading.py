"""Candidates are read: each passage gets a probability that it answers, and each of its sentences that it belongs to
the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import Candidate, candidates, sentences_of
from assistant.answering.words import content_stems
from assistant.documents import Evidence, Query
from assistant.embedding.model import clean
from assistant.reader import Passage, Reader, Reading

CANDIDATES = 24
"""Passages that retrieval proposes to the reader."""

FIRST = 12
"""Passages that are read first; the others only when none of these is likely."""

LIKELY = 0.0
"""Logit of a passage from which the others are left unread: even odds."""

FUSED_WEIGHT = 4.0
"""What one unit of retrieval's fused score is worth beside the reader's logit when passages are ranked."""

_UNREAD = (12.0, -7.0)
"""Where nothing can read: logit of a passage from its fused score, as slope and intercept."""


@dataclass(frozen=True, slots=True)
class Read:
    """Evidence after reading, under its new rank: the logit that it answers, the fused score that retrieval gave it,
    and its sentences in their order."""

    evidence: Evidence
    logit: float
    fused: float
    sentences: tuple[Candidate, ...]


def read(query: Query, found: Sequence[Evidence], reader: Reader) -> tuple[Read, ...]:
    """``found`` (best first) as the reader sees it, likeliest first. What it need not read is left out.

    Raises:
        ReaderError: the reader cannot be loaded.
    """
    passages = [as_passage(each) for each in found]
    readings = reader.read(query.text, passages[:FIRST])
    if passages[FIRST:] and all(reading.answers < LIKELY for reading in readings):
        readings += reader.read(query.text, passages[FIRST:])
    return _ranked(found, readings)


def read_without(query: Query, found: Sequence[Evidence]) -> tuple[Read, ...]:
    """The same where there is no reader: passages as retrieval ranks them, sentences by the words of the question."""
    asked = set(content_stems(query.text, query.language))
    slope, intercept = _UNREAD
    readings = []
    for each in found:
        spans = sentences_of(each.chunk)
        shares = [
            len(asked & set(content_stems(each.chunk.text[start:end], query.language))) / max(1, len(asked))
            for start, end in spans
        ]
        logit = slope * each.score + intercept
        readings.append(Reading(logit, tuple(logit + 4 * (share - max(shares)) for share in shares)))
    return _ranked(found, readings)


def as_passage(evidence: Evidence) -> Passage:
    """A chunk as readers are given it: under its title and headings."""
    chunk = evidence.chunk
    about = " > ".join(filter(None, (evidence.document.metadata.title, *chunk.heading)))
    return Passage(clean(about), chunk.text, sentences_of(chunk))


def sigmoid(logit: float) -> float:
    """A logit as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def logit(probability: float) -> float:
    """A probability as a logit, within ±30."""
    return math.log(max(1e-13, probability) / max(1e-13, 1 - probability))


def _ranked(found: Sequence[Evidence], readings: Sequence[Reading]) -> tuple[Read, ...]:
    pairs = sorted(
        zip(found, readings, strict=False), key=lambda pair: -(pair[1].answers + FUSED_WEIGHT * pair[0].score)
    )
    read = []
    for rank, (evidence, reading) in enumerate(pairs, 1):
        ranked = replace(evidence, rank=rank, score=sigmoid(reading.answers))
        sentences = tuple(candidates(ranked, tuple(map(sigmoid, reading.sentences))))
        read.append(Read(ranked, reading.answers, evidence.score, sentences))
    return tuple(read)
