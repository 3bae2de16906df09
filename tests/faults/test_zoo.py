"""One sync over a folder of ugly files: no crash, each trouble named by its own reason, the good files indexed."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.index.snapshot import open_snapshot
from assistant.ingestion import Progress, SyncReport
from assistant.settings import Settings
from tests.faults import zoo

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
# From <linux/prctl.h> and <linux/capability.h>: what lets root open files in spite of their permissions.
_PR_CAPBSET_DROP, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2


def _obey_permissions() -> None:
    """Runs in the new process before it becomes ``ingest.py``: also for root, permissions then count."""
    for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def test_a_zoo_of_ugly_files(settings: Settings, run: Callable[..., SyncReport]) -> None:
    good = zoo.good(settings.corpus_dir)
    report = run()
    assert {o.path: o.reason for o in report.failed} == {}
    bad, harmless = zoo.bad(settings.corpus_dir), zoo.harmless(settings.corpus_dir)
    names = ("corpus_dir", "index_dir", "cache_dir")
    environment = {f"ASSISTANT_{name.upper()}": str(getattr(settings, name)) for name in names}
    # A rebuild reads everything again, and needs no model: the passages of the good files are known.
    done = subprocess.run(
        [sys.executable, str(ROOT / "ingest.py"), "--rebuild", "--json"], env=os.environ | environment,
        capture_output=True, text=True, timeout=280, preexec_fn=_obey_permissions,
    )  # fmt: skip
    (settings.corpus_dir / "locked-folder").chmod(0o700)
    assert done.returncode == 1, done.stderr
    files = {file["path"]: file for file in json.loads(done.stdout)["files"]}

    failed = {path: file["code"] for path, file in files.items() if file["action"] == "failed"}
    assert set(failed) == set(bad)
    assert {path: code for path, code in failed.items() if code not in bad[path]} == {}
    for path in failed:
        assert files[path]["reason"]
        assert "\n" not in files[path]["reason"]
    assert {path for path, file in files.items() if file["action"] == "skipped"} == harmless
    snapshot = open_snapshot(settings.index_dir)
    documents = {document.path: snapshot.text(id_) for id_, document in snapshot.documents.items()}
    states = {path: record.state.value for path, record in snapshot.files().items()}
    snapshot.close()
    assert set(documents) == good
    for path in good:
        if not path.startswith("sound"):
            assert zoo.TEXT in documents[path], path
    assert {path for path, state in states.items() if state == "failed"} == set(bad)


def test_files_that_vanish_or_change_during_the_run(settings: Settings, run: Callable[..., SyncReport]) -> None:
    paths = [settings.corpus_dir / f"{number:02}.md" for number in range(24)]
    for number, path in enumerate(paths):
        path.write_text(f"# Titre {number}\n\nTexte {number}.\n")

    def meddle(progress: Progress) -> None:
        if progress.files_done == 1:
            paths[-1].unlink(missing_ok=True)
            paths[-2].write_text("# Autre\n\nUn autre texte.\n")

    report = run(on_progress=meddle)
    assert {o.path: o.code for o in report.failed} == {"22.md": "changed", "23.md": "unreadable"}
    assert report.documents == 22
    report = run()
    assert (report.failed, report.documents) == ((), 23)
