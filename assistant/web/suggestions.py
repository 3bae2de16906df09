"""What may be asked next: questions that sections of the cited documents, or of their neighbours, answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.documents import Answer, DocumentInfo
from assistant.web.texts import Texts

MOST = 3

Sections = Callable[[str], Sequence[str]]
"""The headings of the sections of a document, by its id."""

_JOB_SECTIONS: Mapping[str, re.Pattern[str]] = {
    "training": re.compile(r"accéder|formation|devenir|diplôme|get there|training|qualification|become", re.I),
    "change": re.compile(r"change|changing|évolu|mutation|transform|pourquoi ce métier", re.I),
    "skills": re.compile(r"compétence|savoir|skill", re.I),
    "activities": re.compile(r"activité|mission|tâche|what the person does|activit|tasks", re.I),
    "anchor": re.compile(r"ancré|anchored", re.I),
    "neighbours": re.compile(r"voisin|proche|neighbour|related|close", re.I),
}
_CLUSTER_SECTIONS: Mapping[str, re.Pattern[str]] = {
    "services": re.compile(r"pour les entreprises|services|for firms|for companies|offre", re.I),
    "jobs": re.compile(r"métiers ancrés|anchored jobs", re.I),
    "skills": re.compile(r"emplois|compétences|skills|employment", re.I),
    "history": re.compile(r"histoire|history|statut|status", re.I),
}
_SAYS_NOTHING = re.compile(
    r"^(?:sources?|en bref|in brief|codes?|annexes?|notes?|références|references|.{0,7}|.{60,})$", re.I
)


def suggestions(
    answer: Answer, asked: Sequence[str], documents: Mapping[str, DocumentInfo], sections: Sections, texts: Texts
) -> tuple[str, ...]:
    """Up to three questions, the nearest to the answer first.

    They are about other sections of the documents that the answer cites (or that are nearest to a question that it
    could not answer), then about the jobs beside the cited one. ``asked`` are the questions of the conversation; what
    one of them asks already is left out. ``documents`` are those that may answer (under the filters that are set).
    """
    about = _documents(answer)
    read = {heading for c in answer.citations for heading in c.chunk.heading}
    known = {_key(question) for question in asked}
    chosen: dict[str, str] = {}
    for candidate in _candidates(about, read, documents, sections, texts):
        key = _key(candidate)
        if key not in known and key not in chosen:
            chosen[key] = candidate
        if len(chosen) == MOST:
            break
    return tuple(chosen.values())


def _documents(answer: Answer) -> list[DocumentInfo]:
    """The documents that the answer rests on, most cited first."""
    shown = [e.document for e in answer.nearest] if answer.abstained else [c.document for c in answer.citations]
    counts = {d.id: sum(other.id == d.id for other in shown) for d in shown}
    return sorted({d.id: d for d in shown}.values(), key=lambda d: -counts[d.id])


def _candidates(
    about: Sequence[DocumentInfo], read: Iterable[str], documents: Mapping[str, DocumentInfo], sections: Sections,
    texts: Texts,
) -> Iterable[str]:  # fmt: skip
    first = about[:1]
    for document in (*first, *about[1:3], *_neighbours(first, documents)):
        yield from _of_document(document, frozenset(read), sections(document.id), texts, most=2)
    for document in about[:2]:  # what is left of them
        yield from _of_document(document, frozenset(read), sections(document.id), texts, most=MOST + 2)


def _of_document(
    document: DocumentInfo, read: frozenset[str], headings: Sequence[str], texts: Texts, most: int
) -> list[str]:
    unread = [heading for heading in headings if heading not in read]
    if document.metadata.kind == "job":
        forms, patterns, name = texts.suggest_job, _JOB_SECTIONS, {"job": job_title(document, texts)}
    elif len(document.metadata.cluster) == 1:
        forms, patterns, name = texts.suggest_cluster, _CLUSTER_SECTIONS, {"cluster": document.metadata.cluster[0]}
    else:
        return [
            texts.suggest_section.format(section=heading) for heading in unread if not _SAYS_NOTHING.match(heading)
        ][:most]
    found = [kind for kind, pattern in patterns.items() if any(pattern.search(heading) for heading in unread)]
    return [forms[kind].format(**name) for kind in found][:most]


def _neighbours(about: Sequence[DocumentInfo], documents: Mapping[str, DocumentInfo]) -> list[DocumentInfo]:
    """Job descriptions of the same sector and cluster, in the same language as the first document."""
    if not about:
        return []
    known = about[0].metadata
    return [
        d
        for d in documents.values()
        if d.id != about[0].id
        and d.metadata.kind == "job"
        and d.metadata.language == known.language
        and set(d.metadata.cluster) & set(known.cluster)
        and d.row is None  # a row of a table has no sections
    ][:1]


def job_title(document: DocumentInfo, texts: Texts) -> str:
    """A job's title, in the reader's language where it has one, without brackets; of several names the first, unless
    that is a single word, which says little (*Technician / …*).

    >>> job_title(DocumentInfo("d", "d.md", Metadata("Data analyst (measurement) / metrologist")), ENGLISH)
    'Data analyst'
    """
    known = document.metadata
    translated = known.extra.get(f"title_{texts.code}", ())
    title = re.sub(r"\s+\([^)]*\)", "", translated[0] if translated else known.title).strip() or known.title
    first = title.split(" / ")[0]
    return first if " " in first else title


def _key(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))
