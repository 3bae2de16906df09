"""Numbers in French and English texts, brought to one form so that they can be compared across languages.

``1 500``, ``1,500`` (English), ``1.5k`` and ``1,5 millier`` are all 1500, and so is *mille cinq cents*. Where a comma
or point can be read in two ways, both readings are given: a comparison then errs on the side of accepting.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answering.names import fold
from assistant.answering.spelled import spelled

_SCALES = {
    "k": 3, "k€": 3, "keur": 3, "millier": 3, "milliers": 3, "mille": 3, "thousand": 3,
    "m€": 6, "meur": 6, "million": 6, "millions": 6,
    "md€": 9, "mds": 9, "milliard": 9, "milliards": 9, "billion": 9, "billions": 9, "bn": 9,
}  # fmt: skip

_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?:€|\$|£)?(?P<digits>\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,]\d+)*)"
    rf"(?:{_SPACE}?(?P<scale>k€|M€|Md€|Mds|k|K|bn|milliers?|mille|thousand|millions?|milliards?|billions?|kEUR|MEUR)(?!\w))?"
)
_MONTHS = re.compile(
    r"\b(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|january|february|march"
    r"|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w.,])(?:1[0-9]|20)\d\d(?!\d|[.,]\d)(?!\s?(?:%|€|\$|km|kg|m²))")
_CENTURY = re.compile(r"\b([IVX]+)e(?= siècle)|\b(\d{1,2})(?:st|nd|rd|th)(?= century)")


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _readings(digits: str, language: str) -> list[Decimal]:
    """The values that a run of digits, spaces, commas and points can stand for in ``language``."""
    joined = re.sub(_SPACE, "", digits)
    if re.fullmatch(r"\d+", joined):
        return [Decimal(joined)]
    separators = set(re.findall(r"[.,]", joined))
    if len(separators) == 2:  # the last one is the decimal sign: 1,234.5 or 1.234,5
        last = max(joined.rfind("."), joined.rfind(","))
        return [Decimal(re.sub(r"[.,]", "", joined[:last]) + "." + joined[last + 1 :])]
    sign = separators.pop()
    whole = Decimal(joined.replace(sign, ""))
    if joined.count(sign) > 1:
        grouped = all(len(part) == 3 for part in joined.split(sign)[1:])
        return [whole] if grouped else [Decimal(part) for part in joined.split(sign)]  # a date: 12.05.2021
    decimal = Decimal(joined.replace(sign, "."))
    grouping = len(joined.split(sign)[1]) == 3 and not joined.startswith("0")
    if not grouping:
        return [decimal]
    if language == "en":
        return [whole] if sign == "," else [decimal]
    return [whole, decimal]


def readings(text: str, language: str) -> list[tuple[str, frozenset[str]]]:
    """Each number of ``text`` as it stands, with the values that it can be read as, as plain decimal strings.

    >>> readings("1,500 jobs", "en"), [sorted(r) for _, r in readings("1,500", "fr")]
    ([('1,500', frozenset({'1500'}))], [['1.5', '1500']])
    """
    found = []
    for match in _NUMBER.finditer(text):
        power = _SCALES.get((match["scale"] or "").lower(), 0)
        values = frozenset(_plain(value.scaleb(power)) for value in _readings(match["digits"], language))
        found.append((match.group(), values))
    return found + _spelled(text, language)


def numbers(text: str, language: str) -> frozenset[str]:
    """The values of all numbers of ``text``; ``language`` decides what comma and point mean.

    >>> sorted(numbers("1 500 emplois, 12,5 % et trois sites", "fr"))
    ['12.5', '1500', '3']
    """
    return frozenset(value for _, values in readings(text, language) for value in values)


def _spelled(text: str, language: str) -> list[tuple[str, frozenset[str]]]:
    found = []
    for words, value, following in spelled(text, language):
        power = _SCALES.get(following, 0) if len(following) > 3 and not words.endswith(following) else 0
        found.append((words, frozenset({_plain(Decimal(value).scaleb(power))})))
    return found


def months(text: str, language: str) -> frozenset[str]:
    """The names of months in ``text``, in lower case and without accents. In English they need their capital letter,
    for *may* and *march* are verbs as well.

    >>> sorted(months("entre mars et août 2021", "fr")), sorted(months("We may march in April.", "en"))
    (['aout', 'mars'], ['april'])
    """
    found = (match.group() for match in _MONTHS.finditer(text))
    return frozenset(fold(month) for month in found if language != "en" or month[0].isupper())


def years(text: str, language: str) -> frozenset[str]:
    """What dates ``text``: its years, month names, and centuries."""
    found = {match.group() for match in _YEAR.finditer(text)}
    found |= {match.group().lower() for match in _MONTHS.finditer(text) if language != "en" or match.group() != "may"}
    return frozenset(found | {(match[1] or match[2]) + "c" for match in _CENTURY.finditer(text)})
