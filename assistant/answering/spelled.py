"""Numbers written in words, in French and English, from zero to thousands: *vingt-trois*, *a dozen*. Pure."""

from __future__ import annotations

import re

_ONES = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
}
_TENS = {
    "fr": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "nonante": 90},
    "en": {
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    },
}  # fmt: skip
# Words for about so many: "une quarantaine" and "about forty" are the same figure.
_GROUPS = {
    "fr": {
        "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
        "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    },
    "en": {"dozen": 12},
}  # fmt: skip
_HUNDRED = {"cent", "cents", "hundred"}
_THOUSAND = {"mille", "thousand"}
_LINKS = {"et", "and"}

# "un", "une" and "one" are mostly articles and pronouns: as numbers they would be found everywhere.
_ARTICLES = {"un", "une", "one"}

_PERCENT = re.compile(r"\b(?:pour|per)\s?cents?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|[^\w\s-]")


def _values(language: str) -> dict[str, int]:
    found = {word: value for value, word in enumerate(_ONES[language].split())}
    return found | _TENS[language] | {"une": 1} if language == "fr" else found | _TENS[language]


_VALUES = {language: _values(language) for language in _ONES}


def spelled(text: str, language: str) -> list[tuple[str, int, str]]:
    """The numbers in words in ``text``: each as it stands, its value, and the word that follows it (for *million*).

    Any language but French and English is read as both.

    >>> spelled("vingt-trois sites et une quarantaine d'emplois", "fr")
    [('vingt trois', 23, 'sites'), ('quarantaine', 40, 'd')]
    """
    words = [match.group().lower() for match in _WORD.finditer(_PERCENT.sub(" % ", text))]
    return [each for known in ([language] if language in _VALUES else list(_VALUES)) for each in _read(words, known)]


def _read(words: list[str], language: str) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    at = 0
    while at < len(words):
        if words[at] in _GROUPS[language] or words[at].removesuffix("s") in _GROUPS[language]:
            value = _GROUPS[language].get(words[at], 0) or _GROUPS[language][words[at].removesuffix("s")]
            found.append((words[at], value, _following(words, at + 1)))
            at += 1
            continue
        end, value = _run(words, at, language)
        if end == at:
            at += 1
            continue
        following = _following(words, end)
        scaled = following.startswith(("million", "milliard", "billion", "millier"))
        if end - at > 1 or words[at] not in _ARTICLES or scaled:
            found.append((" ".join(words[at:end]), value, following))
        at = end
    return found


def _following(words: list[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _run(words: list[str], begin: int, language: str) -> tuple[int, int]:
    """Where the number that begins at ``begin`` ends, and its value; ``begin`` itself if there is none."""
    values = _VALUES[language]
    whole = part = 0
    at = begin
    while at < len(words):
        word = words[at]
        linked = word in _LINKS and at > begin and at + 1 < len(words) and _fits(part, values.get(words[at + 1], 0))
        if linked and part:
            at += 1
            continue
        if word in _HUNDRED and part < 100 and (part or language == "fr" or at > begin):
            part = max(1, part) * 100
        elif word in _THOUSAND and not whole and (part or language == "fr"):
            whole, part = max(1, part) * 1000, 0
        elif word in ("vingt", "vingts") and part % 100 == 4 and language == "fr":
            part += 76
        elif word in values and (at == begin or _fits(part, values[word]) or (not part and whole)):
            part += values[word]
        else:
            break
        at += 1
    return at, whole + part


def _fits(part: int, value: int) -> bool:
    """Whether ``value`` can go on a number that stands at ``part`` so far: three after twenty, not after two."""
    rest = part % 100
    return value > 0 and (
        (part > 0 and rest == 0) or (rest >= 20 and rest % 10 == 0 and value < 20) or (rest == 10 and 7 <= value <= 9)
    )
