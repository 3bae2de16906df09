"""Answers made of sentences of the documents, word for word, each with its citation. The default."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.answering.candidates import Candidate, candidates, is_row, leads_in
from assistant.answering.choosing import choose, rate, with_items, with_parts
from assistant.answering.nearness import Nearness
from assistant.answering.presenting import refers_back, shown
from assistant.answering.questions import Asks
from assistant.answering.scoring import Scored
from assistant.answering.texts import language_name, spoken, texts
from assistant.documents import Answer, Citation, Grounding, Retrieval, Sentence


def extract(retrieval: Retrieval, nearness: Nearness, left_out: Collection[tuple[str, int]] = ()) -> Answer:
    """The answer that the evidence gives, complete. ``retrieval`` must hold evidence.

    Sentences that stand at the places ``left_out`` are chosen only if there are no others.
    """
    every = candidates(retrieval.evidence)
    found = [candidate for candidate in every if candidate.place not in left_out] or every
    scored, kind = rate(retrieval.query, found, nearness)
    chosen, missing = with_parts(choose(scored, kind, retrieval.query.language), scored, retrieval.query)
    return compose(retrieval, with_antecedent(with_items(chosen, scored, kind), scored), kind, missing)


def with_antecedent(chosen: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """The chosen sentences (best first) with the one that the best refers back to, where nothing else says what it is
    about: a report and a description of a job are about one thing, which is shown with the sentence."""
    best = chosen[0].candidate
    if best.is_item or best.evidence.document.metadata.kind or not refers_back(best.text):
        return list(chosen)
    before = [
        s for s in scored if s not in chosen and s.candidate.place[0] == best.place[0] and _leads_to(s.candidate, best)
    ]
    return [*chosen, *before[:1]]


def compose(retrieval: Retrieval, chosen: Sequence[Scored], kind: Asks, missing: Sequence[str] = ()) -> Answer:
    """Chosen sentences as one text: best document and section first, each sentence cited; then, named, the parts of
    the question that nothing answers."""
    query = retrieval.query
    sentences, citations = told(chosen)
    words = texts(query.language)
    if kind is Asks.LIST and len(sentences) > 1 and not leads_in(sentences[0].text):
        sentences.insert(0, Sentence(words.list_found, grounding=Grounding.FRAME))
    sentences += [Sentence(words.part_missing.format(part=part), grounding=Grounding.FRAME) for part in missing]
    return Answer(
        query.text,
        spoken(query.language),
        tuple(sentences),
        tuple(citations),
        retrieval.confidence,
        notice=language_notice(citations, query.language),
    )


def told(chosen: Sequence[Scored], first: int = 1) -> tuple[list[Sentence], list[Citation]]:
    """Chosen sentences (best first) in the order in which they read, and their citations, numbered from ``first``."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    before: Candidate | None = None
    for n, scored in enumerate(_ordered(chosen), first):
        candidate = scored.candidate
        sentences.append(Sentence(shown(candidate, _follows(candidate, before)), (n,)))
        citations.append(cite(n, candidate, scored.probability))
        before = candidate
    return sentences, citations


def _ordered(chosen: Sequence[Scored]) -> list[Scored]:
    """The document and the section of the best sentence come first, in a section the best sentence, with what it
    refers back to before it; the rest follows in the document's order. A best item or row stays in its list."""
    documents = list(dict.fromkeys(scored.candidate.place[0] for scored in chosen))
    sections = list(dict.fromkeys(map(_section, chosen)))
    ordered = sorted(
        chosen, key=lambda s: (documents.index(s.candidate.place[0]), sections.index(_section(s)), s.candidate.start)
    )
    best = chosen[0].candidate if chosen else None
    if best is None or best.is_item or is_row(best.text) or leads_in(best.text):
        return ordered
    leading = [s for s in ordered if _leads_to(s.candidate, best)] + [chosen[0]]
    return leading + [s for s in ordered if s not in leading]


def _leads_to(candidate: Candidate, best: Candidate) -> bool:
    return refers_back(best.text) and _follows(best, candidate)


def _section(scored: Scored) -> tuple[str, tuple[str, ...]]:
    return scored.candidate.place[0], scored.candidate.heading


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
