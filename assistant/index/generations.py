"""The folder of an index: which generation is live, staging the next one, publishing it, sweeping old ones."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from assistant.errors import IndexMissingError, IndexUnusableError, IndexWriteError

KEPT_GENERATIONS = 2
"""The live one, and the one before it for readers that have not noticed the change yet."""


def is_index_folder(path: Path) -> bool:
    """Whether a folder is an index: what lies in it is ours, also where somebody has put it among the documents."""
    return (path / "CURRENT").is_file() and (path / "generations").is_dir()


class IndexFolder:
    """Paths and atomic steps of one index folder; knows nothing of what a generation contains."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._generations = path / "generations"
        self._pointer = path / "CURRENT"

    @property
    def embedding_cache(self) -> Path:
        return self.path / "embeddings.sqlite"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    def current(self) -> int | None:
        """The number of the live generation, or None before the first sync.

        Raises:
            IndexUnusableError: the pointer names no generation.
        """
        try:
            text = self._pointer.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnusableError(f"{self._pointer} cannot be read; run `python ingest.py --rebuild`.") from error
        if not text.strip().isdigit():
            raise IndexUnusableError(f"{self._pointer} is damaged; run `python ingest.py --rebuild`.")
        return int(text)

    def stamp(self) -> tuple[int, int]:
        """The live generation and the moment of its publication in nanoseconds: differs after every sync, also
        when the folder was removed and made anew.

        Raises:
            IndexMissingError: there is none yet.
        """
        number = self.require_current()
        try:
            return number, self._pointer.stat().st_mtime_ns
        except OSError:
            raise IndexMissingError(f"There is no index in {self.path} yet; run `python ingest.py`.") from None

    def generation(self, number: int) -> Path:
        return self._generations / str(number)

    def require_current(self) -> int:
        """Like :meth:`current`, but raises IndexMissingError when there is none."""
        number = self.current()
        if number is None or not self.generation(number).is_dir():
            raise IndexMissingError(f"There is no index in {self.path} yet; run `python ingest.py`.")
        return number

    def stage(self, *, from_current: bool) -> Path:
        """A private folder for the next generation: a copy of the live one, or empty.

        Raises:
            IndexWriteError: the copy cannot be written; nothing is left behind.
        """
        self.discard_staging()
        staging = self._generations / f"staging-{os.getpid()}"
        try:
            self._generations.mkdir(parents=True, exist_ok=True)
            number = self.current() if from_current else None
            if number is None:
                staging.mkdir()
            else:
                shutil.copytree(self.generation(number), staging)
        except OSError as error:
            shutil.rmtree(staging, ignore_errors=True)
            raise IndexWriteError(f"The index cannot be written: {_why(error)}. It is as it was before.") from error
        return staging

    def next_number(self) -> int:
        return max((int(p.name) for p in self._generations.glob("[0-9]*") if p.name.isdigit()), default=0) + 1

    def publish(self, staging: Path, number: int) -> None:
        """Make ``staging`` the live generation ``number``: from here on, readers open it.

        Raises:
            IndexWriteError: a step was refused; the generation that was live still is.
        """
        target = self.generation(number)
        fresh = self._pointer.with_name(f"CURRENT.{os.getpid()}")
        try:
            _flush_tree(staging)
            staging.rename(target)
            _flush_folder(self._generations)
            with fresh.open("w", encoding="ascii") as file:
                file.write(f"{number}\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._pointer)
            _flush_folder(self.path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise IndexWriteError(f"The index cannot be written: {_why(error)}. It is as it was before.") from error

    def leftovers(self) -> tuple[Path, ...]:
        """What an interrupted run left behind, or a running one is making."""
        return (*self._generations.glob("staging-*"), *self.path.glob("CURRENT.*"))

    def discard_staging(self) -> None:
        """Remove what an interrupted run left. Only the holder of the lock may call this."""
        for rubble in self.leftovers():
            shutil.rmtree(rubble, ignore_errors=True) if rubble.is_dir() else rubble.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove generations that nobody reads any more. Only the holder of the lock may call this."""
        live = self.current()
        numbers = sorted(int(p.name) for p in self._generations.glob("[0-9]*") if p.name.isdigit())
        older = [n for n in numbers if live is not None and n < live]
        newer = [n for n in numbers if live is not None and n > live]  # published by halves before a crash
        for number in (*older[: len(older) - KEPT_GENERATIONS + 1], *newer):
            shutil.rmtree(self.generation(number), ignore_errors=True)


def _why(error: OSError) -> str:
    """What the system says, without the paths; a copied folder lists the trouble of each file, all of one kind."""
    if isinstance(error, shutil.Error) and error.args and error.args[0]:
        said = str(error.args[0][0][-1])
        return said.partition("] ")[2].partition(": ")[0] or said
    return error.strerror or str(error)


def _flush_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to flush it
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
