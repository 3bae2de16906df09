"""The language of a text: French or English for nearly everything here, a few neighbours so as not to be fooled."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

# Beyond this many characters more text does not change the verdict, it only costs time.
_SAMPLE_CHARACTERS = 2_000
# Under this many characters the statistics of letters alone are unsure, and words that only one language has decide.
_SHORT = 120
# The winner must be this sure, or this many times surer than the next.
_SURE, _CLEARLY = 0.65, 2.5

_WORD = re.compile(r"[^\W\d_]+")
# Words of questions that none of the other languages here has: "il", "le", "que" or "was" would not do.
_FRENCH = frozenset(
    """
    les du une est sont et où qui quoi quel quelle quels quelles quand comment pourquoi combien dans pour avec sans chez
    aux ce cette ces elle ils elles nous vous leur leurs être avoir fait peut peuvent ont je qu lequel laquelle depuis
    parle cherche salaire métier métiers entreprise entreprises formation emploi
    """.split()  # noqa: SIM905
)
_ENGLISH = frozenset(
    """
    the is are were be of and what which who whom whose where when why how many much does do did can could should would
    with without from for this that these those there it its his their they we you my your have has had an any some
    about into by job jobs company companies training give tell show find looking
    """.split()  # noqa: SIM905
)
_building = Lock()


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of ``text`` (``fr``, ``en``, ``de``, ``es``, ``it``), or "" when unsure.

    Made for whole documents and for questions of two words alike; only the beginning of a long text is read.

    >>> detect_language("Quel budget ?"), detect_language("H1506")
    ('fr', '')
    """
    sample = text[:_SAMPLE_CHARACTERS]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not any(len(word) > 1 for word in words):
        return ""
    if len(sample) <= _SHORT:
        # The first word counts twice: it asks the question, while a name in another language comes later.
        counted = [words[0], *words]
        french, english = sum(word in _FRENCH for word in counted), sum(word in _ENGLISH for word in counted)
        if french != english:
            return "fr" if french > english else "en"
    return _by_letters(sample)


def _by_letters(sample: str) -> str:
    first, second = _detector().compute_language_confidence_values(sample)[:2]
    if first.value < _SURE and first.value < _CLEARLY * second.value:
        return ""
    return first.language.iso_code_639_1.name.lower()


def _detector() -> LanguageDetector:
    with _building:  # so that two threads do not load the language models twice
        return _built_detector()


@lru_cache(maxsize=1)
def _built_detector() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder

    known = (Language.FRENCH, Language.ENGLISH, Language.GERMAN, Language.SPANISH, Language.ITALIAN)
    return LanguageDetectorBuilder.from_languages(*known).with_preloaded_language_models().build()
