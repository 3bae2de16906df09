"""Text to index terms, in French and in English: what makes two words count as the same word.

``terms("L'été, les soudeuses du R&D-lab", "fr")`` gives ``["ete", "soudeu", "r&d-lab", "r&d", "lab"]``: elided
articles and stop words go, words are stemmed and lose their accents, compounds and codes are kept whole and also
split. Pure functions; the same ones are used for passages, for questions and for measuring their overlap.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

import Stemmer

from assistant.index.stopwords import STOP_WORDS

LANGUAGES: tuple[str, ...] = ("fr", "en")
"""Languages that have a stemmer and stop words; a text of another or unknown language is analysed in both."""

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "´": "'", "`": "'", "‑": "-", "‐": "-", "–": " ", "—": " "})
# A number with separated thousands (1 500, 1.500, 1,500), one with decimals (12,5), or letters and digits joined by
# - & / . + ' or _.
_TOKEN = re.compile(
    r"(?<![^\W_])\d{1,3}(?:[ .,]\d{3})+(?![^\W_])|(?<![^\W_])\d+,\d+(?![^\W_])|[^\W_]+(?:[-&/.+'_][^\W_]+)*[+#]*"
)
_DECIMAL = re.compile(r"\d+[.,]\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
_ELISION = re.compile(r"^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'(?=\w)")
# Pronouns behind a verb (a-t-il, doit-on, est-ce) and the particles of celui-ci: no part of the word before.
_ATTACHED = re.compile(r"(?<!rendez)(?:-t)?-(?:ils?|elles?|on|ce|je|tu|nous|vous|moi|toi|lui|leur|les?|la|y|en|ci|là)$")
# The mark of a note behind a figure (12 345¹) is no part of it.
_RAISED = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_POSSESSIVE = re.compile(r"'s?$")
_JOINTS = re.compile(r"[-&/.+'_]")
_LETTERS_DIGITS = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
# Feminine and masculine names of professions that the French stemmer keeps apart: soudeuse and soudeur,
# conductrice and conducteur, ingénieure and ingénieur. It joins -ateur and -atrice by itself.
_GENDERED = re.compile(r"(?<=[^\W\d]{3})(?:(?<!at)(?<=t)rices?|(?<!at)eu(?:re?|se|x)s?)$")
_FEMALE_CHIEF = re.compile(r"^cheffe(?=s?$)")

_stemmers = threading.local()


def terms(text: str, language: str) -> list[str]:
    """Stemmed terms of ``text``, in order and with repetitions. ``language`` is one of ``LANGUAGES``."""
    return [term for token in _tokens(text) for term in _token_terms(token, language, True)]


def words(text: str, language: str) -> list[str]:
    """The same as :func:`terms` without stemming: folded words as they stand in the text."""
    return [word for token in _tokens(text) for word in _token_terms(token, language, False)]


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _RAISED.sub("", text))
    return _TOKEN.findall(plain.lower().translate(_APOSTROPHES))


@lru_cache(maxsize=200_000)
def _token_terms(token: str, language: str, stemmed: bool) -> tuple[str, ...]:
    if _THOUSANDS.fullmatch(token):
        return (re.sub(r"\D", "", token),)
    if _DECIMAL.fullmatch(token):
        return (token.replace(",", "."),)
    if token in STOP_WORDS[language]:
        return ()
    if language == "fr":
        token = _ATTACHED.sub("", _ELISION.sub("", token))
        if token in STOP_WORDS["fr"]:
            return ()
    else:
        token = _POSSESSIVE.sub("", token)
    token = _FEMALE_CHIEF.sub("chef", token)
    parts = [part for joined in _JOINTS.split(token) for part in _LETTERS_DIGITS.split(joined) if part]
    if len(parts) == 1:
        return _finish([token], language, stemmed)
    # A hyphen is a matter of taste (plug-in, plugin): both spellings share the term without it. Single letters of
    # a compound (the H of H1506) say nothing alone.
    return (fold(token).replace("-", ""), *_finish([part for part in parts if len(part) > 1], language, stemmed))


def _finish(parts: list[str], language: str, stemmed: bool) -> tuple[str, ...]:
    kept = (part for part in parts if fold(part) not in STOP_WORDS[language])
    return tuple(stem(part, language) if stemmed else fold(part) for part in kept)


def stem(word: str, language: str) -> str:
    """The term of one lower-case word."""
    if language == "fr":
        short = _GENDERED.sub("eu", word)
        if short != word:
            return fold(short)
    return fold(str(_stemmer(language).stemWord(word)))


def fold(text: str) -> str:
    """``text`` without accents: ``été`` becomes ``ete``, ``œuvre`` becomes ``oeuvre``."""
    decomposed = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _stemmer(language: str) -> Any:
    """A stemmer of this thread's own: one object must not be used by two threads at once."""
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer({"fr": "french", "en": "english"}[language])
        setattr(_stemmers, language, stemmer)
    return stemmer
