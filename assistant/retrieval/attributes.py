"""What is commonly asked of an organisation or a job, and the words without which a text cannot tell it.

A question about the salary of a welder is near every passage on welders, whether or not one speaks of money. For what
people ask most the words of an answer are few and known, in French and in English, so their absence from everything
that is said of the subject shows that the documents do not tell. What is not listed here is judged by its own words
(:mod:`assistant.retrieval.asked`). The list holds what directories, company registers, news on firms and job sheets
commonly give.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.index.analysis import fold


@dataclass(frozen=True, slots=True)
class Attribute:
    """How questions ask for something and how texts tell it, both on folded lower-case text in either language."""

    name: str
    asks: re.Pattern[str]
    tells: re.Pattern[str]


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


@cache
def attributes() -> tuple[Attribute, ...]:
    """The list in ``attributes.tsv``: name, what a question says, what a text says ("=" first: the same, or ...)."""
    rows = files(__package__).joinpath("attributes.tsv").read_text("utf-8").splitlines()[1:]
    return tuple(
        Attribute(name, _pattern(asks), _pattern(f"{asks}{tells[1:]}" if tells.startswith("=") else tells))
        for name, asks, tells in (row.split("\t") for row in rows)
    )


def plain(text: str) -> str:
    """``text`` as the patterns expect it: folded, in lower case, with straight apostrophes."""
    return fold(text.lower().replace("’", "'").replace("‑", "-"))


@lru_cache(maxsize=1024)
def asked_for(question: str) -> tuple[Attribute, ...]:
    """What a question asks for, as far as it is listed.

    >>> [attribute.name for attribute in asked_for("Quel est le salaire d'un tonnelier ?")]
    ['salary']
    """
    text = plain(question)
    return tuple(attribute for attribute in attributes() if attribute.asks.search(text))
