"""The names that the catalogue knows: clusters, jobs, regions and sectors, and where a text mentions them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.answering.names import fold
from assistant.answering.sectors import REGION_ALIASES, REGIONS, SECTOR_WORDS
from assistant.documents import DocumentInfo, Metadata

EntityKind = Literal["cluster", "job", "region", "sector"]

_SHORTEST = 3
_WORDS = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names something of the catalogue: ``text[start:end]``; ``value`` is its name in the catalogue."""

    kind: EntityKind
    value: str
    start: int
    end: int


class Entities:
    """The names in a catalogue. Case, accents, hyphens and plural endings do not count when they are looked for."""

    def __init__(self, documents: Iterable[DocumentInfo]) -> None:
        documents = tuple(documents)
        self._about: dict[tuple[EntityKind, str], list[DocumentInfo]] = defaultdict(list)
        self._versions: dict[str, list[DocumentInfo]] = defaultdict(list)
        self._names: dict[tuple[str, ...], tuple[EntityKind, str]] = {}
        self._by_first: Mapping[str, list[tuple[str, ...]]]
        for region in REGIONS:
            self._add("region", region, region)
        for alias, region in REGION_ALIASES.items():
            self._add("region", alias, region)
        for document in documents:
            self._file(document)
            metadata = document.metadata
            for region in metadata.region:
                self._add("region", region, region)
            for cluster in metadata.cluster:
                self._add("cluster", cluster, cluster)
            if metadata.sector:
                self._add("sector", metadata.sector, metadata.sector)
            if metadata.kind == "job":
                for title in _titles(metadata):
                    self._add("job", re.sub(r"\s*\(.*\)", "", title), metadata.title)
            elif len(metadata.cluster) == 1:
                for alias in metadata.extra.get("aliases", ()):
                    self._add("cluster", alias, metadata.cluster[0])
        for sector, words in SECTOR_WORDS.items():  # last: the name of a cluster or job goes before a sector's
            for word in (sector, *words):
                self._add("sector", word, sector)
        by_first = defaultdict(list)
        for name in self._names:
            by_first[name[0]].append(name)
        self._by_first = {first: sorted(names, key=len, reverse=True) for first, names in by_first.items()}

    def _file(self, document: DocumentInfo) -> None:
        metadata = document.metadata
        if metadata.kind == "report" and len(metadata.cluster) == 1:
            self._about["cluster", fold(metadata.cluster[0])].append(document)
        elif metadata.kind == "job":
            for title in {fold(title) for title in _titles(metadata)}:
                self._about["job", title].append(document)
        for key in metadata.extra.get("id", ()):
            self._versions[key].append(document)

    def about(self, kind: EntityKind, name: str) -> tuple[DocumentInfo, ...]:
        """The reports on the cluster ``name`` alone, or the descriptions of the job."""
        return tuple(self._about.get((kind, fold(name)), ()))

    def versions(self, document: DocumentInfo) -> tuple[DocumentInfo, ...]:
        """The other documents that say they are the same one (``id`` in the front matter): translations, summaries."""
        found = {d.id: d for key in document.metadata.extra.get("id", ()) for d in self._versions[key]}
        return tuple(d for id_, d in found.items() if id_ != document.id)

    def _add(self, kind: EntityKind, name: str, value: str) -> None:
        words = tuple(word for word, _, _ in _words(name))
        if words and len("".join(words)) >= _SHORTEST:
            self._names.setdefault(words, (kind, value))

    def mentions(self, text: str) -> list[Mention]:
        """The names in ``text``, in order; the longest wins where several overlap."""
        words = _words(text)
        found: list[Mention] = []
        position = 0
        while position < len(words):
            for name in self._by_first.get(words[position][0], ()):
                if tuple(word for word, _, _ in words[position : position + len(name)]) == name:
                    kind, value = self._names[name]
                    found.append(Mention(kind, value, words[position][1], words[position + len(name) - 1][2]))
                    position += len(name) - 1
                    break
            position += 1
        return found


def _titles(metadata: Metadata) -> tuple[str, ...]:
    return metadata.title, *metadata.extra.get("title_fr", ()), *metadata.extra.get("title_en", ())


def _words(text: str) -> list[tuple[str, int, int]]:
    """Folded words with their places; a final ``s`` or ``x`` goes, so that plural and singular are one."""
    found = []
    for match in _WORDS.finditer(text):
        start = match.start()
        word = match.group()
        if elided := re.match(r"(?:[cdjlmnst]|qu)['’]", word, re.IGNORECASE):
            start, word = start + elided.end(), word[elided.end() :]
        folded = fold(word)
        found.append((folded[:-1] if len(folded) > 3 and folded[-1] in "sx" else folded, start, match.end()))
    return found
