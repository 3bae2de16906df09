"""Two writers: one works, the other is told who works and since when; a dead one is in nobody's way."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.index.generations import IndexFolder
from assistant.index.snapshot import open_snapshot
from assistant.ingestion import SyncReport
from assistant.settings import Settings

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
Write = Callable[..., Path]

# A sync that stops in the middle until it may go on.
SLOW = """
import sys
from assistant.ingestion import sync
from assistant.settings import load_settings

def pause(progress):
    if progress.files_done == 1 and not paused:
        paused.append(True)
        print("in the middle", flush=True)
        sys.stdin.readline()

paused = []
print(sync(load_settings(), on_progress=pause).documents, flush=True)
"""


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    names = ("corpus_dir", "index_dir", "cache_dir")
    return os.environ | {f"ASSISTANT_{name.upper()}": str(getattr(settings, name)) for name in names}


@contextmanager
def slow_writer(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW], cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "in the middle\n"
        yield process
    finally:
        process.kill()
        process.wait()


def ingest(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "ingest.py")], env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_second_writer_is_told_and_nothing_is_lost(
    settings: Settings, write: Write, run: Callable[..., SyncReport], environment: dict[str, str]
) -> None:
    for number in range(4):
        write(f"{number}.md", f"# Title {number}\n\nText {number}.")
    run()  # what follows changes metadata only, so that no process needs the model
    for number in range(4):
        write(f"{number}.md", f"# Title {number}\n\nText {number}.", title=f"Title {number}", sector="glass")
    with slow_writer(environment) as first:
        second = ingest(environment)
        assert second.returncode == 2
        assert f"process {first.pid} on {socket.gethostname()}, for 0 min" in second.stderr
        assert second.stderr.count("\n") == 1
        first.communicate("go on\n", timeout=120)
        assert first.returncode == 0
    assert sectors(settings) == ["glass"] * 4

    for number in range(4):
        write(f"{number}.md", f"# Title {number}\n\nText {number}.", title=f"Title {number}", sector="wood")
    with slow_writer(environment) as first:
        first.kill()
        first.wait()
        assert sectors(settings) == ["glass"] * 4
        assert ingest(environment).returncode == 0
    assert sectors(settings) == ["wood"] * 4
    assert IndexFolder(settings.index_dir).leftovers() == ()


def sectors(settings: Settings) -> list[str]:
    snapshot = open_snapshot(settings.index_dir)
    try:
        return [document.metadata.sector for document in snapshot.documents.values()]
    finally:
        snapshot.close()
