"""Readers in other processes ask without pause while documents are added, changed and deleted: no error, no text that
no version has, nothing from a document that is gone.

Every test run has two readers and few documents; ``FULL=1 pytest tests/faults`` has four and two hundred.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.ingestion import SyncReport
from assistant.settings import Settings

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
FULL = bool(os.environ.get("FULL"))
READERS, DOCUMENTS, ROUNDS = (4, 200, 20) if FULL else (2, 30, 5)
NOTICED_S = 5.0
"""A reader may answer from the state before for so long after a sync has ended."""

Versions = dict[str, str]
"""The text of each document of a state, by path."""


@dataclass(frozen=True)
class Synced:
    """A state of the corpus, and when the sync that made it began and ended."""

    documents: Versions
    begun: float
    ended: float


def body(name: str, version: int) -> str:
    return (
        f"# {name}\n\nThe cluster {name} makes clocks and trains {version} people in its workshop number {version}.\n"
    )


def change(documents: Versions, chance: random.Random, version: int) -> Versions:
    """The next state: of every ten documents about two are gone, three are new or changed."""
    changed: Versions = {}
    for number in range(DOCUMENTS):
        path = f"doc{number:03}.md"
        drawn = chance.random()
        if drawn < 0.3:
            changed[path] = body(path, version)
        elif drawn < 0.8 and path in documents:
            changed[path] = documents[path]
    return changed


def write(settings: Settings, documents: Versions) -> None:
    for file in settings.corpus_dir.iterdir():
        if file.name not in documents:
            file.unlink()
    for path, text in documents.items():
        (settings.corpus_dir / path).write_text(text)


def troubles(log: Path, states: list[Synced]) -> list[str]:
    """What a reader was told that it should not have been."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines():
        seen = json.loads(line)
        if "error" in seen:
            found.append(seen["error"])
            continue
        # The states that may answer: those not yet replaced for long when the question began, made before it ended.
        replaced = [after.ended for after in states[1:]] + [float("inf")]
        live = [
            state
            for state, gone in zip(states, replaced, strict=True)
            if state.begun <= seen["ended"] and gone + NOTICED_S >= seen["begun"]
        ]
        for path, text in seen["texts"]:
            if not any(text in state.documents.get(path, "") for state in live):
                found.append(f"{path} at {seen['begun']}: {text}")
    return found


def test_readers_are_never_disturbed(
    settings: Settings, run: Callable[..., SyncReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(4)
    states: list[Synced] = []

    def next_state(documents: Versions) -> None:
        write(settings, documents)
        begun = time.time()
        report = run()
        assert not report.failed
        assert report.documents == len(documents)
        states.append(Synced(documents, begun, time.time()))

    next_state({f"doc{n:03}.md": body(f"doc{n:03}.md", 0) for n in range(0, DOCUMENTS, 2)})
    for name in ("corpus_dir", "index_dir", "cache_dir"):
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", str(getattr(settings, name)))
    stop = tmp_path / "stop"
    logs = [tmp_path / f"reader{number}.jsonl" for number in range(READERS)]
    questions = [f"How many people does the cluster doc{n:03}.md train?" for n in range(0, DOCUMENTS, 3)]
    readers = []
    for number, log in enumerate(logs):
        asked = questions[number:] + questions[:number]
        command = [sys.executable, "-m", "tests.faults.reader", str(log), str(stop), *asked]
        readers.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}))
    try:
        wait(lambda: all(log.exists() and log.stat().st_size for log in logs), readers)
        for version in range(1, ROUNDS + 1):
            next_state(change(states[-1].documents, chance, version))
        # Each reader has asked after the last sync.
        sizes = [log.stat().st_size for log in logs]
        wait(lambda: all(log.stat().st_size > size for log, size in zip(logs, sizes, strict=True)), readers)
        stop.touch()
        assert [reader.wait(60) for reader in readers] == [0] * READERS
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()
    asked = [len(log.read_text(encoding="utf-8").splitlines()) for log in logs]
    assert all(asked)
    assert {log.name: troubles(log, states) for log in logs} == {log.name: [] for log in logs}


def wait(condition: Callable[[], bool], readers: list[subprocess.Popen[bytes]], seconds: float = 200) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "a reader gives no answer"
        assert all(reader.poll() is None for reader in readers), "a reader has ended"
        time.sleep(0.05)
