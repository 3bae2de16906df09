"""Finding a profession by its name, whatever the spelling. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.loading.fields import plain
from assistant.professions.catalogue import Profession

LEAST_LIKENESS = 72.0
"""Of 100: one letter wrong in a word of five still counts, two do not."""


def by_spelling(text: str, professions: Sequence[Profession]) -> list[tuple[Profession, float]]:
    """Professions whose titles, codes, clusters or sector look like ``text``, best first, with likeness in (0, 1]."""
    wanted = plain(text)
    if not wanted:
        return [(profession, 1.0) for profession in professions]
    scored = [(profession, _likeness(wanted, profession)) for profession in professions]
    kept = [(profession, score / 100) for profession, score in scored if score >= LEAST_LIKENESS]
    return sorted(kept, key=lambda item: -item[1])


def _likeness(wanted: str, profession: Profession) -> float:
    titles = max(_like(wanted, plain(title)) for title in profession.titles.values())
    words = (*profession.rome, *profession.clusters, *profession.regions, profession.sector)
    others = max((_like(wanted, plain(word)) for word in words if word), default=0.0)
    # What the job is called counts before where it is found.
    return max(titles, others * 0.9)


def _like(wanted: str, name: str) -> float:
    """How well every word of ``wanted`` is found in ``name``, from 0 to 100; a word may be a beginning."""
    parts = name.replace("/", " ").replace("(", " ").replace(")", " ").split()
    if not parts:
        return 0.0
    return sum(max(_word(word, part) for part in parts) for word in wanted.split()) / len(wanted.split())


def _word(word: str, part: str) -> float:
    if part.startswith(word):
        return 100.0
    cut = part[: len(word) + 1]
    return max(fuzz.ratio(word, part), fuzz.ratio(word, cut) if len(word) >= 4 else 0.0)
