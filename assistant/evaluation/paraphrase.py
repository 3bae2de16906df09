"""The same statement in other words, by rule: clauses change places, function words and forms of numbers change."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SYNONYMS = {
    "fr": {
        "ainsi que": "et", "afin de": "pour", "toutefois": "cependant", "notamment": "en particulier",
        "environ": "à peu près", "lors de": "pendant", "grâce à": "avec", "au sein de": "dans", "depuis": "à partir de",
        "donc": "ainsi", "puis": "ensuite", "aussi": "également", "surtout": "principalement", "selon": "d'après",
    },
    "en": {
        "about": "around", "also": "too", "such as": "like", "however": "yet", "in order to": "to", "therefore": "thus",
        "notably": "in particular", "mostly": "mainly", "within": "inside", "among": "amid", "since": "from",
        "according to": "as reported by", "generally": "usually", "thus": "so", "and": "as well as",
    },
}  # fmt: skip
_DIGITS = {
    "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
}
_LEADING = re.compile(
    r"^(?P<part>(?:En|Dans|Depuis|Selon|Après|Avant|Pour|Avec|À|In|According to|Since|After|Before|For|With|At)"
    r"\s[^,]{3,60}),\s(?P<rest>[^,].{20,})\.$"
)
_TRAILING = re.compile(r"^(?P<rest>[^,;:]{20,}),\s(?P<part>(?:selon|d'après|according to)\s[^,;:]{3,60})\.$")
_GROUPED = re.compile(r"(?<![\w.,])(\d{1,3})[ \u00a0\u202f,](\d{3})(?![\d])")
_SMALL = re.compile(r"(?<![\w.,/+-])(?<!\d\s)([2-9]|1[0-2])(?=\s[a-zà-ÿ]{3,})(?![\w.,]*\d)")


def paraphrases(sentence: str, language: str) -> Iterator[str]:
    """Sentences that state the same as ``sentence``, at most one a rule."""
    if found := _LEADING.match(sentence):
        rest, part = found["rest"], found["part"]
        yield f"{rest[0].upper()}{rest[1:]}, {part[0].lower()}{part[1:]}."
    if found := _TRAILING.match(sentence):
        rest, part = found["rest"], found["part"]
        yield f"{part[0].upper()}{part[1:]}, {rest}."
    replaced = sentence
    for words, others in _SYNONYMS.get(language, {}).items():
        replaced = re.sub(rf"\b{words}\b", others, replaced, count=1)
    if replaced != sentence:
        yield replaced
    if _GROUPED.search(sentence):
        yield _GROUPED.sub(r"\1\2", sentence)
        yield _GROUPED.sub(r"\1.\2" if language == "fr" else r"\1 \2", sentence)
    names = _DIGITS.get(language, [])
    if names and (small := _SMALL.search(sentence)):
        yield sentence[: small.start()] + names[int(small[1])] + sentence[small.end() :]
    for value, word in list(enumerate(names))[2:]:
        spelled = re.sub(rf"\b{word}\b(?=\s[a-zà-ÿ]{{3,}})", str(value), sentence, count=1)
        if spelled != sentence:
            yield spelled
            break
