"""What a question is about, when it only asks for a description of it.

"Quelles sont les missions du métier de soudeur ?" asks for the page on welders; the words around the subject are the
same for every profession and only blur the vector. For such questions the subject alone is embedded: nDCG@10 of
dense retrieval from .757 to .784 on French questions about professions with English descriptions. Questions that say
more than that are left as they are (shortening those costs .03).
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
_TOKEN = re.compile(r"[^\W_]+(?:['’\-·][^\W_]+)*")
_ELIDED = re.compile(r"^(?:[ldjmtsnc]|qu)['’]")
_LONGEST = 6  # words of a subject; what is longer says something about it


def subject(question: str, language: str) -> str:
    """The subject of a question that asks for nothing but its description, otherwise the question itself.

    >>> subject("Quelles sont les missions du métier de technicienne de maintenance ?", "fr")
    'technicienne de maintenance'
    >>> subject("Combien gagne un soudeur ?", "fr")
    'Combien gagne un soudeur ?'
    """
    if language not in _FRAMING:
        return question
    form = _WHAT_DOES[language].fullmatch(question)
    if form and len(form["subject"].split()) <= _LONGEST and form["subject"].islower():
        return form["subject"]
    tokens = list(_TOKEN.finditer(question))
    plain = [fold(_ELIDED.sub("", token.group().lower())) for token in tokens]
    around = _FRAMING[language] | STOP_WORDS[language]
    inside = [i for i, word in enumerate(plain) if word not in around]
    framed = [i for i, word in enumerate(plain) if word in _FRAMING[language]]
    if not inside or not framed or framed[0] > inside[0] or not _PARTICULAR.isdisjoint(plain):
        return question
    first, last = inside[0], inside[-1]
    within = any(first < i < last for i in framed)
    named = any(token.group()[0].isupper() for token in tokens[first : last + 1])  # "the job of Marie" is a question
    if within or named or last - first >= _LONGEST:
        return question
    return question[tokens[first].start() : tokens[last].end()]
