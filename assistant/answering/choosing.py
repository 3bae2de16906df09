"""Which sentences make the answer: few, of one document as a rule, each part of the question with its own, lists
whole."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.candidates import Candidate, is_row, leads_in
from assistant.answering.names import names
from assistant.answering.nearness import Nearness
from assistant.answering.questions import Asks, asks, asks_count, counts, has_shape, parts
from assistant.answering.scoring import Scored, Scorer
from assistant.answering.words import asked_stems, content_stems
from assistant.documents import Query

EMBEDDED = 8
"""Sentences whose nearness to the question is measured: the likeliest by words and place. On the development sets 22
find no answer more, at nearly three times the cost."""

EMBEDDED_FOREIGN = 6
"""Further ones in other languages than the question's, whose words say nothing about them."""

_SENTENCES = 3
_FACT_SENTENCES = 2
_LIST_SENTENCES = 5
_LIST_ITEMS = 8
_FACTS = (Asks.NUMBER, Asks.TIME, Asks.PLACE)
"""What one sentence answers as a rule. A question for a person is not among them: *qui* asks for groups as well."""

_SEVERAL = (Asks.LIST, Asks.CODE)
"""What several rows of a table may answer."""

_FACT_MARGIN = 3.0
"""How far (in logits) below the best sentence a second one of its document may stand when a fact is asked for."""

_MARGIN = 4.0
"""The same for other questions."""

_SURE = 0.99
"""Probability that the answer is among the chosen sentences at which choosing stops."""

_WHOLE_LIST = 0.85
"""Probability from which a sentence that enumerates answers a question for a list by itself."""

_OTHER_DOCUMENT = 1.2
"""How far (in logits) below the best sentence one of another document may stand. On the French development set, whose
best document is the right one in .82 of the questions, 1.0 finds two answers in a hundred less and cites a right
document one point more often; 0 finds four less and cites four points better."""

_WORTH_ADDING = -4.0
"""Logit (2 %) below which a further sentence is more likely to distract than to answer."""

_LIST_WORTH = -2.2
"""The same for a list, whose further sentences are many: 10 %."""

_NAMED = (Asks.PERSON, Asks.PLACE)
_WORDED = (Asks.THING, Asks.LIST, *_NAMED)
"""Of these the shape of a sentence tells little: most sentences hold some name."""

_PART_WORDS = 0.5
"""Share of the words of such a part of the question, names aside, that a sentence must have to answer it."""

_SAME = 0.8
"""Share of common words at which two sentences say the same."""


def rate(query: Query, found: Sequence[Candidate], nearness: Nearness) -> tuple[list[Scored], Asks]:
    """All candidates, best first, with what the question asks for. Only the likeliest are embedded."""
    scorer = Scorer(query, found)
    likeliest = [scored.candidate for scored in scorer.score({})]
    foreign = [c for c in likeliest[EMBEDDED:] if c.evidence.document.metadata.language != query.language]
    measured = nearness.measure(query.text, likeliest[:EMBEDDED] + foreign[:EMBEDDED_FOREIGN])
    return scorer.score(measured), scorer.kind


def choose(scored: Sequence[Scored], kind: Asks, language: str) -> list[Scored]:
    """The sentences of the answer, best first: of the best sentence's document, or nearly as good, and not twice.

    ``scored`` is best first. Choosing stops once the answer is very likely among them; for a list, once one sentence
    very likely holds it all.
    """
    if not scored:
        return []
    listed = kind is Asks.LIST
    chosen = [scored[0]]
    missed = 1 - scored[0].probability
    if listed and scored[0].probability >= _WHOLE_LIST and _enumerates(scored[0].candidate, language):
        return chosen
    for other in scored[1:]:
        if len(chosen) == _most(kind) or (missed < 1 - _SURE and kind not in _SEVERAL):
            break
        same_document = other.candidate.place[0] == scored[0].candidate.place[0]
        if other.logit < (_LIST_WORTH if listed else _WORTH_ADDING):
            break
        if other.logit < scored[0].logit - (_margin(kind) if same_document else _OTHER_DOCUMENT):
            continue
        if scored[0].section == 1.0 and other.section < 1.0:
            continue
        if kind not in _SEVERAL and _other_row(other, chosen):
            continue
        if repeats(other, chosen, language):
            continue
        chosen.append(other)
        missed *= 1 - other.probability
    return chosen


