"""The audit log: who did what in the admin area, and when. Lines of JSON that are only ever added to."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "audit.jsonl"
_READ_BYTES = 400_000  # of the end of the log; some two thousand lines
_ROTATE_BYTES = 20_000_000
_LONGEST_TARGET = 500

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One action. ``time`` is in seconds of the Unix epoch, ``target`` what it was done to."""

    time: float
    user: str
    action: str
    target: str = ""


class AuditLog:
    """Appends entries; a line is written in one system call, so that several processes may share the file."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = folder / FILE_NAME
        self._clock = clock

    def add(self, user: str, action: str, target: str = "") -> None:
        """Note an action. What cannot be written goes to the server's log instead."""
        entry = AuditEntry(self._clock(), user, action, target[:_LONGEST_TARGET])
        line = json.dumps(asdict(entry), ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.is_file() and self.path.stat().st_size > _ROTATE_BYTES:
                self.path.replace(self.path.with_suffix(".1.jsonl"))
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            _log.error("the audit log cannot be written (%s): %s %s %s", error, user, action, entry.target)

    def latest(self, most: int = 500) -> list[AuditEntry]:
        """The newest entries, newest first; lines that are damaged are left out."""
        try:
            with self.path.open("rb") as file:
                file.seek(max(0, self.path.stat().st_size - _READ_BYTES))
                lines = file.read().splitlines()
        except OSError:
            return []
        entries = []
        for line in reversed(lines):
            try:
                entries.append(AuditEntry(**json.loads(line)))
            except (ValueError, TypeError):
                continue
            if len(entries) == most:
                break
        return entries
