"""Is an answer right? Strings are looked for in it; irrelevant sentences and awkward wording are not seen. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.evaluation.devset import Item

_MARKS = str.maketrans(dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("–—‑−", "-"))
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,.]\d{3})+(?!\d)")
_DECIMALS = re.compile(r"(\d),(\d{1,2})(?!\d)")
_PERCENT = re.compile(r"(\d) %")
_SHORT = 4
"""Letters up to which a string must be a whole word: *cap* is not in *capteur*, *automati* is in *automatique*."""

_SAYS_SO = re.compile(
    "|".join(
        (
            r"(?:les documents|ils) (?:ne |n'(?!a ete ))",
            r"aucun (?:des )?documents?\b",
            r"pas dans (?:les|mes|nos) documents",
            r"(?:je|nous) (?:n'ai|n'avons) (?:pas|rien) trouve",
            r"je ne (?:sais|peux|trouve) pas",
            r"la question suppose",
            r"(?:the documents|they) (?:say nothing|tell nothing|do not |don't )",
            r"(?:the documents|they) (?:give|name|contain|mention|have) no ",
            r"no document (?:says|gives|names|mentions)",
            r"not in (?:the|my|our) documents",
            r"(?:i|we) (?:have )?found nothing",
            r"(?:i|we) (?:do not|don't|cannot|can't) (?:know|find|answer|help)",
            r"the question (?:assumes|supposes)",
        )
    )
)
"""How answers that are no refusal as a whole say that the documents do not tell. Looked for in comparable text."""


class Verdict(StrEnum):
    """The first four on questions that can be answered, the other two on those that should be refused or corrected."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    REFUSED = "refused"
    DECLINED = "declined"
    NOT_DECLINED = "not declined"


@dataclass(frozen=True, slots=True)
class Score:
    """A verdict with the share of the key facts that the answer shows, in [0, 1], and those that it lacks."""

    verdict: Verdict
    facts: float
    missing: tuple[str, ...] = ()


def score(item: Item, text: str, abstained: bool) -> Score:
    """Hold the ``text`` of an answer against the gold; ``abstained``: the assistant said that it does not know."""
    answer = comparable(text)
    spoilt = not abstained and holds_any(answer, item.must_not)
    if item.refuse:
        declined = abstained or _SAYS_SO.search(answer) is not None or holds_any(answer, item.corrects)
        return Score(Verdict.DECLINED if declined and not spoilt else Verdict.NOT_DECLINED, 0.0)
    missing = tuple(group[0] for group in item.must if not holds_any(answer, group))
    if abstained:
        return Score(Verdict.REFUSED, 0.0, missing)
    facts = 1 - len(missing) / len(item.must)
    if spoilt or not facts:
        return Score(Verdict.WRONG, 0.0, missing)
    return Score(Verdict.PARTLY if missing else Verdict.RIGHT, facts, missing)


def comparable(text: str) -> str:
    """The text as strings are looked for in it: without case, accents and kinds of quotes, dashes, spaces and numbers.

    >>> comparable("Créé en 2005 :  1 200 salariés, 4,5 % d’apprentis")
    "cree en 2005 : 1200 salaries, 4.5% d'apprentis"
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_MARKS)).lower()
    plain = " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
    plain = _THOUSANDS.sub(lambda number: re.sub(r"[ ,.]", "", number.group()), plain)
    return _PERCENT.sub(r"\1%", _DECIMALS.sub(r"\1.\2", plain))


def holds(text: str, string: str) -> bool:
    """Whether comparable ``text`` has ``string`` where a word begins; a number or a short string as a whole word."""
    string = comparable(string)
    whole = string[-1].isdigit() or (len(string) <= _SHORT and string[-1].isalpha())
    end = r"(?!\w|\.\d)" if whole else ""
    return re.search(rf"(?<!\w)(?<!\d\.){re.escape(string)}{end}", text) is not None


def holds_any(text: str, strings: Iterable[str]) -> bool:
    """Whether comparable ``text`` has one of the ``strings``."""
    return any(holds(text, string) for string in strings)
