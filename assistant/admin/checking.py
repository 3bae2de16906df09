"""Tries out whether uploads can be read, in the guarded worker processes that ingestion uses, one after another."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path

from assistant.admin.uploads import Upload, UploadState
from assistant.errors import DocumentError
from assistant.loading import Loader
from assistant.settings import Settings

_IDLE_S = 5.0
"""Without uploads for so long, the worker processes are let go."""


class Checker:
    """Reads uploads in the background and tells how each one ended. Workers live only while there is work.

    Args:
        done: is called, in the checker's thread, with each upload in its new state.
    """

    def __init__(self, settings: Settings, done: Callable[[Upload], None]) -> None:
        self._settings = settings
        self._done = done
        self._queue: queue.Queue[tuple[Upload, Path] | None] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, upload: Upload, file: Path) -> None:
        """Have an upload read soon."""
        with self._lock:
            if self._closed:
                return
            self._queue.put((upload, file))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="upload checks", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End after the file that is being read, or without it if that takes long."""
        with self._lock:
            self._closed = True
            self._queue.put(None)
            thread = self._thread
        if thread is not None:
            thread.join(_IDLE_S)

    def _run(self) -> None:
        with Loader(self._settings) as loader:
            while True:
                try:
                    waiting = self._queue.get(timeout=_IDLE_S)
                except queue.Empty:
                    with self._lock:
                        if self._queue.empty():
                            self._thread = None
                            return
                    continue
                if self._closed or waiting is None:
                    return
                self._done(_checked(*waiting, loader))


def _checked(upload: Upload, file: Path, loader: Loader) -> Upload:
    try:
        documents = loader.submit(file, upload.name).result()
    except DocumentError as error:
        return replace(upload, state=UploadState.REFUSED, code="parse", detail=str(error))
    except (CancelledError, RuntimeError):
        return upload
    first = documents[0].metadata
    return replace(
        upload,
        state=UploadState.READY,
        title=first.title,
        kind=first.kind or "",
        language=first.language,
        documents=len(documents),
    )
