"""Answers made of sentences of the documents, word for word, each with its citation. The default."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.candidates import Candidate
from assistant.answering.presenting import mentions, refers_back, show, subject
from assistant.answering.texts import joined, language_name, spoken, texts
from assistant.documents import Answer, Citation, Grounding, Query, Sentence, Why


def compose(
    query: Query,
    chosen: Sequence[Candidate],
    confidence: float,
    why: Why = Why.ANSWERED,
    missing: Sequence[str] = (),
) -> Answer:
    """Chosen sentences (likeliest first, not empty) as one text, each cited; ``why`` says if they are only near, and
    ``missing`` what of the question they say nothing of."""
    sentences, citations = tell(query, chosen)
    words = texts(query.language)
    items = [each for each in chosen if each.is_item]
    if why is Why.PARTLY:
        sentences.insert(0, Sentence(words.nearest_told, grounding=Grounding.FRAME))
        if missing:
            part = joined(missing, query.language)
            sentences.append(Sentence(words.part_missing.format(part=part), grounding=Grounding.FRAME))
    elif len(items) > 1 and len(items) > len(chosen) / 2 and not any(each.leads_in for each in chosen):
        sentences.insert(0, Sentence(words.list_found, grounding=Grounding.FRAME))
    return Answer(
        query.text,
        spoken(query.language),
        tuple(sentences),
        tuple(citations),
        confidence,
        notice=language_notice(citations, query.language),
        why=why,
    )


def tell(query: Query, chosen: Sequence[Candidate], first: int = 1) -> tuple[list[Sentence], list[Citation]]:
    """Chosen sentences (likeliest first) in the order in which they read, and their citations, numbered from
    ``first``. Where the document changes, the new one is named, unless the question is about it."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    several = len({each.place[0] for each in chosen}) > 1
    before: Candidate | None = None
    for n, candidate in enumerate(order(chosen), first):
        document = candidate.evidence.document
        new = before is None or before.place[0] != candidate.place[0]
        introduce = new and bool(several or document.metadata.kind) and not mentions(query.text, subject(document))
        sentences.append(Sentence(show(candidate, _follows(candidate, before), introduce), (n,)))
        citations.append(cite(n, candidate))
        before = candidate
    return sentences, citations


def order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The document and the section of the best sentence come first, in a section the best sentence, with what it
    refers back to before it; the rest follows in the document's order. A best item or row stays in its list."""
    documents = list(dict.fromkeys(each.place[0] for each in chosen))
    sections = list(dict.fromkeys(map(_section, chosen)))
    ordered = sorted(
        chosen, key=lambda each: (documents.index(each.place[0]), sections.index(_section(each)), each.start)
    )
    best = chosen[0] if chosen else None
    if best is None or best.is_item or best.is_row or best.leads_in:
        return ordered
    leading = [each for each in ordered if refers_back(best.text) and _follows(best, each)] + [best]
    return leading + [each for each in ordered if each not in leading]


def _section(candidate: Candidate) -> tuple[str, tuple[str, ...]]:
    return candidate.place[0], candidate.heading


def _follows(candidate: Candidate, before: Candidate | None) -> bool:
    """Whether ``before``, shown just before ``candidate``, is what it refers back to."""
    if before is None or before.place[0] != candidate.place[0]:
        return False
    if candidate.is_item:
        return before.text == candidate.before or (before.is_item and before.before == candidate.before)
    return before.text == candidate.before


def cite(n: int, candidate: Candidate) -> Citation:
    """Citation number ``n``: the candidate's sentence, verbatim."""
    evidence = candidate.evidence
    return Citation(
        n, evidence.chunk, evidence.document, candidate.text, candidate.start, candidate.end, candidate.probability
    )


def language_notice(citations: Sequence[Citation], language: str) -> str:
    """A line that says so when every passage cited is in one language that is not the question's; else empty."""
    cited = {citation.document.metadata.language for citation in citations}
    if len(cited) != 1 or not (other := cited.pop()) or other == spoken(language):
        return ""
    return texts(language).other_language.format(language=language_name(other, language))
