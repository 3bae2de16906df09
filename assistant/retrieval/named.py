"""Which documents a question names: by their titles, and by the names of clusters and jobs in either language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.documents import DocumentInfo
from assistant.index.analysis import fold, terms
from assistant.index.lexical import names
from assistant.index.stopwords import STOP_WORDS
from assistant.retrieval.subject import titled

_SHORTEST = 3  # letters of a name
_TOPIC = 12  # documents of one name; what more are called by is a topic
_GENERIC = 2  # names that one word may begin and still be a name: "technician" begins many and names nobody
_LONGEST = 8  # words of a name; what is longer is a sentence
_BEFORE = re.compile(r"\s*(?:[:(]|\s[–—]\s)")  # a title goes on with an explanation after these
_OR = re.compile(r"\s+/\s+")


@dataclass(frozen=True, slots=True)
class Naming:
    """What a question names: for each name, the documents called so; and the terms that make up the names.

    ``others`` are the terms of the question outside the names, in order; all are as :func:`name_terms` gives them.
    """

    documents: tuple[frozenset[str], ...]
    terms: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]


class Catalogue:
    """The names of clusters and jobs, each with its documents: reports and job sheets, not any text with a title.

    Case, accents, endings, gender and articles do not count.
    """

    def __init__(self, documents: Iterable[DocumentInfo]) -> None:
        named: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for document in documents:
            for name in _called(document) if document.metadata.kind else ():
                found = name_terms(name)
                if 0 < len(found) <= _LONGEST and len("".join(found)) >= _SHORTEST:
                    named[found].add(document.id)
        by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for found, called in named.items():
            if len(called) <= _TOPIC:
                by_first[found[0]].append(found)
        for first, group in by_first.items():
            if len(group) > _GENERIC and (first,) in group:
                group.remove((first,))
        self._documents: Mapping[tuple[str, ...], frozenset[str]] = {k: frozenset(v) for k, v in named.items()}
        self._by_first = {first: sorted(group, key=len, reverse=True) for first, group in by_first.items()}

    def named_in(self, question: str) -> Naming:
        """The names in a question; the longest where several overlap."""
        asked = name_terms(question)
        found: dict[tuple[str, ...], frozenset[str]] = {}
        others: list[str] = []
        at = 0
        while at < len(asked):
            for name in self._by_first.get(asked[at], ()):
                if asked[at : at + len(name)] == name:
                    found[name] = self._documents[name]
                    at += len(name)
                    break
            else:
                others.append(asked[at])
                at += 1
        return Naming(tuple(found.values()), tuple(found), tuple(others))


def name_terms(text: str) -> tuple[str, ...]:
    """The terms of a name or question in either language, accents or not: French stems, no stop words."""
    return tuple(term for term in terms(fold(text.lower()), "fr") if term not in STOP_WORDS["en"])


def _called(document: DocumentInfo) -> Iterable[str]:
    known = document.metadata
    alone = len(known.cluster) == 1 and known.kind == "report"
    called = [known.title, *(name for name in names(document) if alone or name not in known.cluster)]
    for name in called:
        short = _BEFORE.split(titled(name), maxsplit=1)[0]
        yield from (short, *_OR.split(short))
