"""Which sentences answer: those that the reader finds likely, the likeliest first, each said once."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.candidates import Candidate, leads_in
from assistant.answering.presenting import refers_back
from assistant.answering.reading import Read
from assistant.answering.words import content_stems

SENTENCES = 6
"""Sentences of an answer at most; the items of one list may be more."""

ITEMS = 12
"""Items of one list at most."""

LIKELY = 0.5
"""Probability from which a further sentence is part of the answer."""

RELATIVE = 0.35
"""Share of the best sentence's probability that a further one must have."""

SAME = 0.8
"""Share of common words from which two sentences say the same."""

_PASSAGES = 4  # best passages that sentences are taken from


def select(read: Sequence[Read]) -> list[Candidate]:
    """The sentences of the answer, the likeliest first; at least one where anything was read.

    ``read`` is what :func:`~assistant.answering.reading.read` gives, best first.
    """
    ranked = rank(read)
    chosen: list[Candidate] = []
    for each in ranked:
        if chosen and (each.probability < max(LIKELY, RELATIVE * chosen[0].probability) or len(chosen) >= SENTENCES):
            break
        if not any(repeats(each, other) for other in chosen):
            chosen.append(each)
    return complete(chosen, [each for one in read for each in one.sentences])


def rank(read: Sequence[Read]) -> list[Candidate]:
    """The sentences of the best passages, likeliest first."""
    sentences = [each for one in read[:_PASSAGES] for each in one.sentences]
    return sorted(sentences, key=lambda each: -each.probability)


def complete(chosen: Sequence[Candidate], every: Sequence[Candidate]) -> list[Candidate]:
    """The chosen sentences with those that they do not stand without: what the best refers back to, and the items of
    a list whose lead-in was chosen; a lead-in without items goes."""
    full = list(chosen)
    if (
        chosen
        and not chosen[0].is_item
        and not chosen[0].evidence.document.metadata.kind
        and refers_back(chosen[0].text)
    ):
        before = [each for each in every if leads_to(each, chosen[0])]
        full += [each for each in before[:1] if each not in full]
    for lead_in in [each for each in chosen if leads_in(each.text)]:
        items = [each for each in every if each.is_item and each.before == lead_in.text and same_chunk(each, lead_in)]
        full += [each for each in items[:ITEMS] if each not in full]
    led = {(each.evidence.chunk.id, each.before) for each in full if each.is_item}
    kept = [each for each in full if not leads_in(each.text) or (each.evidence.chunk.id, each.text) in led]
    return kept or full


def leads_to(candidate: Candidate, best: Candidate) -> bool:
    """Whether ``candidate`` stands just before ``best``."""
    return same_chunk(candidate, best) and candidate.text == best.before and candidate.start < best.start


def same_chunk(one: Candidate, other: Candidate) -> bool:
    return one.evidence.chunk.id == other.evidence.chunk.id


def repeats(candidate: Candidate, other: Candidate) -> bool:
    """Whether one of two sentences says little else than the other."""
    words, others = (
        set(content_stems(each.text, each.evidence.document.metadata.language)) for each in (candidate, other)
    )
    return len(words & others) >= SAME * max(1, len(words | others))
