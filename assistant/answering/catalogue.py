"""Exact answers from the catalogue: how many clusters in a region, which jobs in a sector, what reports there are.

Only a question that asks for nothing else is answered here: every word of it must be the thing counted, a condition
that the catalogue knows, or a word that carries nothing. *Which clusters work on hydrogen storage?* is left to the
passages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.answering.entities import Entities, EntityKind, Mention
from assistant.answering.names import fold
from assistant.answering.texts import counted, language_name, noun_of, plural, spoken, texts
from assistant.answering.words import content_stems
from assistant.documents import Answer, Citation, DocumentInfo, Grounding, Query, Sentence
from assistant.index.snapshot import Snapshot, admits
from assistant.sentences import sentence_spans

_LISTED = 12
"""Entries that are named; the rest is counted."""

_NOUNS = {
    "cluster": r"clusters?|grappes?(?: d'entreprises)?|pôles?(?: de compétitivité)?",
    "job": r"métiers?(?: ancrés?)?|professions?|jobs?|occupations?|anchored jobs?|fiches? métiers?",
    "report": r"rapports?|reports?",
    "document": r"documents?|fichiers?|files?",
}
_NOUN = re.compile("|".join(rf"\b(?P<{noun}>{words})\b" for noun, words in _NOUNS.items()), re.IGNORECASE)
_ASKED = re.compile(
    r"^\W*(?:combien|how many|quels? (?:est|sont)|quels?|quelles?(?: sont)?|which|what(?: are)?|list|liste[rz]?"
    r"|cite[rz]?|nomme[rz]?|name|enumerate|énumère[rz]?|donne[rz]?(?:[- ]moi)?|give me|show(?: me)?"
    r"|montre[rz]?(?:[- ]moi)?|tous|toutes|all|y a-t-il|are there|existe-t-il|le nombre|the number|nombre|number)\b",
    re.IGNORECASE,
)
# Words that may stand in such a question without asking for more.
_IDLE = """
connais connaissez connaître décrit décrits décrites présent présents présente présentés situé situés basé basés
implanté implantés existe existent existant trouve trouvent recensé recensés région régions secteur secteurs domaine
domaines filière filières industrie industries corpus base catalogue liste total tous toutes ensemble disponible
disponibles travaillent travaille actif actifs concernent concerne rattaché rattachés lié liés ancré ancrés nombre
cluster clusters
français anglais
located based available exist existing found work working active operate operating region regions sector sectors field
industry corpus catalogue list total number all described presented related linked anchored cluster clusters complete
french english know have there
"""
# What there is in the whole country is more than the catalogue holds.
_THE_COUNTRY = re.compile(r"\bfrance\b", re.IGNORECASE)
_LANGUAGES = re.compile(r"\b(?:en |in )(?P<fr>français|french)\b|\b(?:en |in )(?P<en>anglais|english)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the catalogue: a noun and conditions, the words of the question for each."""

    noun: str
    region: Mapping[str, str] = field(default_factory=dict)
    sector: Mapping[str, str] = field(default_factory=dict)
    cluster: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


def catalogue_answer(query: Query, snapshot: Snapshot, entities: Entities) -> Answer | None:
    """The exact answer, cited to the beginning of each document; None when the catalogue cannot tell.

    ``entities`` are those of the snapshot's catalogue.
    """
    request = understand_request(query, entities)
    if request is None:
        return None
    admitted = (d for d in snapshot.documents.values() if admits(query.filters, d))
    entries = select(request, list(admitted), query.language)
    return _answer(query, request, entries, snapshot)


def understand_request(query: Query, entities: Entities) -> Request | None:
    """The request that a question makes, or None if any word of it asks for something else."""
    noun = _NOUN.search(query.text)
    if not _ASKED.match(query.text) or noun is None or noun.lastgroup is None or _THE_COUNTRY.search(query.text):
        return None
    mentions = [m for m in entities.mentions(query.text) if m.end <= noun.start() or m.start >= noun.end()]
    if any(m.kind == "job" for m in mentions):
        return None
    language = _LANGUAGES.search(query.text)
    if _left_over(query, noun, mentions):
        return None
    return Request(
        noun.lastgroup,
        _named(mentions, "region", query.text),
        _named(mentions, "sector", query.text),
        _named(mentions, "cluster", query.text),
        (language.lastgroup or "") if language else "",
    )


