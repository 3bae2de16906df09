"""Answers made of sentences of the documents, word for word, each with its citation. The default."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.answering.candidates import Candidate, candidates, is_row, leads_in
from assistant.answering.presenting import shown
from assistant.answering.questions import Asks
from assistant.answering.scoring import Scored, Scorer
from assistant.answering.texts import language_name, spoken, texts
from assistant.answering.words import content_stems
from assistant.documents import Answer, Citation, Grounding, Query, Retrieval, Sentence
from assistant.embedding import Embedder

EMBEDDED = 22
"""Sentences whose nearness to the question is measured, of all the candidates: about 15 ms each on two cores."""

_SENTENCES = 3
_FACT_SENTENCES = 2
_LIST_SENTENCES = 5
_LIST_ITEMS = 8
_FACTS = (Asks.NUMBER, Asks.TIME, Asks.PLACE)
"""What one sentence answers as a rule. A question for a person is not among them: *qui* asks for groups as well."""

_FACT_MARGIN = 1.5
"""How far (in logits) below the best sentence a second one of its document may stand when a fact is asked for."""

_MARGIN = 2.5
"""The same for other questions."""

_SURE = 0.95
"""Probability that the answer is among the chosen sentences at which choosing stops."""

_OTHER_DOCUMENT = 1.0
"""How far (in logits) below the best sentence one of another document may stand. At 1.0 the development sets find
.82 and .96 of the answers with .83 and .99 of the citations from a right document; 1.5 finds two more in a hundred
French answers and cites two points less precisely."""

_WORTH_ADDING = -4.0
"""Logit (2 %) below which a further sentence is more likely to distract than to answer."""

_LIST_WORTH = -2.2
"""The same for a list, whose further sentences are many: 10 %."""

_SAME = 0.8
"""Share of common words at which two sentences say the same."""


def extract(retrieval: Retrieval, embedder: Embedder, left_out: Collection[tuple[str, int]] = ()) -> Answer:
    """The answer that the evidence gives, complete. ``retrieval`` must hold evidence.

    Sentences that stand at the places ``left_out`` are chosen only if there are no others.
    """
    every = candidates(retrieval.evidence)
    found = [candidate for candidate in every if candidate.place not in left_out] or every
    scored, kind = rate(retrieval.query, found, embedder)
    chosen = with_items(choose(scored, kind, retrieval.query.language), scored, kind)
    return compose(retrieval, chosen, kind)


def rate(query: Query, found: Sequence[Candidate], embedder: Embedder) -> tuple[list[Scored], Asks]:
    """All candidates, best first, with what the question asks for. Only the ``EMBEDDED`` likeliest are embedded."""
    scorer = Scorer(query, found)
    first = [scored.candidate for scored in scorer.score({})[:EMBEDDED]]
    return scorer.score(_nearness(query.text, first, embedder)), scorer.kind


def _nearness(question: str, found: Sequence[Candidate], embedder: Embedder) -> dict[int, float]:
    if not found:
        return {}
    asked = embedder.encode_queries([question])[0]
    vectors = embedder.encode_passages([_in_place(c) for c in found])
    return {c.order: float(cosine) for c, cosine in zip(found, vectors @ asked, strict=True)}


def _in_place(candidate: Candidate) -> str:
    """A sentence under its title and its nearest heading, as it is embedded."""
    title, heading = candidate.evidence.document.metadata.title, candidate.evidence.chunk.heading
    return "\n".join((title, *(part for part in heading[-1:] if part != title), candidate.text))


def choose(scored: Sequence[Scored], kind: Asks, language: str) -> list[Scored]:
    """The sentences of the answer, best first: of the best sentence's document, or nearly as good, and not twice.

    ``scored`` is best first. Choosing stops once the answer is very likely among them, except for a list.
    """
    if not scored:
        return []
    listed = kind is Asks.LIST
    chosen = [scored[0]]
    missed = 1 - scored[0].probability
    for other in scored[1:]:
        if len(chosen) == _most(kind) or (missed < 1 - _SURE and not listed):
            break
        same_document = other.candidate.place[0] == scored[0].candidate.place[0]
        if other.logit < (_LIST_WORTH if listed else _WORTH_ADDING):
            break
        if other.logit < scored[0].logit - (_margin(kind) if same_document else _OTHER_DOCUMENT):
            continue
        if scored[0].section == 1.0 and other.section < 1.0:
            continue
        if not listed and _other_row(other, chosen):
            continue
        if any(_same(other.candidate.text, taken.candidate.text, language) for taken in chosen):
            continue
        chosen.append(other)
        missed *= 1 - other.probability
    return chosen


def _most(kind: Asks) -> int:
    return _LIST_SENTENCES if kind is Asks.LIST else _FACT_SENTENCES if kind in _FACTS else _SENTENCES


def _margin(kind: Asks) -> float:
    return _FACT_MARGIN if kind in _FACTS else _MARGIN


def _other_row(scored: Scored, chosen: Sequence[Scored]) -> bool:
    """Whether it is a row of a table of which a better one is chosen: the other rows speak of something else."""
    return is_row(scored.candidate.text) and any(
        is_row(taken.candidate.text) and _chunk(taken) == _chunk(scored) for taken in chosen
    )


def with_items(chosen: Sequence[Scored], scored: Sequence[Scored], kind: Asks) -> list[Scored]:
    """The chosen sentences with the lists that they belong to: a line that leads a list in says nothing without its
    items, and a question for a list wants them all (up to ``_LIST_ITEMS``)."""
    wanted = {(_chunk(s), s.candidate.text) for s in chosen if leads_in(s.candidate.text)}
    if kind is Asks.LIST:
        wanted |= {(_chunk(s), s.candidate.before) for s in chosen if s.candidate.is_item and s.candidate.before}
    full = list(chosen)
    for lead_in in sorted(wanted):
        group = [s for s in scored if s.candidate.is_item and (_chunk(s), s.candidate.before) == lead_in]
        group.sort(key=lambda s: s.candidate.start)
        full += [s for s in group[:_LIST_ITEMS] if s not in full]
    led = {(_chunk(s), s.candidate.before) for s in full if s.candidate.is_item}
    kept = [s for s in full if not leads_in(s.candidate.text) or (_chunk(s), s.candidate.text) in led]
    return kept or full


def _chunk(scored: Scored) -> str:
    return scored.candidate.evidence.chunk.id


def _same(text: str, other: str, language: str) -> bool:
    words, others = set(content_stems(text, language)), set(content_stems(other, language))
    return bool(words | others) and len(words & others) >= _SAME * len(words | others)


def compose(retrieval: Retrieval, chosen: Sequence[Scored], kind: Asks) -> Answer:
    """Chosen sentences as one text: best document and section first, each sentence cited."""
    query = retrieval.query
    sentences, citations = told(chosen)
    if kind is Asks.LIST and len(sentences) > 1 and not leads_in(sentences[0].text):
        sentences.insert(0, Sentence(texts(query.language).list_found, grounding=Grounding.FRAME))
    return Answer(
        query.text,
        spoken(query.language),
        tuple(sentences),
        tuple(citations),
        retrieval.confidence,
        notice=language_notice(citations, query.language),
    )


def told(chosen: Sequence[Scored], first: int = 1) -> tuple[list[Sentence], list[Citation]]:
    """Chosen sentences in the order in which they read, and their citations, numbered from ``first``.

    The document and the section of the best sentence come first; within a section the document's order holds.
    """
    documents = list(dict.fromkeys(scored.candidate.place[0] for scored in chosen))
    sections = list(dict.fromkeys(map(_headed, chosen)))
    ordered = sorted(
        chosen, key=lambda s: (documents.index(s.candidate.place[0]), sections.index(_headed(s)), s.candidate.start)
    )
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    before: Candidate | None = None
    for n, scored in enumerate(ordered, first):
        candidate = scored.candidate
        sentences.append(Sentence(shown(candidate, _follows(candidate, before)), (n,)))
        citations.append(cite(n, candidate, scored.probability))
        before = candidate
    return sentences, citations


def _headed(scored: Scored) -> tuple[str, ...]:
    return scored.candidate.evidence.chunk.heading


def _follows(candidate: Candidate, before: Candidate | None) -> bool:
    """Whether ``before``, shown just before ``candidate``, is what it refers back to."""
    if before is None or before.place[0] != candidate.place[0]:
        return False
    if candidate.is_item:
        return before.text == candidate.before or (before.is_item and before.before == candidate.before)
    return before.text == candidate.before


def cite(n: int, candidate: Candidate, score: float) -> Citation:
    """Citation number ``n``: the candidate's sentence, verbatim."""
    evidence = candidate.evidence
    return Citation(n, evidence.chunk, evidence.document, candidate.text, candidate.start, candidate.end, score)


def language_notice(citations: Sequence[Citation], language: str) -> str:
    """A line that says so when every passage cited is in one language that is not the question's; else empty."""
    cited = {citation.document.metadata.language for citation in citations}
    if len(cited) != 1 or not (other := cited.pop()) or other == spoken(language):
        return ""
    return texts(language).other_language.format(language=language_name(other, language))
