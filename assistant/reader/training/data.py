"""The training data: passages, questions with the sentences that answer them, and claims.

A folder with three files of JSON lines (``.jsonl``, or ``.jsonl.xz`` packed):

``passages``: ``{"set", "document", "heading", "text", "sentences": [[start, end], …]}``; a passage is called by its
line number. ``questions``: ``{"set", "language", "question", "answers": [{"passage", "sentences": [index, …]}, …],
"not_in": [passage, …], "strings": […]}``; a near miss has no answers, ``not_in`` are passages about its subject that do
not answer, ``strings`` are the words of the answer where they are known. ``claims``: ``{"passage", "language",
"claim", "supported"}`` and, where it is wrong, ``"wrong"``: in which way.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import DatasetError
from assistant.reader.reading import Passage

HELD_OUT = 10
"""One document in so many is kept out of training, for development; which ones, only their names decide."""


@dataclass(frozen=True, slots=True)
class Source:
    """A passage with the set and the document that it is from."""

    set: str
    document: str
    passage: Passage

    @property
    def held_out(self) -> bool:
        """Whether it is kept for development."""
        return int(hashlib.md5(self.document.encode(), usedforsecurity=False).hexdigest(), 16) % HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class Question:
    """``answers``: passage and the sentences of it that answer; ``not_in``: passages that are near and do not."""

    set: str
    language: str
    text: str
    answers: tuple[tuple[int, tuple[int, ...]], ...]
    not_in: tuple[int, ...]
    strings: tuple[str, ...]

    @property
    def about(self) -> int:
        """A passage that it was asked about."""
        return self.answers[0][0] if self.answers else self.not_in[0]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence about a passage; ``wrong`` says how it departs from it, empty where it does not."""

    passage: int
    language: str
    text: str
    supported: bool
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that is trained on and developed with."""

    passages: tuple[Source, ...]
    questions: tuple[Question, ...]
    claims: tuple[Claim, ...]

    def held_out(self, item: Question | Claim) -> bool:
        """Whether a question or a claim is about a document that is kept for development."""
        return self.passages[item.about if isinstance(item, Question) else item.passage].held_out


def load_data(folder: Path) -> Data:
    """Read the three files.

    Raises:
        DatasetError: one is missing or not as described above.
    """
    try:
        return Data(
            tuple(_source(row) for row in _rows(folder, "passages")),
            tuple(_question(row) for row in _rows(folder, "questions")),
            tuple(_claim(row) for row in _rows(folder, "claims")),
        )
    except (KeyError, TypeError, ValueError, lzma.LZMAError) as error:
        raise DatasetError(
            f"The training data in {folder} is not as expected ({type(error).__name__}: {error})."
        ) from None


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    for path in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.xz"):
        if path.is_file():
            with (
                lzma.open(path, "rt", encoding="utf-8")
                if path.suffix == ".xz"
                else path.open(encoding="utf-8") as lines
            ):
                yield from map(json.loads, lines)
            return
    raise DatasetError(f"There is no {name}.jsonl or {name}.jsonl.xz in {folder}.")


def _source(row: dict[str, Any]) -> Source:
    spans = tuple((start, end) for start, end in row["sentences"])
    return Source(row["set"], row["document"], Passage(row["heading"], row["text"], spans))


def _question(row: dict[str, Any]) -> Question:
    answers = tuple((answer["passage"], tuple(answer["sentences"])) for answer in row["answers"])
    return Question(
        row["set"], row["language"], row["question"], answers, tuple(row["not_in"]), tuple(row.get("strings", ()))
    )


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(row["passage"], row["language"], row["claim"], row["supported"], row.get("wrong", ""))
