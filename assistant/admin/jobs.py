"""Long work of the admin area, in a thread, one job at a time, with true progress and a way to stop it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from assistant.errors import AssistantError, UsageError

JobKind = Literal["sync", "rebuild", "evaluation"]
JOBS_REMEMBERED = 20

_log = logging.getLogger(__name__)


class JobState(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Job:
    """One job. ``done`` of ``total`` steps (files, questions) are through; ``passages`` are embedded.

    ``message`` says why it failed; ``result`` is what the work returned. Times are in seconds of the Unix epoch.
    """

    id: int
    kind: JobKind
    user: str
    started: float
    state: JobState = JobState.RUNNING
    ended: float | None = None
    done: int = 0
    total: int = 0
    passages: int = 0
    at: str = ""
    message: str = ""
    result: object = None
    cancel: threading.Event = field(default_factory=threading.Event)

    def seconds(self, now: float) -> float:
        """How long it has run, or ran."""
        return max(0.0, (self.ended if self.ended is not None else now) - self.started)

    def remaining_s(self, now: float) -> float | None:
        """Seconds to the end at the speed so far; None when there is nothing to go by."""
        if self.state is not JobState.RUNNING or not 0 < self.done < self.total:
            return None
        return self.seconds(now) / self.done * (self.total - self.done)

    def rate(self, now: float) -> float:
        """Passages, or where there are none steps, a second."""
        return (self.passages or self.done) / max(self.seconds(now), 0.001)

    def as_dict(self, now: float) -> dict[str, object]:
        """What the page is told while it watches."""
        remaining = self.remaining_s(now)
        return {
            "id": self.id,
            "kind": self.kind,
            "user": self.user,
            "state": self.state.value,
            "done": self.done,
            "total": self.total,
            "passages": self.passages,
            "at": self.at,
            "message": self.message,
            "cancelling": self.cancel.is_set() and self.state is JobState.RUNNING,
            "seconds": round(self.seconds(now), 1),
            "rate": round(self.rate(now), 1),
            "remaining_s": None if remaining is None else round(remaining),
        }


Work = Callable[[Job], object]
"""Does a job: moves its progress on, looks at ``cancel``, and returns its result."""


class JobCancelledError(Exception):
    """Work that has seen ``cancel`` ends with this."""


class Jobs:
    """Runs one job at a time and remembers the last ones."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._jobs: list[Job] = []
        self._thread: threading.Thread | None = None
        self._closed = False

    def start(self, kind: JobKind, user: str, work: Work) -> Job:
        """Begin a job.

        Raises:
            UsageError: another one is running.
        """
        with self._lock:
            if self._closed:
                raise UsageError("The server is stopping.")
            if self._jobs and self._jobs[-1].state is JobState.RUNNING:
                raise UsageError("Another job is running; wait until it has ended, or cancel it.")
            job = Job(self._jobs[-1].id + 1 if self._jobs else 1, kind, user, self._clock())
            self._jobs = [*self._jobs, job][-JOBS_REMEMBERED:]
            self._thread = threading.Thread(target=self._run, args=(job, work), name=f"admin {kind}", daemon=True)
            self._thread.start()
        return job

    def latest(self) -> Job | None:
        """The job that runs or ran last."""
        with self._lock:
            return self._jobs[-1] if self._jobs else None

    def running(self) -> Job | None:
        job = self.latest()
        return job if job is not None and job.state is JobState.RUNNING else None

    def history(self) -> list[Job]:
        """The last jobs, newest first."""
        with self._lock:
            return list(reversed(self._jobs))

    def cancel(self) -> bool:
        """Ask the running job to stop; False if there is none."""
        job = self.running()
        if job is not None:
            job.cancel.set()
        return job is not None

    def wait(self, timeout_s: float) -> None:
        """Wait for the running job to end."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)

    def close(self, timeout_s: float = 30.0) -> None:
        """Stop the running job cleanly and start no other."""
        with self._lock:
            self._closed = True
        self.cancel()
        self.wait(timeout_s)

    def _run(self, job: Job, work: Work) -> None:
        state, message, result = JobState.DONE, "", None
        try:
            result = work(job)
        except JobCancelledError:
            state = JobState.CANCELLED
        except AssistantError as error:
            state, message = JobState.FAILED, str(error)
        except Exception as error:
            _log.exception("a job of the admin area failed")
            state, message = JobState.FAILED, f"Unexpected error ({type(error).__name__}); the server's log has more."
        with self._lock:
            job.result, job.message, job.ended, job.state = result, message, self._clock(), state
