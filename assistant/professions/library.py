"""The catalogue of the newest state of the index, kept until that state changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.documents import Filters
from assistant.errors import AssistantError
from assistant.index.registry import StoredDocument
from assistant.index.snapshot import Snapshot
from assistant.professions.catalogue import Catalogue, Profession, make_catalogue
from assistant.professions.finding import by_spelling
from assistant.professions.nearness import neighbours
from assistant.service import Assistant

MEANING_HITS = 24
"""Passages that a search by meaning looks at: some for each of the handful of professions that are shown first."""
LEAST_MEANING = 0.35
"""Fused score under which a passage says nothing about a profession."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    generation: int
    catalogue: Catalogue
    vectors: Mapping[str, NDArray[np.float32]]


@dataclass
class Professions:
    """Professions of one assistant. Thread-safe; raises as :meth:`Assistant.snapshot` does."""

    assistant: Assistant
    _shelf: _Shelf | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def catalogue(self) -> Catalogue:
        """All professions and clusters."""
        return self._current().catalogue

    def vectors(self) -> Mapping[str, NDArray[np.float32]]:
        """A unit vector for each profession, by id, in which its language does not show."""
        return self._current().vectors

    def near(self, profession: Profession, most: int = 4) -> list[Profession]:
        """The professions nearest to one."""
        shelf = self._current()
        return neighbours(profession, shelf.catalogue.professions, shelf.vectors, most)

    def text(self, profession: Profession, language: str) -> StoredDocument | None:
        """The fullest description in ``language``, else in any, with its text."""
        with self.assistant.snapshot() as snapshot:
            return snapshot.document(profession.document(language).id)

    def search(self, text: str) -> list[Profession]:
        """Professions that ``text`` names or describes, best first; by spelling alone while the model is loading."""
        catalogue = self.catalogue()
        scores = {profession.id: score for profession, score in by_spelling(text, catalogue.professions)}
        if text.strip() and self.assistant.embedder.loaded:
            for id_, score in self._by_meaning(text, catalogue).items():
                scores[id_] = max(scores.get(id_, 0.0), score)
        return sorted((p for p in catalogue.professions if p.id in scores), key=lambda p: -scores[p.id])

    def _by_meaning(self, text: str, catalogue: Catalogue) -> dict[str, float]:
        owner = {d.id: p.id for p in catalogue.professions for d in p.documents}
        try:
            found = self.assistant.search(text, Filters(kind=("job",)), MEANING_HITS)
        except AssistantError:
            return {}
        scores: dict[str, float] = {}
        for evidence in found.evidence:
            if evidence.score >= LEAST_MEANING and evidence.document.id in owner:
                scores.setdefault(owner[evidence.document.id], evidence.score)
        return scores

    def _current(self) -> _Shelf:
        with self.assistant.snapshot() as snapshot, self._lock:
            if self._shelf is None or self._shelf.generation != snapshot.generation:
                catalogue = make_catalogue(snapshot.documents.values(), snapshot.chunk_counts())
                self._shelf = _Shelf(snapshot.generation, catalogue, _vectors(snapshot, catalogue.professions))
            return self._shelf


def _vectors(snapshot: Snapshot, professions: Sequence[Profession]) -> dict[str, NDArray[np.float32]]:
    """The mean of the passages of each profession, each minus the mean of its language."""
    found: dict[str, NDArray[np.float32]] = {}
    for profession in professions:
        moved = []
        for document in profession.documents:
            chunks = snapshot.document_chunks(document.id)
            mean = snapshot.means.get(document.metadata.language)
            raw = snapshot.vectors([chunk.id for chunk in chunks])
            moved += [vector - mean if mean is not None else vector for vector in raw.values()]
        if moved:
            total = np.stack(moved).mean(axis=0)
            found[profession.id] = (total / max(float(np.linalg.norm(total)), 1e-12)).astype(np.float32)
    return found
