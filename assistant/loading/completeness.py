"""Nothing lost in silence: what a file shows, taken by a second, simpler way, against what its reader kept.

A reader gives the visible text of each place of its file (a page, the footnotes, a sheet) as the raw format has it;
what is not found again among the words that it kept is told as a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from assistant.loading.cleaning import clean, without_hints
from assistant.loading.parts import Outline, Parsed

# Less than this share of the visible characters kept, in all or of one place that is more than a few words, is told.
_ENOUGH = 0.97
_ENOUGH_OF_A_PLACE, _A_PLACE = 0.5, 30
_MOST_PLACES, _MOST_WORDS = 5, 8

_WORD = re.compile(r"\w+")


def warn_of_missing(
    documents: Iterable[Parsed], outline: Outline, visible: Iterable[tuple[str, str]], also: Iterable[str] = ()
) -> None:
    """Warn when words of the file are in none of the documents that its reader made of it.

    Args:
        documents: all of them.
        outline: takes the warning.
        visible: pairs of a place, in words for a person, and the text that one sees there.
        also: what is kept elsewhere, such as attachments that are documents of their own.
    """
    places: dict[str, str] = {}
    for place, text in visible:
        places[place] = f"{places[place]}\n{text}" if place in places else text
    kept = _Kept((*_texts(documents), *also))
    lost = {place: kept.lost(text) for place, text in places.items()}
    sizes = {place: sum(map(len, _words(text))) for place, text in places.items()}
    gone = {place: sum(map(len, words)) for place, words in lost.items()}
    whole = sum(sizes.values())
    share = 1 - sum(gone.values()) / whole if whole else 1.0
    worst = [
        place for place, size in sizes.items() if size >= _A_PLACE and gone[place] > size * (1 - _ENOUGH_OF_A_PLACE)
    ]
    if share < _ENOUGH:
        worst = sorted((place for place in gone if gone[place]), key=lambda place: -gone[place])
    if worst:
        where = "; ".join(f"{place} ({_quoted(lost[place])})" for place in worst[:_MOST_PLACES])
        outline.warn("missing", share=int(share * 100), where=where)


def warn_of_replaced(outline: Outline, text: str) -> None:
    """Warn of bytes that are no text in the encoding of their file, for which U+FFFD stands."""
    if count := text.count("\ufffd"):
        outline.warn("repaired-bytes", count=count)


class _Kept:
    """The words that were kept, each as often as it was; a word of the file is found once for each."""

    def __init__(self, texts: Iterable[str]) -> None:
        text = "\n".join(texts)
        self._words = Counter(_words(text))
        self._joined = "".join(_words(text))

    def lost(self, text: str) -> list[str]:
        lost = []
        for word in _words(text):
            if self._words[word] > 0:
                self._words[word] -= 1
            elif word not in self._joined or word in self._words:
                lost.append(word)
        return lost


def with_warnings(documents: Sequence[Parsed], outline: Outline) -> Iterator[Parsed]:
    """The documents, the first with the warnings that ``outline`` holds, which are about the whole file."""
    first, *others = documents or [Parsed(())]
    yield replace(first, warnings=tuple(outline.warnings))
    yield from others


def _texts(documents: Iterable[Parsed]) -> Iterator[str]:
    for document in documents:
        yield document.title
        seen: tuple[str, ...] = ()
        for part in document.parts:
            if part.heading != seen:
                yield from part.heading
                seen = part.heading
            yield part.text


def _words(text: str) -> list[str]:
    return _WORD.findall(normalize("NFKC", without_hints(clean(text))).casefold())


def _quoted(words: list[str]) -> str:
    return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
