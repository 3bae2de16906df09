"""Removed files: kept outside the corpus until an admin throws them away for good."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import UsageError


@dataclass(frozen=True, slots=True)
class Removed:
    """A file in the trash. ``path`` is where it was in the corpus, ``removed`` seconds of the Unix epoch."""

    id: str
    path: str
    size: int
    user: str
    removed: float


class Trash:
    """A folder of removed files, each with a note. Nothing leaves it by itself."""

    def __init__(self, folder: Path, corpus: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._corpus = corpus
        self._clock = clock

    def all(self) -> list[Removed]:
        """What is in the trash, newest first."""
        found = [self._read(note) for note in self._folder.glob("*.json")]
        return sorted((each for each in found if each is not None), key=lambda each: -each.removed)

    def remove(self, path: str, user: str) -> Removed:
        """Move a file of the corpus here.

        Raises:
            UsageError: there is no such file in the corpus, or it cannot be moved.
        """
        file = corpus_file(self._corpus, path)
        removed = Removed(secrets.token_hex(8), path, file.lstat().st_size, user, self._clock())
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # The note first: after a crash between the two, a note without a file shows nothing.
            self._note(removed.id).write_text(json.dumps(asdict(removed), ensure_ascii=False), encoding="utf-8")
            shutil.move(file, self._file(removed.id))
        except OSError as error:
            self._note(removed.id).unlink(missing_ok=True)
            raise UsageError(f"{path} cannot be removed: {error.strerror or error}.") from None
        return removed

    def restore(self, id_: str) -> Removed:
        """Put a file back where it was.

        Raises:
            UsageError: it is not in the trash, another file has taken its place, or the disk refuses.
        """
        removed = self._get(id_)
        put_into_corpus(self._file(id_), self._corpus / removed.path, removed.path)
        self._note(id_).unlink(missing_ok=True)
        return removed

    def delete(self, id_: str) -> Removed:
        """Throw a file away for good. Raises UsageError when it is not in the trash."""
        removed = self._get(id_)
        self._file(id_).unlink(missing_ok=True)
        self._note(id_).unlink(missing_ok=True)
        return removed

    def _get(self, id_: str) -> Removed:
        removed = next((each for each in self.all() if each.id == id_), None)
        if removed is None:
            raise UsageError("This file is no longer in the trash.")
        return removed

    def _read(self, note: Path) -> Removed | None:
        try:
            removed = Removed(**json.loads(note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        there = removed.id == note.stem and os.path.lexists(self._file(removed.id))
        return removed if there else None

    def _file(self, id_: str) -> Path:
        return self._folder / f"{id_}.data"

    def _note(self, id_: str) -> Path:
        return self._folder / f"{id_}.json"


def corpus_file(corpus: Path, path: str) -> Path:
    """The file at a relative path of the corpus, which a link may be, but nothing outside.

    Raises:
        UsageError: there is none.
    """
    root = corpus.resolve()
    hidden = any(part.startswith(".") or part in ("", "..") for part in path.split("/"))
    file = root / path
    try:
        inside = file.parent.resolve().is_relative_to(root)
        if path and not hidden and not Path(path).is_absolute() and inside and file.is_file():
            return file
    except (OSError, ValueError):
        pass
    raise UsageError(f"There is no file {path!r} in the corpus.")


def put_into_corpus(source: Path, target: Path, shown: str) -> None:
    """Move a file to a free place in the corpus; it appears there whole or not at all.

    Raises:
        UsageError: the place is taken, or the disk refuses.
    """
    if os.path.lexists(target):
        raise UsageError(f"{shown} is already there; remove or rename one of the two.")
    # Hidden, so that a sync that runs now does not see the half-copied file.
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, part)
        part.chmod(0o644)
        part.replace(target)
    except OSError as error:
        if part.is_file() and not source.exists():
            shutil.move(part, source)
        raise UsageError(f"{shown} cannot be written: {error.strerror or error}.") from None
