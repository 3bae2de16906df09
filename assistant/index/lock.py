"""One writer at a time: a lock of the operating system, which no crash leaves behind, and a note of who holds it."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import IndexLockedError, IndexWriteError


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds a lock, and since when (seconds of the Unix epoch)."""

    pid: int
    host: str
    since: float

    def describe(self) -> str:
        minutes = max(0.0, time.time() - self.since) / 60
        return f"process {self.pid} on {self.host}, for {minutes:.0f} min"


def read_owner(path: Path) -> Owner | None:
    """Who holds the lock at ``path``, as far as the note beside it tells; None when nobody does."""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        try:
            return Owner(**json.loads(_note(path).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Owner(0, "unknown host", time.time())
    except OSError:
        return None
    lock.release()
    return None


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the writer's lock for the time of the block.

    Raises:
        IndexLockedError: another live process holds it; the message says which, and for how long.
        IndexWriteError: the lock file cannot be written.
    """
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        owner = read_owner(path)
        who = f" ({owner.describe()})" if owner else ""
        raise IndexLockedError(f"Another ingestion is writing this index{who}; try again when it has ended.") from None
    except OSError as error:
        raise IndexWriteError(f"The index in {path.parent} cannot be written: {error.strerror or error}.") from error
    try:
        _leave_note(path)
        yield
    finally:
        _note(path).unlink(missing_ok=True)
        lock.release()


def _leave_note(path: Path) -> None:
    owner = Owner(os.getpid(), socket.gethostname(), time.time())
    try:
        _note(path).write_text(json.dumps(asdict(owner)), encoding="utf-8")
    except OSError as error:
        raise IndexWriteError(f"The index in {path.parent} cannot be written: {error.strerror or error}.") from error


def _note(path: Path) -> Path:
    return path.with_name("writer.json")
