"""Evaluation sets: any folder in BEIR layout, or the questions over the project's own corpus.

BEIR layout: ``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``, and in ``metadata``
the strings ``answers``), ``qrels/test.tsv`` (query, passage, grade), and ``unanswerable.jsonl`` (like queries).
Own questions: ``questions.jsonl`` in a corpus folder, whose files are the passages.

Either has two halves by document, see :mod:`assistant.evaluation.halves`: of a BEIR set the passages of one title are
a document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import DatasetError
from assistant.evaluation.halves import half_of, of_half, subject

QUESTIONS_FILE = "questions.jsonl"


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question with what a right answer needs: names of the expected documents and the strings in it.

    ``subject`` is the document that it is about, or its own name where it is about none.
    ``unanswerable`` says why the documents do not tell (``out-of-domain``, …), and is empty where they do.
    """

    id: str
    text: str
    subject: str
    relevant: Mapping[str, int]
    answers: tuple[str, ...] = ()
    unanswerable: str = ""
    language: str = ""
    cross_language: bool = False
    every_answer: bool = False
    """All of ``answers`` are needed rather than any of them."""

    @property
    def half(self) -> int:
        return half_of(self.subject)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Questions over passages. ``passages`` are texts by name; None where ``folder`` itself is the corpus."""

    name: str
    folder: Path
    questions: tuple[Question, ...]
    passages: Mapping[str, tuple[str, str]] | None

    @property
    def answerable(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if not each.unanswerable)

    @property
    def unanswerable(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if each.unanswerable)


def load_dataset(folder: Path, limit: int | None = None, half: int | None = None) -> Dataset:
    """Read the set in ``folder``, or only a ``half`` of it.

    ``limit`` keeps the first so many answerable questions, and so many unanswerable ones.

    Raises:
        DatasetError: the folder is in neither layout, a line is malformed, or there is no question.
    """
    if not (folder / "corpus.jsonl").is_file() and (folder / QUESTIONS_FILE).is_file():
        dataset = Dataset(folder.name, folder, tuple(_own_questions(folder / QUESTIONS_FILE)), None)
    else:
        dataset = _beir(folder)
    dataset = replace(dataset, questions=tuple(of_half(dataset.questions, half)))
    if not dataset.questions:
        raise DatasetError(f"{folder}: the set holds no question.")
    return replace(dataset, questions=(*dataset.answerable[:limit], *dataset.unanswerable[:limit]))


def together(sets: Sequence[Dataset]) -> tuple[Dataset, ...]:
    """The sets as they are over the passages of all of them, whose names then begin with that of their set.

    Raises:
        DatasetError: one of them is a corpus of files, or two have the same name.
    """
    if any(each.passages is None for each in sets) or len({each.name for each in sets}) < len(sets):
        raise DatasetError("Only sets in BEIR layout with different names can share an index.")
    every = {f"{each.name}.{name}": passage for each in sets for name, passage in (each.passages or {}).items()}
    return tuple(
        replace(
            each,
            passages=every,
            questions=tuple(
                replace(question, relevant={f"{each.name}.{name}": grade for name, grade in question.relevant.items()})
                for question in each.questions
            ),
        )
        for each in sets
    )


def _beir(folder: Path) -> Dataset:
    passages = {
        str(row["_id"]): (str(row.get("title", "")), str(row["text"]))
        for row in rows(folder / "corpus.jsonl", "_id", "text")
    }
    if not passages:
        raise DatasetError(f"{folder}: corpus.jsonl holds no passage.")
    relevant = _judgements(folder / "qrels" / "test.tsv")
    questions = [
        _answerable(row, relevant[str(row["_id"])], passages)
        for row in rows(folder / "queries.jsonl", "_id", "text")
        if str(row["_id"]) in relevant
    ]
    if (folder / "unanswerable.jsonl").is_file():
        questions += [
            Question(str(row["_id"]), str(row["text"]), str(row["_id"]), {}, unanswerable="no-passage")
            for row in rows(folder / "unanswerable.jsonl", "_id", "text")
        ]
    return Dataset(folder.name, folder, tuple(questions), passages)


def _answerable(
    row: Mapping[str, object], relevant: Mapping[str, int], passages: Mapping[str, tuple[str, str]]
) -> Question:
    best = max(relevant, key=lambda name: relevant[name])
    title, _ = passages.get(best, ("", ""))
    return Question(str(row["_id"]), str(row["text"]), title or best, relevant, strings(row.get("metadata"), "answers"))


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_read(path).splitlines()[1:], 2):
        fields = line.split("\t")
        if not line.strip():
            continue
        if len(fields) != 3 or not fields[2].strip().lstrip("-").isdigit():
            raise DatasetError(f"{path}, line {number}: expected query, passage and grade, separated by tabs.")
        if int(fields[2]) > 0:
            found.setdefault(fields[0], {})[fields[1]] = int(fields[2])
    return found


def _own_questions(path: Path) -> Iterator[Question]:
    for row in rows(path, "id", "question"):
        documents = strings(row, "documents")
        reason = str(row.get("unanswerable") or "")
        yield Question(
            id=str(row["id"]),
            text=str(row["question"]),
            subject=subject(documents, str(row["id"])),
            relevant={} if reason else dict.fromkeys(documents, 1),
            answers=strings(row, "facts"),
            unanswerable=reason,
            language=str(row.get("language", "")),
            cross_language=bool(row.get("cross_language")),
            every_answer=True,
        )


def rows(path: Path, *required: str) -> Iterator[dict[str, object]]:
    """The objects of a JSON-lines file. Raises :class:`DatasetError` where one lacks a ``required`` field."""
    for number, line in enumerate(_read(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or any(name not in row for name in required):
            names = " and ".join(f'"{name}"' for name in required)
            raise DatasetError(f"{path}, line {number}: not a JSON object with {names}.")
        yield row


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise DatasetError(f"{path.name} is missing in {path.parent}; a set is a folder in BEIR layout.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read ({error}).") from None


def strings(row: object, key: str) -> tuple[str, ...]:
    """The list in a field as strings; empty where there is none."""
    values = row.get(key) if isinstance(row, dict) else None
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
