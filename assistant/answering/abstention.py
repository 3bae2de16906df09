"""What the assistant says when the documents do not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.entities import Entities
from assistant.answering.names import fold, names
from assistant.answering.presenting import subject
from assistant.answering.texts import joined, spoken, texts
from assistant.documents import Answer, DocumentInfo, Evidence, Grounding, Query, Sentence, Why

_NEAREST = 3
_NAMED = 2
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ENDED = re.compile(
    r"\b(?:dissou\w*|dissol\w*|faillite|liquid[ée]\w*|liquidation|ferm[ée]e?|fermeture|disparu\w*|cess[ée]"
    r"|bankrupt\w*|shut down|clos(?:ed|ure)|cease[ds]?|wound up|folded)\b",
    re.IGNORECASE,
)

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w&’'.-]*\w|[A-ZÀ-ÖØ-Þ]"
_NAME = re.compile(rf"(?:{_CAPITAL})(?:\s(?:(?:de|du|des|de la|of|the|&|et|and)\s|d['’])?(?:{_CAPITAL}|\d+))*")
_ELISION = re.compile(r"^(?:[CDJLMNST]|Qu)['’]")


def abstain(
    query: Query, nearest: Sequence[Evidence], entities: Entities, confidence: float = 0.0, why: Why = Why.NOT_TOLD
) -> Answer:
    """Plain sentences without citations: what was looked for, a year that no passage has or what the catalogue says to
    the contrary, what the nearest passages are about, and what could be asked of them.

    ``entities`` are the names of the catalogue.
    """
    words = texts(query.language)
    empty = why is Why.NO_DOCUMENTS
    said = [words.empty_corpus] if empty else [*_nothing(query, nearest, entities, why), *_instead(query, nearest)]
    return Answer(
        query.text,
        spoken(query.language),
        tuple(Sentence(text, grounding=Grounding.FRAME) for text in said),
        confidence=confidence,
        abstained=True,
        nearest=tuple(nearest[:_NEAREST]),
        why=why,
    )


def _nothing(query: Query, nearest: Sequence[Evidence], entities: Entities, why: Why) -> list[str]:
    words = texts(query.language)
    if why is Why.PREMISE:
        return [words.premise.format(name=contradicted(query, entities))]
    about = looked_for(query.text, query.language, entities)
    said = [words.abstain_about.format(about=about) if about else words.abstain]
    held = {year for piece in nearest for year in _YEAR.findall(piece.chunk.text)}
    missing = [year for year in _YEAR.findall(query.text) if year not in held]
    return said + [words.year_missing.format(year=year) for year in missing[:1]]


def contradicted(query: Query, entities: Entities) -> str:
    """The cluster that a question takes for dissolved although the catalogue has it as active; empty if there is none.

    Former names do not count: a cluster that lives on under another name did end.
    """
    clusters = {m.value: query.text[m.start : m.end] for m in entities.mentions(query.text) if m.kind == "cluster"}
    if len(clusters) != 1 or not _ENDED.search(query.text):
        return ""
    (name, said), *_ = clusters.items()
    status = {s for d in entities.about("cluster", name) for s in d.metadata.extra.get("status", ())}
    return name if status == {"active"} and fold(said) in fold(name) else ""


def _instead(query: Query, nearest: Sequence[Evidence]) -> list[str]:
    """What the nearest passages are about, and a question that one of them is likely to answer."""
    words = texts(query.language)
    documents = {d.id: d for piece in nearest[:_NEAREST] if (d := piece.document).metadata.kind}
    names = {fold(called(d, query.language)): called(d, query.language) for d in documents.values()}
    if not names:
        return []
    said = words.nearest_about.format(names=joined(list(names.values()), query.language))
    best = next(iter(documents.values()))
    question = words.ask_report if best.metadata.kind == "report" else words.ask_job
    return [said, question.format(name=called(best, query.language))]


def called(document: DocumentInfo, language: str) -> str:
    """What a document is about, in the reader's language where its front matter has it."""
    titles = document.metadata.extra.get(f"title_{spoken(language)}", ())
    return titles[0] if titles and document.metadata.kind == "job" else subject(document)


def looked_for(question: str, language: str, entities: Entities) -> str:
    """What a question is about in its own words, quoted, two at most: the clusters and jobs that the catalogue knows,
    else whole names. Empty when it has none."""
    known = [question[m.start : m.end] for m in entities.mentions(question) if m.kind in ("cluster", "job")]
    chosen = known or _names(question)
    french = spoken(language) == "fr"
    return ", ".join(f"« {word} »" if french else f"“{word}”" for word in dict.fromkeys(chosen[:_NAMED]))


def _names(question: str) -> list[str]:
    """Capitalised words that stand together, without a word that merely begins the question."""
    capital = names(question)
    found = []
    for match in _NAME.finditer(question):
        words = _ELISION.sub("", match.group()).split()
        while words and not capital.intersection(names(f"x {words[0]}")):
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return found
