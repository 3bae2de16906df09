"""Do the first candidates of a search hold what answers? What they do not hold, no reader can find.

A candidate holds a key fact where its text does. Where a set names gold passages and no facts, these are looked for.
Questions that lean on a conversation are left out: what they look up is another matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from assistant.documents import Evidence
from assistant.evaluation.datasets import Dataset
from assistant.evaluation.devset import STYLES, Devset, Item
from assistant.evaluation.halves import WHOLE, of_half, parts
from assistant.evaluation.indexing import document_name
from assistant.evaluation.scoring import comparable, holds_any
from assistant.retrieval import Retriever, understand
from assistant.service import Assistant

DEPTHS = (6, 12, 24, 50)
"""Numbers of candidates that are looked at."""

READ = 24
"""Candidates that are read at the most: what lies beyond counts as missed."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question, the documents that answer it and its key facts, each a list of strings of which one is enough.

    ``kind`` is the sort of question, by which misses are counted.
    """

    id: str
    text: str
    kind: str
    half: int
    documents: frozenset[str]
    facts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """How many candidates it takes, from the first, until a gold document is among them, and until each fact is; None
    where even the last depth does not do."""

    sought: Sought
    document: int | None
    facts: tuple[int | None, ...]

    @property
    def half(self) -> int:
        return self.sought.half

    @property
    def needed(self) -> int | None:
        """Candidates until everything is there."""
        if not self.facts:
            return self.document
        return None if None in self.facts else max(depth for depth in self.facts if depth is not None)

    @property
    def miss(self) -> str:
        """What is missing among the candidates that are read; empty where nothing is."""
        if _within(self.needed, READ):
            return ""
        if not _within(self.document, READ):
            return "document not found"
        return "document found, not where it answers"


def sought_in_dataset(dataset: Dataset) -> list[Sought]:
    """The answerable questions of a set; of own questions the facts are looked for, of others the gold passages."""
    own = dataset.passages is None
    return [
        Sought(
            id=each.id,
            text=each.text,
            kind="across languages" if each.cross_language else "same language" if own else "",
            half=each.half,
            documents=frozenset(each.relevant),
            facts=tuple((answer,) for answer in each.answers) if own else (),
        )
        for each in dataset.answerable
    ]


def sought_in_devset(devset: Devset) -> list[Sought]:
    """The answerable questions of one turn."""
    return [_sought(item, item.type) for item in devset.items if len(item.turns) == 1 and not item.refuse]


def sought_in_wrappings(devset: Devset) -> list[Sought]:
    """Every wording of every wrapped question, but for the canonical ones."""
    return [
        _sought(item, style, wrapping.half)
        for wrapping in devset.wrappings
        for item, style in zip(wrapping.wordings[1:], STYLES, strict=False)
    ]


def _sought(item: Item, kind: str, half: int | None = None) -> Sought:
    return Sought(
        item.id, item.turns[0], kind, item.half if half is None else half, frozenset(item.documents), item.must
    )


Find = Callable[[str], Sequence[Evidence]]
"""From a question to candidates, best first."""


@contextmanager
def candidates_of(assistant: Assistant) -> Iterator[Find]:
    """What retrieval proposes, before anything is read or left out. Raises as :meth:`Assistant.search` does."""
    with (
        assistant.snapshot() as snapshot,
        closing(Retriever(snapshot, assistant.embedder, assistant.settings)) as retriever,
    ):
        yield lambda question: retriever.retrieve(understand(question), max(DEPTHS))


def measure_recall(find: Find, sought: Sequence[Sought], name: Callable[[str], str] = lambda path: path) -> list[Found]:
    """Look for all that is ``sought``.

    Args:
        name: what the set calls the document at a path of the index.
    """
    return [locate(each, find(each.text), name) for each in sought]


def locate(sought: Sought, candidates: Sequence[Evidence], name: Callable[[str], str] = lambda path: path) -> Found:
    """Where among the candidates, best first, the gold stands."""
    gold = [name(each.document.path) in sought.documents for each in candidates]
    texts = [comparable(each.chunk.text) for each in candidates]
    return Found(
        sought, _first(gold), tuple(_first([holds_any(text, strings) for text in texts]) for strings in sought.facts)
    )


def summarise(found: Sequence[Found], half: int | None = None, misses: bool = False) -> dict[str, object]:
    """Shares in [0, 1] for each half and for both together, or for one ``half``, by name; empty ones are left out."""
    split = {name: of_half(found, which) for name, which in parts(half).items()}
    return {name: _summary(group, misses and name != WHOLE) for name, group in split.items() if group}


def _summary(found: Sequence[Found], misses: bool) -> dict[str, object]:
    missed = [each for each in found if each.miss]
    listed = [
        {
            "id": each.sought.id,
            "question": each.sought.text,
            "kind": each.sought.kind,
            "missed": each.miss,
            "candidates until a gold document": each.document,
            "facts not read": [
                strings[0] for strings, at in zip(each.sought.facts, each.facts, strict=True) if not _within(at, READ)
            ],
        }
        for each in sorted(missed, key=lambda each: (each.miss, each.sought.kind, each.sought.id))
    ]
    return {
        "questions": len(found),
        "everything within": {depth: _share([each.needed for each in found], depth) for depth in DEPTHS},
        "a gold document within": {depth: _share([each.document for each in found], depth) for depth in DEPTHS},
        f"missed among {READ}": dict(Counter(each.miss for each in missed)),
        "missed by kind": dict(Counter(each.sought.kind for each in missed if each.sought.kind)),
        **({"misses": listed} if misses else {}),
    }


def dataset_namer(dataset: Dataset) -> Callable[[str], str]:
    """What the set calls the document at a path."""
    return lambda path: document_name(path, dataset)


def _first(hits: Sequence[bool]) -> int | None:
    return hits.index(True) + 1 if True in hits else None


def _within(needed: int | None, depth: int) -> bool:
    return needed is not None and needed <= depth


def _share(needed: Sequence[int | None], depth: int) -> float:
    return round(sum(_within(each, depth) for each in needed) / len(needed), 4)
