"""Whether what is said of a subject bears on what is asked about it.

*What is the EBITDA of Réseau Mesure?* names a subject that the documents know well; similarities are high and most
words are found. So the question is split into the names that it contains and the rest, and the rest is looked for in
everything that is said of what is named: its own documents in every language, and passages of others that name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.documents import Chunk, DocumentInfo, Evidence, Query
from assistant.index.analysis import LANGUAGES, terms, words
from assistant.index.lexical import names
from assistant.retrieval.attributes import Attribute, asked_for, plain
from assistant.retrieval.named import Naming, name_terms
from assistant.retrieval.references import is_reference_list

# Words that ask for an answer without being part of it, folded: their absence from a text means nothing.
_ASKING = """
appelle nomme nombre annee date dire dis dites explique expliquez savoir liste donne cite combien quand quel quelle
quels quelles quoi pourquoi comment exactement encore aujourd'hui moment type sorte fois part precisement existe connait
name called number year date tell give list explain please know say said kind type long many much exactly still
today there exist mean means got what when which where why how who whose often
"""
_OWN_SHARE = 0.5
"""Part of the passages on a subject that must be in the question's language, if words that they lack are to count."""

_NAME = re.compile(r"(?<![.?!…:«\"“] )(?<!^)\b[^\W\d_a-zß-öø-ÿ][\w&'’-]+|\b[A-Z][A-Z0-9&-]+\b|\b[A-Z]\d{2,}\b")
_LOOKED_AT = 3  # passages found that may hold the other words, whatever they are about
# Two names side by side are compared or listed; nothing is claimed about them together.
_COMPARED = re.compile(
    r"\b(?:compar\w+|differen\w+|points? communs?|versus|vs|ou bien|entre|between|both|ressembl\w+|similar\w*|alike"
    r"|in common|each|chacun\w*|respecti\w+|deux|two)\b"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it is searched: folded text and, as :func:`name_terms` gives them, its terms. Both hold the title
    and the headings too."""

    text: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one document says: its passages without lists of sources, and all its terms in its own language."""

    language: str
    names: tuple[str, ...]
    passages: tuple[Passage, ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of a question nothing bears on; the last two are 0 where it names nothing.

    ``attribute``: 1 if it asks for something listed that is told nowhere. ``words``: share of its other words,
    weighted by rarity, that are said nowhere of what it names. ``strangers``: 1 if it puts two names together that no
    passage does.
    """

    attribute: float = 0.0
    words: float = 0.0
    strangers: float = 0.0


def dossier(document: DocumentInfo, chunks: Iterable[Chunk]) -> Dossier:
    """A document made ready to be searched."""
    known = document.metadata
    language = known.language if known.language in LANGUAGES else "fr"
    called = (known.title, *names(document))
    kept = [chunk for chunk in chunks if not is_reference_list(chunk)]
    text = "\n".join((*called, *("\n".join((*chunk.heading, chunk.text)) for chunk in kept)))
    return Dossier(
        language,
        called,
        tuple(passage(document, chunk) for chunk in kept),
        frozenset(terms(text, language)) | frozenset(words(text, language)),
    )


def passage(document: DocumentInfo, chunk: Chunk) -> Passage:
    """A chunk made ready to be searched."""
    text = "\n".join((document.metadata.title, *chunk.heading, chunk.text))
    return Passage(plain(text), frozenset(name_terms(text)))


def asked(
    query: Query,
    naming: Naming,
    dossiers: Sequence[Dossier],
    evidence: Sequence[Evidence],
    idf: Callable[[str], float],
) -> Asked:
    """The signals. ``dossiers`` are those of the documents that the question names, ``evidence`` what was found."""
    found = [passage(each.document, each.chunk) for each in evidence]
    wanted = asked_for(query.text)
    if not dossiers:
        return Asked(attribute=float(any(not _told(each, found) for each in wanted)))
    about = [each for each in found if any(each.terms.issuperset(name) for name in naming.terms)]
    scope = [each for one in dossiers for each in one.passages] + about
    missing = any(not _told(each, scope) for each in wanted)
    strange = len(naming.terms) > 1 and not _COMPARED.search(plain(query.text)) and not _together(naming, scope, wanted)
    share = _missing_words(query, dossiers, [*about, *found[:_LOOKED_AT]], idf)
    return Asked(float(missing), share, float(strange))


@cache
def _asking(language: str) -> frozenset[str]:
    return frozenset(terms(_ASKING, language)) | frozenset(words(_ASKING, language))


def written_names(text: str) -> tuple[str, ...]:
    """The words of a question that are written as names, acronyms or codes (not just its first word)."""
    return tuple(_NAME.findall(text))


def _told(attribute: Attribute, passages: Iterable[Passage]) -> bool:
    return any(attribute.tells.search(each.text) for each in passages)


def _together(naming: Naming, passages: Iterable[Passage], wanted: Sequence[Attribute]) -> bool:
    every = frozenset().union(*naming.terms)
    both = [each for each in passages if each.terms >= every]
    return bool(both) and all(_told(attribute, both) for attribute in wanted)


def _missing_words(
    query: Query, dossiers: Sequence[Dossier], about: Sequence[Passage], idf: Callable[[str], float]
) -> float:
    """Share of the words that are missing, by rarity; none where most texts are in another language."""
    language = query.language if query.language in LANGUAGES else dossiers[0].language
    own = [each for each in dossiers if each.language == language]
    if sum(len(each.passages) for each in own) < _OWN_SHARE * sum(len(each.passages) for each in dossiers):
        return 0.0
    naming = frozenset(term for each in dossiers for name in each.names for term in terms(name, language))
    rest = [term for term in dict.fromkeys(terms(query.text, language)) if term not in naming]
    weights = {term: idf(term) for term in rest if term not in _asking(language) and not term.isdigit()}
    said = frozenset().union(*(each.terms for each in own), *(each.terms for each in about))
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term not in said) / total if total else 0.0
