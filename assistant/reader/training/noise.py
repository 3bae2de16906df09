"""Everyday noise for questions that were written neatly: stories around them, texting, typing errors."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Noise:
    """What people of one language write around questions, see ``noise.toml``."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    towns: tuple[str, ...]
    texting: tuple[tuple[str, str], ...]


def load_noise() -> Mapping[str, Noise]:
    """The noise of each language."""
    stored = tomllib.loads(files(__package__).joinpath("noise.toml").read_text("utf-8"))
    return {
        language: Noise(
            tuple(words["before"]), tuple(words["after"]), tuple(words["towns"]),
            tuple((pattern, short) for pattern, short in words["texting"]),
        )
        for language, words in stored.items()
    }  # fmt: skip


def add_noise(question: str, noise: Noise, chance: random.Random) -> str:
    """``question`` as somebody might type it; what it asks for stays the same. Shares are of all questions."""
    text = question.strip()
    if chance.random() < 0.15:
        text = text.lower()
        for pattern, short in noise.texting:
            if chance.random() < 0.7:
                text = re.sub(pattern, short, text)
        text = text.rstrip(" ?") + chance.choice((" ?", "", "??"))
    if chance.random() < 0.5:
        before = _fill(chance.choice(noise.before), noise, chance)
        lower = before.rstrip()[-1:] in {",", ":"} and chance.random() < 0.6
        text = before + (text[:1].lower() + text[1:] if lower else text)
    if chance.random() < 0.3:
        text += _fill(chance.choice(noise.after), noise, chance)
    if chance.random() < 0.2:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if chance.random() < 0.2:
        text = text.lower()
    if chance.random() < 0.2:
        text = re.sub(r"[?!.]+", " ", text).strip()
    return _mistype(text, chance) if chance.random() < 0.25 else text


def _fill(template: str, noise: Noise, chance: random.Random) -> str:
    return template.format(n=chance.randint(3, 80), age=chance.randint(11, 19), town=chance.choice(noise.towns))


def _mistype(text: str, chance: random.Random) -> str:
    """Two letters swapped, one left out, or one typed twice."""
    if len(text) < 12:
        return text
    at = chance.randrange(2, len(text) - 3)
    if not text[at : at + 2].isalpha():
        return text
    kind = chance.random()
    if kind < 0.4:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :] if kind < 0.8 else text[: at + 1] + text[at:]
