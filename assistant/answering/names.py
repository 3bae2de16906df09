"""Names in a text, by capital letters: cheap, the same in French and English, and good enough to compare texts."""

from __future__ import annotations

import re
import unicodedata

from assistant.index.stopwords import STOP_WORDS

_WORD = re.compile(r"[^\W\d_][\w&’'-]*[\w&]|[^\W\d_]", re.UNICODE)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_COMMON_ENDING = re.compile(
    r"(?:ment|ly|ing|ed|[ée]e?s?|ant|tion|tions|it[yé]s?|ers|ors|ies|ees|ists|ants|ents|eurs|ices|[^aeiouys]s|[^u]es)$"
)
_OPENING_WORDS = """
Plusieurs Certains Certaines Quelques Outre Grâce Quant Parmi Malgré Toutefois Cependant Néanmoins Ainsi Enfin Puis
Ensuite Lorsque Voici Trois Quatre Cinq Six Sept Huit Neuf Dix Onze Douze Seul Seule Tous Toutes Tout Toute Rien
Several Some Many Most Both Each Every However Moreover Overall Furthermore Although Among Two Three Four Five Seven
Eight Nine Ten Eleven Twelve Another Thus Hence Work People Today There Here
"""
_OPENERS = frozenset(_OPENING_WORDS.split())
_FUNCTION_WORDS = STOP_WORDS["fr"] | STOP_WORDS["en"]
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…\n«“\"(\[]|[-*•]\s)\s*$")


def fold(text: str) -> str:
    """``text`` in lower case and without accents: *Île-de-France* and *ile-de-france* fold to the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def names(text: str) -> frozenset[str]:
    """The folded capitalised words of ``text``, save those that merely begin a sentence.

    A word that begins a sentence counts when it is written in capitals (*SNCF*) or holds an inner one (*McLaren*).

    >>> sorted(names("Le cluster aide Safran. Il vit à Évry avec IBM."))
    ['evry', 'ibm', 'safran']
    """
    found = set()
    for match in _WORD.finditer(text):
        word = _ELISION.sub("", match.group())
        if not word or not word[0].isupper():
            continue
        begins = _SENTENCE_START.search(text, max(0, match.start() - 4), match.start()) is not None
        inner = any(c.isupper() for c in word[1:])
        if (begins and not inner) or len(word) < 2:
            continue
        found.add(fold(word))
    return frozenset(found)


def begins_with_name(sentence: str) -> frozenset[str]:
    """The first word of ``sentence``, folded, when it is likely a name although every first word has a capital letter.

    In French a noun hardly ever begins a sentence without its article; in English plurals and nouns in *-ing* do.
    A first word counts as a name unless it is a function word, has the ending of such a word, of an adverb or of a
    participle, or stands before a comma.

    >>> begins_with_name("Airbus forme des soudeurs."), begins_with_name("Actuellement il forme des soudeurs.")
    (frozenset({'airbus'}), frozenset())
    """
    words = _WORD.finditer(sentence)
    first, second = next(words, None), next(words, None)
    if first is None or second is None or sentence[: first.start()].strip():
        return frozenset()
    word = _ELISION.sub("", first.group())
    between = sentence[first.end() : second.start()].strip()
    capitals = second.group()[0].isupper() and between in ("", "-")
    if len(word) < 2 or not word[0].isupper() or fold(word) in _FUNCTION_WORDS or word in _OPENERS:
        return frozenset()
    if not capitals and (between or _COMMON_ENDING.search(word)):
        return frozenset()
    return frozenset({fold(word)})
