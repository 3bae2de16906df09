"""The catalogue of the newest state of the index, kept until that state changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError
from assistant.index.manifest import Manifest
from assistant.index.registry import StoredDocument
from assistant.index.snapshot import Snapshot
from assistant.index.vectors import collection_language
from assistant.professions.catalogue import Catalogue, Profession, make_catalogue
from assistant.professions.finding import by_spelling
from assistant.professions.nearness import Neighbour, neighbours
from assistant.professions.searching import Found, by_meaning, by_words, combined
from assistant.professions.sheet import opening
from assistant.retrieval import understand
from assistant.retrieval.centring import centred, question_mean
from assistant.retrieval.means import language_means
from assistant.service import Assistant

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class _Shelf:
    """What is kept of one generation: ``passages`` are unit vectors without their language, (n, d) a profession."""

    manifest: Manifest
    catalogue: Catalogue
    passages: Mapping[str, Vectors]

    @cached_property
    def vectors(self) -> Mapping[str, Vectors]:
        return {id_: _unit(vectors.mean(axis=0)) for id_, vectors in self.passages.items()}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        return {document.id: p.id for p in self.catalogue.professions for document in p.documents}


@dataclass(frozen=True, slots=True)
class Opening:
    """How a description begins, and its language."""

    text: str
    language: str


@dataclass
class Professions:
    """Professions of one assistant. Thread-safe; raises as :meth:`Assistant.snapshot` does."""

    assistant: Assistant
    _shelf: _Shelf | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def catalogue(self) -> Catalogue:
        """All professions and clusters."""
        return self._current().catalogue

    def vectors(self) -> Mapping[str, Vectors]:
        """A unit vector for each profession, by id, in which its language does not show."""
        return self._current().vectors

    def near(self, profession: Profession, most: int = 4) -> list[Neighbour]:
        """The professions nearest to one."""
        shelf = self._current()
        return neighbours(profession, shelf.catalogue.professions, shelf.vectors, most)

    def texts(self, profession: Profession, language: str) -> list[StoredDocument]:
        """The descriptions with their texts: the fullest in ``language`` first, then the fullest in another one."""
        ids = dict.fromkeys([profession.document(language).id, profession.documents[0].id])
        with self.assistant.snapshot() as snapshot:
            return [stored for id_ in ids if (stored := snapshot.document(id_)) is not None]

    def openings(self, professions: Sequence[Profession], language: str) -> Mapping[str, Opening]:
        """How the description of each begins, by id: in ``language`` where there is one."""
        found: dict[str, Opening] = {}
        with self.assistant.snapshot() as snapshot:
            for profession in professions:
                info = profession.document(language)
                document = snapshot.document(info.id)
                if document is not None and (text := opening(document)):
                    found[profession.id] = Opening(text, info.metadata.language)
        return found

    def search(self, text: str) -> list[Found]:
        """Professions that ``text`` names or describes, best first; by spelling and words while the model loads."""
        shelf = self._current()
        professions = shelf.catalogue.professions
        if not text.strip():
            return [Found(p, 1.0, "name") for p in professions]
        language = understand(text).language
        spelled = {profession.id: score for profession, score in by_spelling(text, professions)}
        with self.assistant.snapshot() as snapshot:
            worded = by_words(text, language, snapshot.lexical, shelf.owners)
        query = self._query_vector(text, language)
        return combined(professions, spelled, worded, None if query is None else by_meaning(query, shelf.passages))

    def _query_vector(self, text: str, language: str) -> Vectors | None:
        embedder = self.assistant.embedder
        if not embedder.loaded:
            return None
        try:
            means = language_means(embedder, self.assistant.settings.cache_dir)
            return centred(embedder.encode_queries([text])[0], question_mean(means, language))
        except AssistantError:  # the page still finds by spelling and words
            return None

    def _current(self) -> _Shelf:
        with self.assistant.snapshot() as snapshot, self._lock:
            if self._shelf is None or self._shelf.manifest != snapshot.manifest:
                catalogue = make_catalogue(snapshot.documents.values(), snapshot.chunk_counts())
                self._shelf = _Shelf(snapshot.manifest, catalogue, _passages(snapshot, catalogue.professions))
            return self._shelf


def _passages(snapshot: Snapshot, professions: Sequence[Profession]) -> dict[str, Vectors]:
    """The vectors of each profession's passages, each minus the mean of its language."""
    chunks = {d.id: [c.id for c in snapshot.document_chunks(d.id)] for p in professions for d in p.documents}
    raw = snapshot.vectors([chunk for of_document in chunks.values() for chunk in of_document])
    found: dict[str, Vectors] = {}
    for profession in professions:
        moved = []
        for document in profession.documents:
            own = [raw[chunk] for chunk in chunks[document.id] if chunk in raw]
            if own:
                mean = snapshot.means[collection_language(document.metadata.language)]
                moved.append(centred(np.stack(own), mean))
        if moved:
            found[profession.id] = np.concatenate(moved)
    return found


def _unit(vector: Vectors) -> Vectors:
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
