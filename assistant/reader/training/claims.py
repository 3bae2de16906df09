"""Claims made by program: true ones are sentences of a passage, wrong ones depart from it in one place.

They teach what written examples are too few for: that each name and each figure has to stand in its own place.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from assistant.reader.reading import Passage

_NAME = re.compile(r"(?<![.!?…:\n] )(?<!^)(?<![\w’'-])[A-ZÀ-Þ][\w&-]*[\w](?:[ -][A-ZÀ-Þ][\w&-]*[\w])*", re.MULTILINE)
_NUMBER = re.compile(r"(?<![\w.,])\d[\d   .,]*\d(?![\w])|(?<![\w.,])\d(?![\w.,])")
_SHORTEST, _LONGEST = 30, 320  # characters of a sentence that makes a claim
_SIMILAR = 3  # letters that two names may share at the beginning; more, and they may be forms of one name

Change = tuple[re.Pattern[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """Replacements that make a claim wrong, see ``claims.toml``."""

    widen: tuple[Change, ...]
    deny: tuple[Change, ...]


def load_words() -> Mapping[str, Words]:
    """The replacements of each language."""
    stored = tomllib.loads(files(__package__).joinpath("claims.toml").read_text("utf-8"))
    return {language: Words(_changes(part["widen"]), _changes(part["deny"])) for language, part in stored.items()}


def _changes(pairs: list[list[str]]) -> tuple[Change, ...]:
    return tuple((re.compile(pattern), other) for pattern, other in pairs)


def make_claims(passage: Passage, language: Words, chance: random.Random) -> list[tuple[str, bool]]:
    """A sentence of the passage as it stands, and one or two wrong versions of it; nothing where no sentence serves."""
    sentences = [passage.text[start:end] for start, end in passage.sentences]
    sentences = [text for text in sentences if _SHORTEST <= len(text) <= _LONGEST]
    chance.shuffle(sentences)
    for sentence in sentences:
        wrong = list(spoil(sentence, passage, language, chance))
        if wrong:
            return [(sentence, True), *((text, False) for text in wrong[: chance.randint(1, 2)])]
    return []


def spoil(claim: str, passage: Passage, language: Words, chance: random.Random) -> Iterator[str]:
    """Wrong versions of a true ``claim`` about ``passage``, a kind each, in an order left to chance."""
    kinds: list[Callable[[], str]] = [
        lambda: swap_name(claim, passage, chance),
        lambda: swap_name(claim, passage, chance),
        lambda: change_number(claim, passage, chance),
        lambda: _replace(claim, language.widen, chance),
        lambda: _replace(claim, language.deny, chance),
    ]
    # Swapped names come first: they are what the fewest written examples show.
    order = kinds[:1] + chance.sample(kinds[1:], len(kinds) - 1)
    seen = {claim}
    for make in order:
        if (text := make()) and text not in seen:
            seen.add(text)
            yield text


def swap_name(claim: str, passage: Passage, chance: random.Random) -> str:
    """``claim`` with one of its names in the place of another of the passage; empty where there are no two."""
    mine = list(_NAME.finditer(claim))
    others = {match.group() for match in _NAME.finditer(f"{passage.about}\n{passage.text}")}
    pairs = [
        (match, other) for match in mine for other in sorted(others)
        if other[:_SIMILAR].lower() != match.group()[:_SIMILAR].lower()
        and other not in claim and match.group() not in other
    ]  # fmt: skip
    if not pairs:
        return ""
    match, other = chance.choice(pairs)
    return claim[: match.start()] + other + claim[match.end() :]


def change_number(claim: str, passage: Passage, chance: random.Random) -> str:
    """``claim`` with one of its figures changed, into another of the passage where there is one alike; else empty."""
    mine = list(_NUMBER.finditer(claim))
    if not mine:
        return ""
    match = chance.choice(mine)
    near = [
        m.group()
        for m in _NUMBER.finditer(passage.text)
        if m.group() not in claim and len(m.group()) == len(match.group())
    ]
    other = chance.choice(near) if near and chance.random() < 0.6 else _other_digits(match.group(), chance)
    return claim[: match.start()] + other + claim[match.end() :] if other != match.group() else ""


def _other_digits(number: str, chance: random.Random) -> str:
    at = chance.choice([i for i, c in enumerate(number) if c.isdigit()])
    return number[:at] + chance.choice([d for d in "123456789" if d != number[at]]) + number[at + 1 :]


def _replace(claim: str, changes: tuple[Change, ...], chance: random.Random) -> str:
    possible = [(pattern, other) for pattern, other in changes if pattern.search(claim)]
    if not possible:
        return ""
    pattern, other = chance.choice(possible)
    return pattern.sub(other, claim, count=1)
