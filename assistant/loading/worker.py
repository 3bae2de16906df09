"""What runs inside a worker process: read file after file under a memory limit, and go when the parent goes."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from assistant.documents import LoadedDocument
from assistant.errors import DocumentError
from assistant.loading.files import read_file
from assistant.settings import Settings

Outcome = tuple[LoadedDocument, ...] | DocumentError

READY = "ready"
_MB = 1_000_000
# Large tables are many objects at once, none of them garbage: to look for it as often as usual takes half of the time.
_COLLECT_AFTER = (200_000, 20, 20)
_WATCH_S = 1.0
# From <linux/prctl.h>: be sent a signal when the parent dies.
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Start:
    """The first message to a worker: what holds for all files."""

    parent: int
    settings: Settings
    readers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read: the arguments of :func:`assistant.loading.files.read_file`."""

    file: Path
    relative: str
    metadata: Mapping[str, object] | None = None
    content: str = ""


def main(descriptor: int) -> None:
    """Serve the pipe that the parent has left open under this file descriptor."""
    with Connection(descriptor) as pipe:
        serve(pipe)


def serve(pipe: Connection) -> None:
    """Take a :class:`Start`, answer :data:`READY`, then answer each :class:`Job` until the pipe closes."""
    try:
        start = pipe.recv()
        _die_with(start.parent)
        _limit_memory(start.settings.parse_memory_mb)
        gc.set_threshold(*_COLLECT_AFTER)
        pipe.send(READY)
        while True:
            _answer(pipe, pipe.recv(), start)
    except (EOFError, OSError):
        return  # the parent closed the pipe, or is gone


def _answer(pipe: Connection, job: Job, start: Start) -> None:
    outcome: Outcome
    try:
        outcome = read_file(job.file, job.relative, start.settings, job.metadata, start.readers, job.content)
    except DocumentError as error:
        outcome = DocumentError(str(error), error.code)  # without its traceback and causes, which may not travel
    except MemoryError:
        outcome = _too_much_memory(start.settings)
    try:
        pipe.send(outcome)
    except MemoryError:
        pipe.send(_too_much_memory(start.settings))


def _too_much_memory(settings: Settings) -> DocumentError:
    return DocumentError(
        f"Reading the file took more than {settings.parse_memory_mb} MB; split it or raise ASSISTANT_PARSE_MEMORY_MB.",
        "memory",
    )


def _limit_memory(megabytes: int) -> None:
    """Limit the address space to what the process has now and ``megabytes`` more. Only Linux keeps to it."""
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + megabytes * _MB
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _die_with(parent: int) -> None:
    """End this process when the parent ends, however it does: at once on Linux, else within a second."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_S)
    os._exit(1)
