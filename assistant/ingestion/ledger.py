"""What a run writes down as it goes, how it tells others, and how it is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.ingestion.report import FileOutcome, Progress, ProgressListener


class CancelledRunError(Exception):
    """The caller has asked the run to stop. Never leaves the package: ``sync`` turns it into a report."""


@dataclass
class Ledger:
    """The state of one run; used by one thread, only ``cancel`` is set from others."""

    on_progress: ProgressListener | None = None
    cancel: threading.Event | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    outcomes: dict[str, FileOutcome] = field(default_factory=dict)
    dirty: bool = False
    """Whether the staged generation differs from the live one; failing again as before changes nothing."""
    files_done: int = 0
    files_total: int = 0
    chunks_done: int = 0

    def note(self, outcome: FileOutcome) -> None:
        self.outcomes[outcome.path] = outcome

    def sorted_outcomes(self) -> tuple[FileOutcome, ...]:
        return tuple(self.outcomes[path] for path in sorted(self.outcomes))

    def tell(self, path: str = "") -> None:
        """Tell the listener how far the run is; ``path`` is the file that was read last."""
        if self.on_progress is not None:
            self.on_progress(Progress(self.files_done, self.files_total, self.chunks_done, path))

    def check(self) -> None:
        """Raises CancelledRunError once the caller has asked for it."""
        if self.cancel is not None and self.cancel.is_set():
            raise CancelledRunError

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the seconds of the block to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start
