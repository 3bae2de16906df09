"""``ingest --watch``: a line for each sync, until Ctrl+C."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from assistant.cli.text import printable
from assistant.errors import AssistantError
from assistant.ingestion import Action, SyncReport
from assistant.settings import Settings

_NAMED = 3
"""Files that a line names with the reason why they failed; `documents` lists all."""


def watch(settings: Settings, *, rebuild: bool, as_json: bool) -> int:
    """Keep the index equal to the folder. Ends with exit code 0 on Ctrl+C or SIGTERM."""
    from assistant.ingestion.watch import keep_synced

    def show(outcome: SyncReport | AssistantError, seconds: float) -> None:
        line = json.dumps(sync_dict(outcome), ensure_ascii=False) if as_json else sync_line(outcome, seconds)
        print(line if as_json else f"{time.strftime('%H:%M:%S')} {line}", flush=True)

    with _stop_on_signals() as stop:
        if not as_json:
            print(f"Watching {settings.corpus_dir}; Ctrl+C ends.", flush=True)
        keep_synced(settings, stop, show, rebuild=rebuild)
    return 0


def sync_line(outcome: SyncReport | AssistantError, seconds: float) -> str:
    """One sync in one line. Pure."""
    if isinstance(outcome, AssistantError):
        return printable(str(outcome))
    counts = [f"{len(outcome.of(a))} {a.value}" for a in Action if a is not Action.UNCHANGED and outcome.of(a)]
    failed = [f"{o.path}: {o.reason}" for o in outcome.failed[:_NAMED]]
    line = f"{', '.join(counts) or 'nothing changed'}; {outcome.documents} documents ({seconds:.1f} s)"
    return printable(" | ".join([line, *failed]).replace("\n", " "))


def sync_dict(outcome: SyncReport | AssistantError) -> dict[str, object]:
    """One sync as an object: its report, or the error that ended it. Pure."""
    return {"error": str(outcome)} if isinstance(outcome, AssistantError) else outcome.as_dict()


@contextmanager
def _stop_on_signals() -> Iterator[threading.Event]:
    """An event that the first Ctrl+C or SIGTERM sets; the second one ends the process as usual."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        restore()

    for number in before:
        signal.signal(number, on_signal)
    try:
        yield stop
    finally:
        restore()
