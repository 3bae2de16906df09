"""A disk without room: one clear line, the index as it was, and the next run mends everything.

On a real file system of a few megabytes where one can be mounted; elsewhere under a limit on the size of files, which
the system enforces in the same calls.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.embedding import Embedder
from assistant.errors import IndexWriteError
from assistant.index.generations import IndexFolder
from assistant.index.snapshot import open_snapshot
from assistant.ingestion import SyncReport, sync
from assistant.settings import Settings

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
PLAIN_WORDS = re.compile(r"cannot be written: (?:No space left on device|File too large|[^/\[]*(?:full|I/O)[^/\[]*)\.")
Write = Callable[..., Path]


def texts(settings: Settings) -> dict[str, str]:
    snapshot = open_snapshot(settings.index_dir)
    try:
        assert snapshot.vector_ids() == snapshot.chunk_ids() == snapshot.lexical.chunk_ids()
        return {document.path: snapshot.text(id_) for id_, document in snapshot.documents.items()}
    finally:
        snapshot.close()


def change(settings: Settings, write: Write) -> None:
    """Another state of the corpus, whose vectors are known already."""
    write("b.md", "# Beta\n\nText of beta.", sector="glass")
    (settings.corpus_dir / "a.md").unlink(missing_ok=True)


@pytest.fixture
def indexed(settings: Settings, write: Write, run: Callable[..., SyncReport]) -> dict[str, str]:
    """An index of two documents, and what it holds."""
    write("a.md", "# Alpha\n\nText of alpha.")
    write("b.md", "# Beta\n\nText of beta.")
    run()
    return texts(settings)


class SmallDisk:
    """A mounted file system of 24 MB that a file of ballast fills up to what is wanted."""

    def __init__(self, folder: Path, settings: Settings, embedder: Embedder) -> None:
        shutil.copytree(settings.index_dir, folder / "index")
        self.settings = settings.model_copy(update={"index_dir": folder / "index"})
        self._folder, self._embedder = folder, embedder

    def sync(self, room_kb: int) -> str:
        """The error of a sync with so much room on the disk; empty when it succeeds."""
        ballast = self._folder / "ballast"
        ballast.unlink(missing_ok=True)
        ballast.write_bytes(bytes(max(0, shutil.disk_usage(self._folder).free - room_kb * 1024)))
        try:
            sync(self.settings, embedder=self._embedder)
        except IndexWriteError as error:
            return str(error)
        finally:
            ballast.unlink()
        return ""


class SmallFiles:
    """A process that the system lets write no file larger than what is wanted: where nothing can be mounted."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def sync(self, room_kb: int) -> str:
        """The error of a sync with so much room in each file; empty when it succeeds."""
        names = ("corpus_dir", "index_dir", "cache_dir")
        environment = {f"ASSISTANT_{name.upper()}": str(getattr(self.settings, name)) for name in names}
        limit = (room_kb * 1024, resource.RLIM_INFINITY)
        done = subprocess.run(
            [sys.executable, str(ROOT / "ingest.py"), "--json"], env=os.environ | environment, capture_output=True,
            text=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit), timeout=120,
        )  # fmt: skip
        assert done.returncode == (2 if done.stderr else 0)
        return done.stderr.removesuffix("\n")


@pytest.fixture
def scarce(
    settings: Settings, embedder: Embedder, indexed: dict[str, str], tmp_path: Path
) -> Iterator[SmallDisk | SmallFiles]:
    """The index on a disk that can be made as small as is wanted."""
    assert indexed
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        yield SmallFiles(settings)
        return
    try:
        yield SmallDisk(folder, settings, embedder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk(indexed: dict[str, str], scarce: SmallDisk | SmallFiles, write: Write) -> None:
    """Room grows from nothing until a sync succeeds, so that each stage of it meets the end of the disk."""
    change(scarce.settings, write)
    errors = []
    for room_kb in (0, 20, 60, 100, 180, 250, 400, 600, 800, 1200, 2000, 4000, 10_000):
        error = scarce.sync(room_kb)
        if not error:
            break
        errors.append(error)
        assert re.search(
            r"cannot be written: (No space left on device|File too large|[^/\[]*(full|I/O)[^/\[]*)\.", error
        )
        assert "\n" not in error
        assert texts(scarce.settings) == indexed
    assert len(errors) >= 3
    assert list(texts(scarce.settings)) == ["b.md"]
    assert IndexFolder(scarce.settings.index_dir).leftovers() == ()