def _left_over(query: Query, noun: re.Match[str], mentions: Sequence[Mention]) -> bool:
    used = [(noun.start(), noun.end()), *((m.start, m.end) for m in mentions)]
    if (asked := _ASKED.match(query.text)) is not None:
        used.append((asked.start(), asked.end()))
    rest = "".join(" " if any(a <= i < b for a, b in used) else c for i, c in enumerate(query.text))
    return not _idle_stems().issuperset(content_stems(rest.replace("-", " "), query.language))


@cache
def _idle_stems() -> frozenset[str]:
    return frozenset(stem for language in ("fr", "en") for stem in content_stems(_IDLE, language))


def _named(mentions: Sequence[Mention], kind: EntityKind, text: str) -> dict[str, str]:
    return {m.value: text[m.start : m.end] for m in mentions if m.kind == kind}


def select(request: Request, documents: Sequence[DocumentInfo], language: str) -> dict[str, DocumentInfo]:
    """The entries that meet a request, by the name to show, in alphabetical order. What is described in two languages
    counts once, and is cited in the reader's language where it can be."""
    found: dict[str, tuple[str, DocumentInfo]] = {}
    for document in sorted(documents, key=lambda d: (d.metadata.language != spoken(language), d.path)):
        if _meets(request, document):
            key, name = _entry(request.noun, document)
            found.setdefault(key, (name, document))
    return dict(sorted(found.values(), key=lambda entry: fold(entry[0])))


def _meets(request: Request, document: DocumentInfo) -> bool:
    known = document.metadata
    if request.noun == "cluster" and (known.kind != "report" or len(known.cluster) != 1):
        return False
    if request.noun in ("job", "report") and known.kind != request.noun:
        return False
    return (
        (not request.region or not request.region.keys().isdisjoint(known.region))
        and (not request.sector or known.sector in request.sector)
        and (not request.cluster or not request.cluster.keys().isdisjoint(known.cluster))
        and (not request.language or known.language == request.language)
    )


def _entry(noun: str, document: DocumentInfo) -> tuple[str, str]:
    """What an entry counts as, and how it is called."""
    known = document.metadata
    if noun == "cluster":
        return known.cluster[0], known.cluster[0]
    if noun == "job":
        return next(iter(known.extra.get("id", ())), known.title), known.title
    return document.id, known.title


def _answer(query: Query, request: Request, entries: Mapping[str, DocumentInfo], snapshot: Snapshot) -> Answer:
    words = texts(query.language)
    where = _where(request, len(entries), query.language)
    if not entries:
        said = words.none_found.format(noun=noun_of(request.noun, query.language), where=where)
        sentence = Sentence(said, grounding=Grounding.FRAME)
        return Answer(query.text, spoken(query.language), (sentence,), confidence=1.0)
    template = words.presented if request.noun in ("cluster", "job") else words.held
    count = counted(len(entries), request.noun, query.language)
    sentences = [Sentence(template.format(count=count, where=where), grounding=Grounding.FRAME)]
    citations: list[Citation] = []
    for name, document in list(entries.items())[:_LISTED]:
        citation = _beginning(len(citations) + 1, document, snapshot)
        if citation is not None:
            citations.append(citation)
        numbers = (citation.n,) if citation else ()
        status = words.status.get(next(iter(document.metadata.extra.get("status", ())), ""), "")
        label = f"{name} ({status})" if status and request.noun == "cluster" else name
        sentences.append(Sentence(label, numbers, Grounding.SUPPORTED if numbers else Grounding.FRAME))
    if len(entries) > _LISTED:
        sentences.append(Sentence(words.more.format(count=len(entries) - _LISTED), grounding=Grounding.FRAME))
    return Answer(query.text, spoken(query.language), tuple(sentences), tuple(citations), confidence=1.0)


def _where(request: Request, count: int, language: str) -> str:
    words = texts(language)
    parts = [words.in_region.format(value=value) for value in request.region]
    parts += [words.in_sector.format(value=said) for said in request.sector.values()]
    linked = words.of_cluster_many if plural(count, language) and count else words.of_cluster
    parts += [linked.format(value=value) for value in request.cluster]
    if request.language:
        parts.append(words.in_language.format(value=language_name(request.language, language)))
    return "".join(parts)


def _beginning(n: int, document: DocumentInfo, snapshot: Snapshot) -> Citation | None:
    """A citation of the first sentence of a document."""
    chunk = next(iter(snapshot.document_chunks(document.id)), None)
    if chunk is None:
        return None
    start, end = next(iter(sentence_spans(chunk.text)), (0, len(chunk.text)))
    return Citation(n, chunk, document, chunk.text[start:end], chunk.start + start, chunk.start + end, 1.0)
