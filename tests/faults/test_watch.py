"""``ingest.py --watch`` as a real process on a real folder."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import ingest_main
from assistant.index.generations import IndexFolder
from assistant.index.lock import writer_lock
from assistant.ingestion import SyncReport
from assistant.settings import Settings

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
Write = Callable[..., Path]


class Watcher:
    """The process, and the lines that it prints."""

    def __init__(self, settings: Settings) -> None:
        environment = os.environ | {
            "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir),
            "ASSISTANT_INDEX_DIR": str(settings.index_dir),
            "ASSISTANT_CACHE_DIR": str(settings.cache_dir),
        }
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "ingest.py"), "--watch", "--json"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next sync that is as wanted; the others before it are let go."""
        while True:
            seen: dict[str, Any] = json.loads(self._lines.get(timeout=120))
            if wanted(seen):
                return seen

    def quiet(self, seconds: float) -> bool:
        """Whether no sync is reported for so long."""
        try:
            self._lines.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        assert self.process.stderr is not None
        return self.process.wait(60), self.process.stderr.read()


@pytest.fixture
def watcher(settings: Settings, run: Callable[..., SyncReport], write: Write) -> Iterator[Watcher]:
    for name in ("a.md", "b.md", "c.md"):
        write(name, f"# {name}\n\nText of {name}.")
    run()  # every passage is known: the process needs no model
    watcher = Watcher(settings)
    yield watcher
    watcher.process.kill()
    watcher.process.wait()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    # Inside the corpus, as a user may well have it: the index must not set off the next sync.
    return settings.model_copy(update={"index_dir": settings.corpus_dir / "index"})


def test_it_syncs_after_each_change_and_through_troubles(watcher: Watcher, settings: Settings) -> None:
    assert watcher.until(lambda _: True)["unchanged"] == 3
    (settings.corpus_dir / "b.md").rename(settings.corpus_dir / "moved.md")
    assert watcher.until(lambda seen: seen["moved"] == 1)["documents"] == 3
    assert watcher.quiet(3), "its own writing set off another sync"

    with writer_lock(IndexFolder(settings.index_dir).lock):
        (settings.corpus_dir / "a.md").unlink()
        assert "Another ingestion" in watcher.until(lambda _: True)["error"]
    assert watcher.until(lambda seen: "error" not in seen)["deleted"] == 1

    (settings.corpus_dir / "metadata.yaml").write_text("c.md: [not fields")
    assert "metadata.yaml" in watcher.until(lambda _: True)["error"]
    (settings.corpus_dir / "metadata.yaml").write_text("c.md: {sector: glass}")
    assert watcher.until(lambda seen: "error" not in seen)["updated"] == 1

    assert watcher.stop() == (0, "")


@pytest.mark.parametrize("option", ["--dry-run", "some.md"])
def test_options_that_it_excludes(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest_main(["--watch", option]) == 2
    assert "--watch" in capsys.readouterr().err
