"""Follow-up questions: is the right document cited when a question leans on the conversation before it?

A set is a file ``dialogues.jsonl``: a line for each dialogue with ``id``, ``language``, ``kind`` (what makes the last
question lean: a pronoun, an ellipsis …, or ``topic change`` where it must stand alone), ``before`` (earlier
questions), ``question`` (the last one) and ``documents`` (paths, any of which answers it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DatasetError
from assistant.evaluation.asking import converse
from assistant.evaluation.datasets import rows, strings
from assistant.evaluation.halves import half_of, of_half, parts, subject
from assistant.service import Assistant

DIALOGUES_FILE = "dialogues.jsonl"
TOPIC_CHANGE = "topic change"


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Earlier questions, the one that is measured, and the documents of which one must be cited."""

    id: str
    language: str
    kind: str
    before: tuple[str, ...]
    question: str
    documents: tuple[str, ...]

    @property
    def half(self) -> int:
        return half_of(subject(self.documents, self.id))


@dataclass(frozen=True, slots=True)
class Measured:
    """A dialogue and how it ended: ``cited`` a right document at all, ``first`` as the first citation."""

    dialogue: Dialogue
    understood_as: str
    cited: bool
    first: bool

    @property
    def half(self) -> int:
        return self.dialogue.half


def load_dialogues(folder: Path) -> tuple[Dialogue, ...]:
    """The dialogues of a corpus folder.

    Raises:
        DatasetError: there is no such file, a line is malformed, or it names no document.
    """
    path = folder / DIALOGUES_FILE
    found = []
    for row in rows(path, "id", "question", "before", "documents"):
        before, documents = strings(row, "before"), strings(row, "documents")
        if not before or not documents:
            raise DatasetError(f"{path}: {row['id']} needs an earlier question and a document.")
        language, kind = str(row.get("language", "")), str(row.get("kind", ""))
        found.append(Dialogue(str(row["id"]), language, kind, before, str(row["question"]), documents))
    return tuple(found)


def measure_dialogues(assistant: Assistant, dialogues: Sequence[Dialogue]) -> list[Measured]:
    """Hold every dialogue from its first question on. Raises as :meth:`Assistant.ask` does."""
    found = []
    for dialogue in dialogues:
        answer = converse(assistant, (*dialogue.before, dialogue.question)).answer
        right = [citation.document.path in dialogue.documents for citation in answer.citations]
        found.append(Measured(dialogue, answer.understood_as, any(right), right[:1] == [True]))
    return found


def summaries(measured: Sequence[Measured], half: int | None = None) -> dict[str, object]:
    """The summary of each half and of both together, or of one ``half``, by name."""
    return {name: summary(of_half(measured, which)) for name, which in parts(half).items()}


def summary(measured: Sequence[Measured]) -> dict[str, object]:
    """Shares in [0, 1] over all dialogues, by language and by kind, and every dialogue that went wrong."""
    changed = [m for m in measured if m.dialogue.kind == TOPIC_CHANGE]
    return {
        "dialogues": len(measured),
        "right document cited": _share(measured),
        "right document cited first": round(sum(m.first for m in measured) / max(1, len(measured)), 4),
        "by language": _by(measured, {m: m.dialogue.language for m in measured}),
        "by kind": _by(measured, {m: m.dialogue.kind for m in measured}),
        "topic changes left alone": round(sum(not m.understood_as for m in changed) / len(changed), 4)
        if changed
        else None,
        "wrong": [
            {"id": m.dialogue.id, "question": m.dialogue.question, "understood_as": m.understood_as}
            for m in measured
            if not m.cited
        ],
    }


def _by(measured: Sequence[Measured], groups: Mapping[Measured, str]) -> dict[str, float]:
    names = sorted(set(groups.values()))
    return {name: _share([m for m in measured if groups[m] == name]) for name in names}


def _share(measured: Sequence[Measured]) -> float:
    return round(sum(m.cited for m in measured) / max(1, len(measured)), 4)
