"""Does a passage bear a sentence out? Figures, names and quotations must be in it; the rest must be near it. Pure,
but for the similarity, which the caller measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.names import begins_with_name, fold, names
from assistant.answering.negation import contradicted
from assistant.answering.numbers import months, numbers, readings
from assistant.answering.words import content_stems
from assistant.documents import Grounding
from assistant.sentences import sentence_spans

SUPPORTED_FROM = 0.45
"""Support from which a sentence counts as borne out. ``python -m assistant evaluate --check grounding`` prints how many
faithful and corrupted sentences lie on either side."""

_REPEATED, _OF_ITS_KIND = 0.7, 0.34
"""Shares of a claim's words in one sentence of a passage: from the first on, the claim repeats that sentence; below the
second, the sentence is about something else. Chosen so that hardly a paraphrase of the corruption test is marked."""

_LEAST_WORDS = 3

_QUOTED = re.compile(r"«\s*([^»]+?)\s*»|“([^”]+)”|\"([^\"]+)\"")
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"(?<!\w)[^\W\d_]+\d[^\W_]*")

# Names that the two languages write with different letters at the beginning.
SAME_NAME = {
    "french": "francais", "france": "france", "german": "allemand", "germany": "allemagne", "brittany": "bretagne",
    "burgundy": "bourgogne", "savoy": "savoie", "spain": "espagne", "spanish": "espagnol", "english": "anglais",
    "england": "angleterre", "dutch": "neerlandais", "switzerland": "suisse", "swiss": "suisse", "greece": "grece",
    "united": "unis", "states": "etats", "kingdom": "royaume", "eu": "ue", "european": "europeen", "wales": "galles",
    "january": "janvier", "february": "fevrier", "march": "mars", "april": "avril", "may": "mai", "june": "juin",
    "july": "juillet", "august": "aout", "september": "septembre", "october": "octobre", "november": "novembre",
    "december": "decembre", "monday": "lundi", "tuesday": "mardi", "wednesday": "mercredi", "thursday": "jeudi",
    "friday": "vendredi", "saturday": "samedi", "sunday": "dimanche",
}  # fmt: skip
SAME_NAME |= {french: english for english, french in SAME_NAME.items()}
"""The other language's word for a name, in folded letters."""

_SHARED_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """What a claim is held against: the text of a passage, with the title and headings under which it stands."""

    text: str
    language: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``missing``: what the claim says that no passage does (figures, names, quotations); ``support`` in [0, 1]."""

    missing: frozenset[str]
    support: float
    denied: bool = False
    """The claim denies what a passage states, or states what it denies."""
    misplaced: bool = False
    """The claim takes a number from a statement of a passage about something else."""

    @property
    def grounding(self) -> Grounding | None:
        """How to show the claim; None when it must not be shown, because it states what no passage does."""
        if self.missing:
            return None
        borne_out = self.support >= SUPPORTED_FROM and not self.denied and not self.misplaced
        return Grounding.SUPPORTED if borne_out else Grounding.UNSUPPORTED

    @property
    def score(self) -> float:
        """How well the claim is borne out, in [0, 1]: 0 when it states what no passage does or is denied."""
        return 0.0 if self.missing or self.denied or self.misplaced else self.support


def judge(claim: str, language: str, passages: Sequence[Passage], read: float | None) -> Judgement:
    """Hold a claim against the passages that it cites. ``read``: the probability, by the reader, that one of them bears
    it out; None where there is no reader."""
    missing = missing_numbers(claim, language, passages) | missing_names(claim, language, passages)
    missing |= missing_quotes(claim, passages) | missing_months(claim, language, passages)
    missing |= missing_codes(claim, passages)
    denied = contradicted(claim, [p.text for p in passages if p.language == language], language)
    misplaced = not missing and has_misplaced_number(claim, language, passages)
    return Judgement(missing, _support(claim, language, passages) if read is None else read, denied, misplaced)


def missing_numbers(claim: str, language: str, passages: Sequence[Passage]) -> frozenset[str]:
    """The numbers of a claim that no passage has, in whatever format."""
    known = {n for p in passages for n in numbers(f"{p.text}\n{p.about}", p.language)}
    return frozenset(number for number, values in readings(claim, language) if not values & known)


def has_misplaced_number(claim: str, language: str, passages: Sequence[Passage]) -> bool:
    """Whether a number of the claim stands in passages of its language only in sentences about something else, while
    another sentence is clearly what the claim repeats."""
    same = [p for p in passages if p.language == language]
    wanted = [values for _, values in readings(claim, language)]
    words = _stems_without_figures(claim, language)
    if len(same) < len(passages) or not wanted or len(words) < _LEAST_WORDS:
        return False
    sentences = [p.text[start:end] for p in same for start, end in sentence_spans(p.text)]
    shares = [len(words & _stems_without_figures(s, language)) / len(words) for s in sentences]
    if max(shares, default=0.0) < _REPEATED:
        return False
    there = [numbers(sentence, language) for sentence in sentences]
    about = numbers("\n".join(p.about for p in same), language)
    return any(
        not values & about
        and max((share for share, known in zip(shares, there, strict=True) if values & known), default=0.0)
        < _OF_ITS_KIND
        for values in wanted
    )


def _stems_without_figures(text: str, language: str) -> frozenset[str]:
    return frozenset(stem for stem in content_stems(text, language) if not any(c.isdigit() for c in stem))


def missing_months(claim: str, language: str, passages: Sequence[Passage]) -> frozenset[str]:
    """The months that a claim names and no passage does, in either language's word."""
    known = {month for p in passages for month in months(f"{p.text}\n{p.about}", p.language)}
    return frozenset(month for month in months(claim, language) if not {month, SAME_NAME.get(month)} & known)


