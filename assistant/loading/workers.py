"""Worker processes that read files, so that a file that hangs, crashes or eats memory harms only itself.

Each worker is a fresh interpreter (not a fork, which the threads of the parent would break, and not multiprocessing's
spawn, which imports the caller's main module, a web page for instance) that reads one file after another. A thread of
the parent feeds it, waits no longer than the time limit, and replaces it when it fails.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from multiprocessing import Pipe
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.documents import LoadedDocument
from assistant.errors import DocumentError
from assistant.loading.files import with_language
from assistant.loading.registry import READERS
from assistant.loading.worker import READY, Job, Outcome, Start
from assistant.settings import Settings

Documents = tuple[LoadedDocument, ...]

_MOST_WORKERS = 4
# A worker imports little and is ready in half a second; on a machine under load it takes longer.
_START_S = 60.0
# A worker is replaced after this many files, because libraries in C leak.
_FILES_A_WORKER = 1000
# Fewer arenas, so that address space, which is what is limited, stays near to memory used; OCR in one thread each.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "OMP_THREAD_LIMIT": "1"}
_MAIN = "import sys; sys.path[:] = {path!r}; from assistant.loading import worker; worker.main({fd})"


class Loader:
    """Reads files in worker processes. A context manager: on exit the workers are gone, on an error at once.

    Threads may share it. Workers start when there is work, at most one for each processor and four in all.

    Args:
        settings: limits, and whether scans are read by OCR.
        readers: the modules that read each suffix, for further kinds of files; the workers import them.
    """

    def __init__(self, settings: Settings, readers: Mapping[str, str] = READERS) -> None:
        self._start = Start(os.getpid(), settings, dict(readers))
        self._jobs: queue.SimpleQueue[tuple[Job, Future[Documents]] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._most = min(_MOST_WORKERS, os.cpu_count() or 1)
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def submit(
        self, file: Path, relative: str, metadata: Mapping[str, object] | None = None, content: str = ""
    ) -> Future[Documents]:
        """Read ``file`` soon; the arguments are those of :func:`assistant.loading.files.read_file`.

        The result is its documents, or raises :class:`DocumentError`: those of the readers, and ``timeout``,
        ``memory`` and ``crashed``. A future that has not begun may be cancelled.
        """
        future: Future[Documents] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("The loader is closed.")
            self._jobs.put((Job(file.absolute(), relative, metadata, content), future))
            if len(self._threads) < self._most:
                self._threads.append(threading.Thread(target=self._feed, name="loader", daemon=True))
                self._threads[-1].start()
        return future

    def close(self) -> None:
        """Cancel what has not begun, wait for what has, and end the workers."""
        with self._lock:
            self._closed = True
        with contextlib.suppress(queue.Empty):
            while True:
                waiting = self._jobs.get_nowait()
                if waiting is not None:
                    waiting[1].cancel()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            with self._lock:
                self._closed = True
                for worker in self._workers:
                    worker.kill()
        self.close()

    def _feed(self) -> None:
        worker: _Worker | None = None
        while (waiting := self._jobs.get()) is not None:
            job, future = waiting
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._new_worker()
                outcome = worker.run(job)
                if not isinstance(outcome, DocumentError):
                    outcome = tuple(with_language(document) for document in outcome)
            except Exception as error:  # whatever it is, the future must get an answer
                outcome = DocumentError(
                    f"No process could be started to read the file ({error}); try again.", "crashed"
                )
            if worker and not worker.usable:
                self._stop(worker)
                worker = None
            if isinstance(outcome, DocumentError):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
        if worker:
            self._stop(worker)

    def _new_worker(self) -> _Worker:
        worker = _Worker(self._start)
        with self._lock:
            self._workers.add(worker)
            if self._closed:
                worker.kill()
        return worker

    def _stop(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.stop()


class _Worker:
    """One process and the pipe to it; used by one thread."""

    def __init__(self, start: Start) -> None:
        self._settings = start.settings
        self._files = 0
        self.usable = True
        self._pipe, theirs = Pipe()
        code = _MAIN.format(path=sys.path, fd=theirs.fileno())
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code], pass_fds=[theirs.fileno()], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=os.environ | _ENVIRONMENT,
            )  # fmt: skip
        try:
            self._pipe.send(start)
            if not self._pipe.poll(_START_S) or self._pipe.recv() != READY:
                raise TimeoutError
        except (OSError, EOFError):
            self.stop()
            raise OSError("it did not answer") from None

    def run(self, job: Job) -> Outcome:
        """Have one file read; afterwards the worker may no longer be usable."""
        self._files += 1
        limit = self._settings.parse_timeout_s
        try:
            self._pipe.send(job)
            if not self._pipe.poll(limit):
                self.usable = False
                reason = f"Reading the file took longer than {limit:g} s; split it or raise ASSISTANT_PARSE_TIMEOUT_S."
                return DocumentError(reason, "timeout")
            outcome: Outcome = self._pipe.recv()
        except (OSError, EOFError):
            self.usable = False
            return DocumentError(
                "Its reader crashed on the file, or ran out of memory; export it again or convert it.", "crashed"
            )
        out_of_memory = isinstance(outcome, DocumentError) and outcome.code == "memory"
        self.usable = self._files < _FILES_A_WORKER and not out_of_memory
        return outcome

    def kill(self) -> None:
        """End the process and whatever it has started; a thread that waits for it sees a crash."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the process and let go of it."""
        self.kill()
        self._pipe.close()
        self._process.kill()
        self._process.wait()
