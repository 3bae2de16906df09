"""Sentences that a passage bears out, and corrupted ones that it does not, made from passages by rule.

Faithful sentences are taken from passages word for word, shortened to their first clauses, and paraphrased by rule.
Corrupted ones differ from a sentence in one place: a figure, a name, a date, a quotation or a negation; the harder
kinds take a figure or a name that the same passage uses elsewhere. The rest are held against a foreign passage.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.grounding import Passage
from assistant.answering.names import fold, names
from assistant.answering.numbers import months, numbers, years
from assistant.evaluation.paraphrase import paraphrases
from assistant.sentences import sentence_spans

FAITHFUL = ("word for word", "shortened", "paraphrased")
_SEED = 7
_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)?(?![\w.,/-]*\d)")
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_NAME = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w-]{3,}")
_QUOTED = re.compile(r"(?:«\s*|“|\")([^«»“”\"]{12,80}?)(?:\s*»|”|\")")
_MONTH_NAMES = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_MONTHS = {language: line.split() for language, line in _MONTH_NAMES.items()}
_VERBS = {
    "fr": r"est|sont|était|étaient|a|ont|avait|avaient|peut|peuvent|doit|doivent|fait|font|compte|comptait|existe|forme"
    r"|forment|propose|organise|travaille|travaillent|demande|représente|réunit|rassemble|permet|aide|cite|mène|mènent",
    "en": r"is|are|was|were|can|could|will|would|should|must",
}
_DENIED = {
    "fr": re.compile(r"\b(?:ne |n['’])(\w+) (?:pas|plus|jamais)\b"),
    "en": re.compile(rf"\b({_VERBS['en']}|does|do|did|has|have) (?:not|never)\b"),
}
_WORDS_LEAST, _WORDS_MOST = 8, 45
_APART = 8
"""How many sentences back the foreign passage of a sentence is looked for: already drawn, and mostly another one."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to hold against a passage; ``kind`` is one of :data:`FAITHFUL`, or what was corrupted."""

    kind: str
    claim: str
    passage: Passage


def cases(passages: Sequence[Passage], most: int, seed: int = _SEED) -> list[Case]:
    """Up to ``most`` faithful sentences, a third of each kind, and up to ``most`` of each kind of corruption."""
    chance = random.Random(seed)
    everywhere = sorted({name for passage in passages for name in _NAME.findall(passage.text)})
    drawn = [
        (passage.text[start:end], passage)
        for passage in chance.sample(list(passages), len(passages))
        for start, end in sentence_spans(passage.text)
        if _is_sentence(passage.text[start:end])
    ]
    found: dict[str, list[Case]] = {}
    for i, (sentence, passage) in enumerate(drawn):
        foreign = drawn[i - _APART][1]
        for kind, claim, held in (
            *((kind, claim, passage) for kind, claim in _faithful(sentence, passage.language, i)),
            *((kind, claim, passage) for kind, claim in _corrupted(sentence, passage, everywhere, chance)),
            *([("foreign passage", sentence, foreign)] if sentence not in foreign.text else []),
        ):
            limit = most // len(FAITHFUL) if kind in FAITHFUL else most
            group = found.setdefault(kind, [])
            if len(group) < limit:
                group.append(Case(kind, claim, held))
    return [case for group in found.values() for case in group]


def _is_sentence(text: str) -> bool:
    return _WORDS_LEAST <= len(text.split()) <= _WORDS_MOST and text[0].isupper() and text.endswith(".")


def _faithful(sentence: str, language: str, turn: int) -> Iterator[tuple[str, str]]:
    yield "word for word", sentence
    head = sentence.rpartition(",")[0]
    if len(head.split()) >= _WORDS_LEAST:
        yield "shortened", f"{head}."
    rewritten = list(paraphrases(sentence, language))
    if rewritten:
        yield "paraphrased", rewritten[turn % len(rewritten)]


def _corrupted(
    sentence: str, passage: Passage, everywhere: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    yield from _other_date(sentence, passage, chance)
    yield from _other_number(sentence, passage, chance)
    yield from _other_name(sentence, passage, everywhere, chance)
    if (quoted := _QUOTED.search(sentence)) is not None:
        words = quoted[1].split()
        chance.shuffle(words)
        if " ".join(words) != quoted[1] and len(words) > 2:
            yield "quotation", _replaced(sentence, quoted.span(1), " ".join(words))
    if (denied := _denied(sentence, passage.language)) is not None:
        yield "negation", denied


def _other_date(sentence: str, passage: Passage, chance: random.Random) -> Iterator[tuple[str, str]]:
    if (year := _YEAR.search(sentence)) is not None:
        changed = str(int(year.group()) + chance.choice((-11, -3, -1, 1, 2, 7)))
        if changed not in years(passage.text, passage.language):
            yield "date", _replaced(sentence, year.span(), changed)
    months_there = _MONTHS.get(passage.language, [])
    if month := re.search(rf"\b(?:{'|'.join(months_there)})\b", sentence) if months_there else None:
        unused = [m for m in months_there if fold(m) not in months(passage.text, passage.language)]
        if unused:
            yield "date", _replaced(sentence, month.span(), chance.choice(unused))


def _other_number(sentence: str, passage: Passage, chance: random.Random) -> Iterator[tuple[str, str]]:
    figure = _NUMBER.search(sentence)
    if figure is None or _YEAR.fullmatch(figure.group()):
        return
    digits = figure.group()
    changed = str(chance.randint(2, 9)) + digits[1:] if chance.random() < 0.5 else f"{digits}{chance.randint(1, 9)}"
    claim = _replaced(sentence, figure.span(), changed)
    if numbers(claim, passage.language) - numbers(passage.text, passage.language):
        yield "number", claim
    others = [n for n in _NUMBER.findall(passage.text) if n not in sentence and not _YEAR.fullmatch(n)]
    if others:
        yield "number of the same passage", _replaced(sentence, figure.span(), chance.choice(others))


def _other_name(
    sentence: str, passage: Passage, everywhere: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    found = list(_NAME.finditer(sentence))
    if not found or not everywhere:
        return
    name, changed = chance.choice(found), chance.choice(everywhere)
    if fold(changed) not in fold(f"{passage.text} {passage.about}") and names(f"x {changed}"):
        yield "name", _replaced(sentence, name.span(), changed)
    others = [other for other in _NAME.findall(passage.text) if other not in sentence]
    if others:
        yield "name of the same passage", _replaced(sentence, name.span(), chance.choice(others))


def _denied(sentence: str, language: str) -> str | None:
    """The sentence with a negation put in, or taken out where it has one."""
    if language not in _VERBS:
        return None
    if (denied := _DENIED[language].search(sentence)) is not None:
        return _replaced(sentence, denied.span(), denied[1])
    verb = re.search(rf"(?<=\w )(?:{_VERBS[language]})(?= [\w\d])", sentence)
    if verb is None:
        return None
    if language == "en":
        return _replaced(sentence, verb.span(), f"{verb.group()} not")
    article = "n'" if verb.group()[0] in "aeéo" else "ne "
    return _replaced(sentence, verb.span(), f"{article}{verb.group()} pas")


def _replaced(text: str, span: tuple[int, int], by: str) -> str:
    return text[: span[0]] + by + text[span[1] :]