def missing_names(claim: str, language: str, passages: Sequence[Passage]) -> frozenset[str]:
    """The capitalised words of a claim that no passage has, in either language's form."""
    known = _words(passages)
    other = any(p.language != language for p in passages)
    wanted = {part for name in names(claim) | begins_with_name(claim) for part in re.split(r"[^\w]+", name) if part}
    return frozenset(name for name in wanted if not _is_known(name, known, other))


def missing_codes(claim: str, passages: Sequence[Passage]) -> frozenset[str]:
    """The words of letters and digits (*H1506*, a serial number) of a claim that no passage has."""
    codes = {fold(code) for code in _CODE.findall(claim)}
    return frozenset(codes - _words(passages)) if codes else frozenset()


def _words(passages: Sequence[Passage]) -> set[str]:
    return {fold(word) for p in passages for word in _WORD.findall(f"{p.text}\n{p.about}")}


def _is_known(name: str, known: set[str], other_language: bool) -> bool:
    if name in known or _singular(name) in known or f"{name}s" in known or name.isdigit():
        return True
    if not other_language:
        return False
    translated = SAME_NAME.get(name, "")
    beginnings = {word[:_SHARED_LETTERS] for word in known if len(word) >= _SHARED_LETTERS}
    return translated in known or translated[:_SHARED_LETTERS] in beginnings or name[:_SHARED_LETTERS] in beginnings


def _singular(name: str) -> str:
    return name.removesuffix("s").removesuffix("'")


def missing_quotes(claim: str, passages: Sequence[Passage]) -> frozenset[str]:
    """The quotations of two words or more that no passage has word for word."""
    known = [_letters(p.text) for p in passages]
    quoted = (next(group for group in match.groups() if group) for match in _QUOTED.finditer(claim))
    return frozenset(
        quote for quote in quoted if len(quote.split()) > 1 and not any(_letters(quote) in text for text in known)
    )


def _letters(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _support(claim: str, language: str, passages: Sequence[Passage]) -> float:
    """Share of the claim's words that the passages in its language have: all that can be told without a reader."""
    words = set(content_stems(claim, language))
    known = {
        stem for p in passages if p.language == language for stem in content_stems(f"{p.text}\n{p.about}", language)
    }
    return len(words & known) / len(words) if words and known else 1.0
