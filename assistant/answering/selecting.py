"""Which sentences answer: those that the reader finds likely, the likeliest first, each said once."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.candidates import Candidate
from assistant.answering.presenting import refers_back
from assistant.answering.reading import Read, logit
from assistant.answering.words import content_stems
from assistant.retrieval import without_copies

SENTENCES = 6
"""Sentences of an answer at most; the items of one list may be more."""

ITEMS = 12
"""Items of one list at most."""

PASSAGES = 4
"""Best passages that sentences are taken from."""

SURE, CLOSE = 1.0, 2.0
"""Where the best passage has at least the logit ``SURE``, only passages that are at most ``CLOSE`` behind give
sentences: what answers has been found, and others would only stand beside it."""

PASSAGE_WEIGHT = 0.3
"""What the logit of its passage is worth beside that of a sentence."""

BEHIND = 5.0
"""How far a sentence may be behind the best one, as a sum of logits."""

LEAST = -6.0
"""Logit under which a sentence is none of the answer, whatever the others are."""

TOLD, EVEN = 2.0, 0.0
"""Where the likeliest sentence has at least the logit ``TOLD``, further ones must have even odds: it has been said, and
what is less likely than not would only stand beside it. Costs no key fact of the development questions."""

SAME = 0.8
"""Share of common words from which two sentences say the same."""


def select(read: Sequence[Read], language: str) -> list[Candidate]:
    """The sentences of the answer to a question in ``language``, the likeliest first; at least one where there is any.

    ``read`` is what :func:`~assistant.answering.reading.read` gives, best first. Of copies and translations of a
    passage only the one to be shown gives sentences.
    """
    kept = {each.chunk.id for each in without_copies([one.evidence for one in read], language)}
    passages = _close([one for one in read if one.evidence.chunk.id in kept][:PASSAGES])
    scored = [
        (logit(sentence.probability) + PASSAGE_WEIGHT * one.logit, sentence)
        for one in passages
        for sentence in one.sentences
    ]
    scored.sort(key=lambda pair: -pair[0])
    least = EVEN if scored and logit(scored[0][1].probability) >= TOLD else LEAST
    chosen: list[Candidate] = []
    for score, sentence in scored:
        if chosen and (score < scored[0][0] - BEHIND or len(chosen) == SENTENCES):
            break
        if chosen and logit(sentence.probability) < least:
            continue
        if not any(repeats(sentence, other) for other in chosen):
            chosen.append(sentence)
    return complete(chosen, [sentence for one in passages for sentence in one.sentences])


def _close(passages: Sequence[Read]) -> list[Read]:
    best = max((one.logit for one in passages), default=0.0)
    return [one for one in passages if best < SURE or one.logit >= best - CLOSE]


def complete(chosen: Sequence[Candidate], every: Sequence[Candidate]) -> list[Candidate]:
    """The chosen sentences with those that they do not stand without: what the best refers back to, and the items of
    a list whose lead-in was chosen; a lead-in without items goes."""
    full = list(chosen)
    best = chosen[0] if chosen else None
    if best and not best.is_item and not best.evidence.document.metadata.kind and refers_back(best.text):
        before = [each for each in every if leads_to(each, best)]
        full += [each for each in before[:1] if each not in full]
    for lead_in in [each for each in chosen if each.leads_in]:
        items = [each for each in every if each.is_item and each.before == lead_in.text and same_chunk(each, lead_in)]
        full += [each for each in items[:ITEMS] if each not in full]
    led = {(each.evidence.chunk.id, each.before) for each in full if each.is_item}
    kept = [each for each in full if not each.leads_in or (each.evidence.chunk.id, each.text) in led]
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