def _enumerates(candidate: Candidate, language: str) -> bool:
    """Whether one sentence of prose holds a whole list."""
    listed = has_shape(candidate.text, Asks.LIST, "", language)
    return listed and not candidate.is_item and not is_row(candidate.text) and not leads_in(candidate.text)


def _most(kind: Asks) -> int:
    return _LIST_SENTENCES if kind is Asks.LIST else _FACT_SENTENCES if kind in _FACTS else _SENTENCES


def _margin(kind: Asks) -> float:
    return _FACT_MARGIN if kind in _FACTS else _MARGIN


def _other_row(scored: Scored, chosen: Sequence[Scored]) -> bool:
    """Whether it is a row of a table of which a better one is chosen: the other rows speak of something else."""
    return is_row(scored.candidate.text) and any(
        is_row(taken.candidate.text) and chunk(taken) == chunk(scored) for taken in chosen
    )


def repeats(scored: Scored, chosen: Sequence[Scored], language: str) -> bool:
    """Whether one of the chosen sentences says the same."""
    words = set(content_stems(scored.candidate.text, language))
    for taken in chosen:
        others = set(content_stems(taken.candidate.text, language))
        if words | others and len(words & others) >= _SAME * len(words | others):
            return True
    return False


def with_parts(chosen: Sequence[Scored], scored: Sequence[Scored], query: Query) -> tuple[list[Scored], list[str]]:
    """The chosen sentences with one for each part of the question that they leave open, and the parts that no
    sentence of the chosen documents answers.

    A part is answered by a sentence that holds something of the kind it asks for and, where that tells little, most of
    its words.
    """
    asked = parts(query.text)
    full = list(chosen)
    missing: list[str] = []
    if len(asked) == 1 or not chosen:
        return full, missing
    documents = {one.candidate.place[0] for one in chosen}
    for part in asked:
        if any(_answers(one, part, query) for one in full):
            continue
        others = (one for one in scored if one.candidate.place[0] in documents and one.logit >= _WORTH_ADDING)
        fitting = (one for one in others if _answers(one, part, query) and not repeats(one, full, query.language))
        found = next(fitting, None)
        if found is not None:
            full.append(found)
        elif asks(part) in _FACTS and not any(_has_shape(one, part, query) for one in full):
            missing.append(part.strip(" ?.,;"))
    return full, missing


def _has_shape(scored: Scored, part: str, query: Query) -> bool:
    kind = asks(part)
    language = scored.candidate.evidence.document.metadata.language or query.language
    return has_shape(scored.candidate.text, kind, part if kind is Asks.MEANING else query.text, language)


def _answers(scored: Scored, part: str, query: Query) -> bool:
    kind, text = asks(part), scored.candidate.text
    language = scored.candidate.evidence.document.metadata.language or query.language
    if kind not in _WORDED:
        counted = asks_count(part) and language == query.language
        return counts(text, part, language) if counted else _has_shape(scored, part, query)
    if kind in _NAMED and not _has_shape(scored, part, query):
        return False
    if language != query.language:
        return True
    words = set(asked_stems(part, query.language)) - {s for name in names(part) for s in content_stems(name, language)}
    return not words or len(words & set(content_stems(text, language))) >= _PART_WORDS * len(words)


def with_items(chosen: Sequence[Scored], scored: Sequence[Scored], kind: Asks) -> list[Scored]:
    """The chosen sentences with the lists that they belong to: a line that leads a list in says nothing without its
    items, and a question for a list wants them all (up to ``_LIST_ITEMS``)."""
    wanted = {(chunk(s), s.candidate.text) for s in chosen if leads_in(s.candidate.text)}
    if kind is Asks.LIST:
        wanted |= {(chunk(s), s.candidate.before) for s in chosen if s.candidate.is_item and s.candidate.before}
    full = list(chosen)
    for lead_in in sorted(wanted):
        group = [s for s in scored if s.candidate.is_item and (chunk(s), s.candidate.before) == lead_in]
        group.sort(key=lambda s: s.candidate.start)
        full += [s for s in group[:_LIST_ITEMS] if s not in full]
    led = {(chunk(s), s.candidate.before) for s in full if s.candidate.is_item}
    kept = [s for s in full if not leads_in(s.candidate.text) or (chunk(s), s.candidate.text) in led]
    return kept or full


def chunk(scored: Scored) -> str:
    """The id of the passage that a sentence stands in."""
    return scored.candidate.evidence.chunk.id
