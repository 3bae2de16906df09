"""Which section of a document answers a question: what the question asks about, looked for in the headings.

*How does one become a glassmaker?* is answered under *How to get there*, *Comment y accéder* or *Training*, whatever
the words of the sentences there. French and English alike, so that a French question finds an English section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answering.names import fold
from assistant.answering.words import asked_stems, content_stems
from assistant.documents import Chunk, DocumentInfo, Evidence, Query, Retrieval
from assistant.index.snapshot import Snapshot

_DOCUMENTS = 2
"""Documents whose sections are searched for the one asked about, besides those whose title the question names."""

_ADDED = 4
"""Passages that are added at most: the sentences of each have to be scored."""

# What can be asked about: how a question says it, and how a heading does. Matched on folded text.
_ASPECTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(rf"\b(?:{question})\b"), re.compile(rf"\b(?:{heading})\b"))
    for question, heading in (
        (  # the way into a job
            r"devien\w+|devenir|acced\w+|arrive|etudes|etudier|formations?|diplomes?|cap|bts|bac pro|ecoles?|se former"
            r"|become|becoming|(?:get|gets|getting) (?:into|there)|enter|stud(?:y|ies)|training|trained|qualifications?"
            r"|degrees?|diplomas?|schools?|courses?|leads? to",
            r"acced\w+|acces|devenir|formations?|etudes|diplomes?|parcours|ecoles?|apprendre|get there|get into|become"
            r"|becoming|training|studies|education|qualifications?|entry|schools?|learn",
        ),
        (  # how it changes
            r"chang\w+|evolu\w+|transform\w+|mutations?|bouscul\w+|shift\w*",
            r"chang\w+|evolu\w+|transform\w+|mutations?|tendances|trends|avenir|future",
        ),
        (  # what someone or something does
            r"que (?:fait|font)|fait quoi|a quoi sert|(?:what|how) (?:do|does|can) .+ (?:do|help)"
            r"|activites?|missions?|taches?|services?|propos\w+|offr\w+|apporte\w*|aide\w*|offers?|provides?|tasks"
            r"|duties|activities|helps?",
            r"activites?|missions?|taches?|services?|que fait|fait|actions?|offre|does|do|duties|tasks|activities"
            r"|what we do|offers?",
        ),
        (  # the jobs there
            r"(?:quels|les|des) (?:metiers|emplois|professions)|metiers|(?:which|what|the) (?:jobs|trades|professions"
            r"|occupations)",
            r"metiers (?:ancres|du|de|des|en)|metiers$|emplois|professions|(?:anchored )?jobs(?= and| in| of|$)|trades"
            r"|occupations",
        ),
        (r"competences?|savoir-faire|skills?|know-how|aptitudes?", r"competences?|savoir-faire|skills?|know-how"),
        (r"voisins?|proches?|similaires?|neighbour\w*|close to|similar", r"voisins?|proches?|neighbour\w*|related"),
        (r"eleves|classe|enseigna\w+|professeurs?|pupils?|classroom|teach\w*", r"enseigna\w+|eleves|teach\w+|pupils"),
        (r"rome|esco|codes?", r"codes?|nomenclatures?"),
        (
            r"partag\w+|mutualis\w+|shar(?:e|es|ed|ing)|pool(?:ed|ing)?",
            r"partag\w+|mutualis\w+|shar(?:e|ed|ing)|pool(?:ed|ing)?",
        ),
        (
            r"existe\w*|fonde\w*|cree\w*|histoire|naissance|dissou\w+|fusionn\w+|still exist|founded|created|history"
            r"|dissolved|merged",
            r"histoire|historique|origines?|statut|history|origins?|status",
        ),
    )
)
_INTRODUCTIONS = re.compile(r"\b(?:en bref|in brief|presentation|introduction|overview|resume|summary|definition)\b")


@lru_cache(maxsize=1024)
def _asked(question: str) -> tuple[re.Pattern[str], ...]:
    folded = fold(question)
    return tuple(heading for asking, heading in _ASPECTS if asking.search(folded))


@lru_cache(maxsize=8192)
def heading_match(question: str, language: str, title: str, heading: tuple[str, ...]) -> float:
    """How far a section is about what ``question`` asks, in [0, 1]: 1 when its heading names that in either language,
    else the share of the question's words, without those of the document's ``title``, that its headings hold.

    A heading that only repeats the title, and one that introduces the whole, say nothing: 0.

    >>> heading_match("Comment devient-on soudeur ?", "fr", "Soudeur", ("Soudeur", "How to get there"))
    1.0
    """
    own = [part for part in heading if fold(part) != fold(title)]
    if not own or _INTRODUCTIONS.search(fold(own[-1])):
        return 0.0
    if any(pattern.search(fold(part)) for pattern in _asked(question) for part in own):
        return 1.0
    asked = set(asked_stems(question, language)) - set(content_stems(title, language))
    said = {stem for part in own for stem in content_stems(part, language)}
    return len(asked & said) / len(asked) if asked else 0.0


def asks_for_section(question: str) -> bool:
    """Whether ``question`` asks about something that sections are commonly headed by."""
    return bool(_asked(question))


def with_sections(retrieval: Retrieval, snapshot: Snapshot) -> Retrieval:
    """The evidence with the passages, of the documents that it comes from, whose heading names what is asked.

    Added are up to ``_ADDED`` passages of the two best documents and of those whose title the question names; they
    rank after what was retrieved.
    """
    query = retrieval.query
    if not asks_for_section(query.text):
        return retrieval
    known = {piece.chunk.id for piece in retrieval.evidence}
    added = [
        (document, chunk)
        for document in _likely(query, retrieval.evidence)
        for chunk in snapshot.document_chunks(document.id)
        if chunk.id not in known and _heads(query, document, chunk)
    ][:_ADDED]
    last = len(retrieval.evidence)
    more = tuple(Evidence(chunk, document, 0.0, last + n) for n, (document, chunk) in enumerate(added, 1))
    return replace(retrieval, evidence=retrieval.evidence + more)


def _heads(query: Query, document: DocumentInfo, chunk: Chunk) -> bool:
    return heading_match(query.text, query.language, document.metadata.title, chunk.heading) == 1.0


def _likely(query: Query, evidence: Sequence[Evidence]) -> list[DocumentInfo]:
    documents: Mapping[str, DocumentInfo] = {piece.document.id: piece.document for piece in evidence}
    named = [d for d in documents.values() if names_title(query, titles(d))]
    return list({d.id: d for d in (*named, *list(documents.values())[:_DOCUMENTS])}.values())


def titles(document: DocumentInfo) -> tuple[str, ...]:
    """What a document is called, in each language, without what stands in brackets; a report's only cluster too."""
    known = document.metadata
    every = [known.title, *known.extra.get("title_fr", ()), *known.extra.get("title_en", ())]
    if len(known.cluster) == 1 and known.kind == "report":
        every += [*known.cluster, *known.extra.get("aliases", ())]
    return tuple(re.split(r"\s*(?:[:(]|\s[–—/])", title, maxsplit=1)[0] for title in every)


def names_title(query: Query, called: Iterable[str]) -> bool:
    """Whether a question holds all the words of one of the names."""
    asked = set(content_stems(query.text, query.language))
    return any(stems and asked.issuperset(stems) for stems in (content_stems(c, query.language) for c in called))
