"""Finding a profession by its name, whatever the spelling. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.loading.fields import plain
from assistant.professions.catalogue import Profession

LEAST_LIKENESS = 72.0
"""Of 100: one letter wrong in a word of five still counts, two do not."""
_OTHER_NAMES = 0.9
"""What the job is called counts before where it is found."""
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"}
    | {"avec", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "pour", "sur", "un", "une"}
)


def by_spelling(text: str, professions: Sequence[Profession]) -> list[tuple[Profession, float]]:
    """Professions whose titles, codes, clusters or regions look like ``text``, best first, with likeness in (0, 1].

    A code is found by its beginning only: one letter further is another job.
    """
    wanted = _words(plain(text))
    if not wanted:
        return [(profession, 1.0) for profession in professions]
    scored = [(profession, _likeness(wanted, profession)) for profession in professions]
    kept = [(profession, score / 100) for profession, score in scored if score >= LEAST_LIKENESS]
    return sorted(kept, key=lambda item: -item[1])


def _likeness(wanted: Sequence[str], profession: Profession) -> float:
    if len(wanted) == 1 and any(plain(code).startswith(wanted[0]) for code in profession.rome):
        return 100.0 if len(wanted[0]) > 2 else 0.0
    titles = max(_like(wanted, plain(title)) for title in profession.titles.values())
    names = (*profession.clusters, *profession.regions)
    others = max((_like(wanted, plain(name)) for name in names), default=0.0)
    return max(titles, others * _OTHER_NAMES)


def _like(wanted: Sequence[str], name: str) -> float:
    """How well every word of ``wanted`` is found in ``name``, from 0 to 100; a word may be a beginning."""
    parts = _words(name)
    if not parts:
        return 0.0
    return sum(max(_word(word, part) for part in parts) for word in wanted) / len(wanted)


def _words(text: str) -> list[str]:
    """Words that mean something; all of them where none does."""
    words = "".join(char if char.isalnum() or char == "+" else " " for char in text).split()
    return [word for word in words if word not in _SMALL_WORDS] or words


def _word(word: str, part: str) -> float:
    if part.startswith(word):
        return 100.0
    cut = part[: len(word) + 1]
    return max(fuzz.ratio(word, part), fuzz.ratio(word, cut) if len(word) >= 4 else 0.0)
