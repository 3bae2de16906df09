"""What a question is about, when it only asks for a description of it.

"Quelles sont les missions du métier de soudeur ?" asks for the page on welders; the words around the subject are the
same for every profession and only blur the vector. For such questions the subject alone is embedded, written as a
title is: nDCG@10 of dense retrieval from .757 to .804 on French questions about professions with English descriptions
(.780 without a mean of its own, see :mod:`assistant.retrieval.centring`). Questions that say more than that are left
as they are (shortening those costs .03).
"""

from __future__ import annotations

import re

from assistant.index.analysis import fold
from assistant.index.stopwords import STOP_WORDS

# Words that ask for a description and say nothing about its subject, folded.
_FRENCH = """
metier metiers profession professions fiche fiches mission missions tache taches role travail activite activites cherche
recherche voudrais souhaite aimerais decris decrire decrivez explique expliquer expliquez presente presenter presentez
presentation description definition information informations consiste signifie parle parlez savoir connaitre
concretement exactement principales principaux s'il plait bonjour
"""
_ENGLISH = """
job occupation profession sheet description duties tasks task role describe explain present tell information looking
find know please hello exactly main consist mean
"""
_FRAMING = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
# Words of questions that want something particular, such as a number, a place or a reason.
_PARTICULAR = frozenset(
    ("combien", "ou", "quand", "qui", "comment", "pourquoi", "how", "where", "when", "who", "whose", "why", "which")
)
# "Que fait un soudeur ?" has no framing word; its form alone tells.
_WHAT_DOES = {
    "fr": re.compile(r"(?:que|qu'est-ce que) fa(?:it|isait|ire) (?:une? |l[ea] |l')(?P<subject>.+?)\s*\??", re.I),
    "en": re.compile(r"what (?:does|do|did) (?:an? |the )(?P<subject>.+?) (?:do|mean)\s*\??", re.I),
}
# technicien/ne, technicien·ne, technicien(ne), conseiller/-ère: the ending of the other gender.
_BOTH_GENDERS = re.compile(
    r"(?<=[^\W\d_]{2})(?:\s?/\s?-?|[·.•]|\(-?)(?:i?[eè]?re|t?rice|eu?se|i?en?ne|ne|le|ve|fe|te|e)(?:[·.•]?s)?\)?(?![^\W_])"
)
_TOKEN = re.compile(r"[^\W_]+(?:['’\-·][^\W_]+)*")
_ELIDED = re.compile(r"^(?:[ldjmtsnc]|qu)['’]")
_LONGEST = 6  # words of a subject; what is longer says something about it


def subject(question: str, language: str) -> str | None:
    """The subject of a question that asks for nothing but its description, written as a title; else None.

    >>> subject("Quelles sont les missions du métier de technicienne de maintenance ?", "fr")
    'Technicienne de maintenance'
    >>> subject("Combien gagne un soudeur ?", "fr") is None
    True
    """
    found = _subject(question, language)
    return None if found is None else titled(found)


def titled(text: str) -> str:
    """``text`` as titles are written: with a capital letter, and one form of words that are given in both genders.

    >>> titled("technicien/ne en métrologie")
    'Technicien en métrologie'
    """
    short = _BOTH_GENDERS.sub("", text)
    return short[:1].upper() + short[1:]


def _subject(question: str, language: str) -> str | None:
    if language not in _FRAMING:
        return None
    form = _WHAT_DOES[language].fullmatch(question)
    if form and len(form["subject"].split()) <= _LONGEST and form["subject"].islower():
        return form["subject"]
    tokens = list(_TOKEN.finditer(question))
    plain = [fold(_ELIDED.sub("", token.group().lower())) for token in tokens]
    around = _FRAMING[language] | STOP_WORDS[language]
    inside = [i for i, word in enumerate(plain) if word not in around]
    framed = [i for i, word in enumerate(plain) if word in _FRAMING[language]]
    if not inside or not framed or framed[0] > inside[0] or not _PARTICULAR.isdisjoint(plain):
        return None
    first, last = inside[0], inside[-1]
    within = any(first < i < last for i in framed)
    named = any(token.group()[0].isupper() for token in tokens[first : last + 1])  # "the job of Marie" is a question
    if within or named or last - first >= _LONGEST:
        return None
    return question[tokens[first].start() : tokens[last].end()]
