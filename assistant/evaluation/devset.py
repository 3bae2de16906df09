"""Questions as people type them, alone or in a conversation, with a gold that a program can check.

``natural.jsonl``, an object a line: ``id``, ``lang`` (of the last turn), ``role`` and ``type`` (who asks, and what sort
of question), ``turns`` (the questions in order; the answer to the last one is scored), ``documents`` (any of which
answers it), ``must`` (key facts, each a list of strings of which the answer needs one), ``must_not`` (strings that
spoil it), ``refuse`` (the documents do not answer, or the question has a false premise; ``must`` is then empty),
``corrects`` (strings that show a correction), ``note`` (the gold in a line).

``wrappings.jsonl``: ``id``, ``lang``, ``canonical`` (a question), ``wrapped`` (the same in other wordings), ``must``,
``documents``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.evaluation.datasets import rows, strings
from assistant.evaluation.halves import half_of, of_half, subject

NATURAL_FILE, WRAPPINGS_FILE = "natural.jsonl", "wrappings.jsonl"

STYLES = ("greeting", "story", "texting", "polite", "other language")
"""What the wordings of a wrapping are, in their order."""


@dataclass(frozen=True, slots=True)
class Item:
    """Turns of one conversation, with the gold for the answer to the last one."""

    id: str
    turns: tuple[str, ...]
    documents: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    refuse: bool = False
    corrects: tuple[str, ...] = ()
    language: str = ""
    role: str = ""
    type: str = ""
    note: str = ""

    @property
    def half(self) -> int:
        return half_of(subject(self.documents, self.id))


@dataclass(frozen=True, slots=True)
class Wrapping:
    """One question in several wordings, the canonical one first; the ids of its items end in ``.0``, ``.1`` …"""

    id: str
    wordings: tuple[Item, ...]

    @property
    def half(self) -> int:
        return half_of(subject(self.wordings[0].documents, self.id))


@dataclass(frozen=True, slots=True)
class Devset:
    """A development set; either part may be empty."""

    name: str
    items: tuple[Item, ...]
    wrappings: tuple[Wrapping, ...]


def load_devset(path: Path, wrappings: Path | None = None, half: int | None = None, limit: int | None = None) -> Devset:
    """Read a file of natural questions, or a folder with one and, where it has them, wrappings.

    Args:
        wrappings: the file of wrappings, if it is not in that folder.
        half: only this half.
        limit: only the first so many items, and so many wrappings.

    Raises:
        DatasetError: a file is missing, a line is malformed, or there is no question.
    """
    natural = path / NATURAL_FILE if path.is_dir() else path
    beside = path / WRAPPINGS_FILE if path.is_dir() else None
    if wrappings is None and beside is not None and beside.is_file():
        wrappings = beside
    items = [_item(natural, row) for row in rows(natural, "id", "turns")]
    wrapped = [_wrapping(wrappings, row) for row in rows(wrappings, "id", "canonical", "wrapped")] if wrappings else []
    if not items and not wrapped:
        raise DatasetError(f"{natural}: the set holds no question.")
    name = path.resolve().name if path.is_dir() else path.stem
    return Devset(
        name,
        tuple(of_half(items, half)[:limit]),
        tuple(of_half(wrapped, half)[:limit]),
    )


def _item(path: Path, row: dict[str, Any]) -> Item:
    item = Item(
        str(row["id"]), strings(row, "turns"), strings(row, "documents"), _groups(row.get("must")),
        strings(row, "must_not"), bool(row.get("refuse")), strings(row, "corrects"), str(row.get("lang", "")),
        str(row.get("role", "")), str(row.get("type", "")), str(row.get("note", "")),
    )  # fmt: skip
    if not item.turns or not (item.refuse or item.must):
        raise DatasetError(f'{path}: {item.id} needs "turns", and either "must" or "refuse".')
    return item


def _wrapping(path: Path, row: dict[str, Any]) -> Wrapping:
    id_, must, documents = str(row["id"]), _groups(row.get("must")), strings(row, "documents")
    wordings = (str(row["canonical"]), *strings(row, "wrapped"))
    if len(wordings) < 2 or not must:
        raise DatasetError(f'{path}: {id_} needs "must" and at least one string in "wrapped".')
    language = str(row.get("lang", ""))
    return Wrapping(
        id_,
        tuple(
            Item(f"{id_}.{number}", (wording,), documents, must, language=language)
            for number, wording in enumerate(wordings)
        ),
    )


def _groups(value: object) -> tuple[tuple[str, ...], ...]:
    groups: Sequence[object] = value if isinstance(value, list) else ()
    found = (tuple(str(each) for each in group) for group in groups if isinstance(group, list))
    return tuple(group for group in found if group)
