"""Names in a text, by capital letters: cheap, the same in French and English, and good enough to compare texts."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_][\w&’'-]*[\w&]|[^\W\d_]", re.UNICODE)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
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
