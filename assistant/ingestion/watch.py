"""Syncs again whenever the corpus folder changes, until it is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, watch

from assistant.embedding import Embedder, open_embedder
from assistant.errors import AssistantError
from assistant.ingestion.report import SyncReport
from assistant.ingestion.scan import IGNORE_FILE
from assistant.ingestion.sync import sync
from assistant.settings import Settings

QUIET_MS = 400
"""A sync begins when nothing has changed for so long, so that a copy of many files is one sync."""

LONGEST_WAIT_MS = 5000
"""It begins after so long at the latest, even while files go on changing."""

LOOK_MS = 1000
"""Without changes: time between looks at whether the folder is still there and a failed sync is to be repeated."""

RETRY_S = 5.0
"""After a failed sync: time to the next one, if nothing changes before."""


def keep_synced(
    settings: Settings,
    stop: threading.Event,
    on_sync: Callable[[SyncReport | AssistantError, float], None],
    *,
    rebuild: bool = False,
) -> None:
    """Sync now and after each change, until ``stop`` is set; a sync that is under way is then cancelled.

    An error ends one sync, not the watch: the next change, or the next seconds, bring another one.

    Args:
        on_sync: is told the outcome of each sync and the seconds that it took.
        rebuild: the first sync builds the index anew.
    """
    embedder = open_embedder(settings)
    failed = True
    last = 0.0
    for changed in _ticks(settings.corpus_dir, settings.index_dir, stop):
        if not (changed or (failed and time.monotonic() - last >= RETRY_S)):
            continue
        outcome, seconds = _sync(settings, embedder, stop, rebuild)
        if stop.is_set():
            return
        failed, last = isinstance(outcome, AssistantError), time.monotonic()
        rebuild &= failed
        on_sync(outcome, seconds)


def _sync(
    settings: Settings, embedder: Embedder, stop: threading.Event, rebuild: bool
) -> tuple[SyncReport | AssistantError, float]:
    start = time.monotonic()
    try:
        return sync(settings, embedder=embedder, rebuild=rebuild, cancel=stop), time.monotonic() - start
    except AssistantError as error:
        return error, time.monotonic() - start


def _ticks(corpus: Path, index: Path, stop: threading.Event) -> Iterator[bool]:
    """True once the watch has begun and after each change, False every second without one, until ``stop`` is set.

    The folder may vanish and come back (a drive that is mounted): the watch is then begun anew.
    """
    while not stop.is_set():
        watched = _identity(corpus)
        if watched is None:
            yield True  # the sync says that it is missing
            stop.wait(RETRY_S)
            continue
        root = corpus.resolve()
        changes = watch(
            root, watch_filter=_Relevant(root, index.resolve()), debounce=LONGEST_WAIT_MS, step=QUIET_MS,
            stop_event=stop, rust_timeout=LOOK_MS, yield_on_timeout=True, raise_interrupt=False,
            ignore_permission_denied=True,
        )  # fmt: skip
        for number, batch in enumerate(changes):
            yield bool(batch) or number == 0
            if _identity(corpus) != watched:
                break


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@dataclass(frozen=True)
class _Relevant:
    """Lets through the changes that a scan would see: nothing hidden but the ignore file, nothing of the index."""

    corpus: Path
    index: Path

    def __call__(self, _change: Change, path: str) -> bool:
        file = Path(path)
        if file.is_relative_to(self.index) or not file.is_relative_to(self.corpus):
            return False
        inside = file.relative_to(self.corpus)
        return inside.as_posix() == IGNORE_FILE or not any(part.startswith(".") for part in inside.parts)
