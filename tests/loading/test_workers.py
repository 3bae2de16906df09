"""One bad file must never stop the others: the workers are real processes, the misbehaviour is real."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from assistant.errors import DocumentError
from assistant.loading import Loader
from assistant.loading.registry import READERS
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
WITH_NASTY = {**READERS, ".nasty": "tests.loading.nasty"}


@pytest.fixture
def settings():
    return Settings(_env_file=None, parse_timeout_s=5, parse_memory_mb=256)


@pytest.fixture
def loader(settings):
    with Loader(settings, WITH_NASTY) as loader:
        yield loader


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_text(content)
        return path, name

    return write


@pytest.mark.parametrize(
    ("behaviour", "code"), [("hang", "timeout"), ("eat", "memory"), ("die", "crashed"), ("fail", "broken")]
)
def test_a_bad_file_fails_alone(loader, write, behaviour, code):
    futures = [loader.submit(*write(f"{n}.md", f"Texte {n}.")) for n in range(3)]
    bad = loader.submit(*write("bad.nasty", behaviour))
    futures += [loader.submit(*write(f"{n}.md", f"Texte {n}.")) for n in range(3, 6)]
    with pytest.raises(DocumentError) as caught:
        bad.result(60)
    assert caught.value.code == code
    assert "bad" not in str(caught.value)
    assert [future.result(60)[0].text for future in futures] == [f"Texte {n}." for n in range(6)]


def test_workers_are_reused_and_go_with_the_loader(settings, write):
    with Loader(settings, WITH_NASTY) as loader:
        asked = [loader.submit(*write(f"{n}.nasty", "pid")) for n in range(20)]
        pids = {int(future.result(60)[0].text) for future in asked}
        assert len(pids) <= min(4, os.cpu_count())
        assert os.getpid() not in pids
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_workers_import_nothing_heavy(loader, write):
    modules = set(loader.submit(*write("a.nasty", "modules")).result(60)[0].text.split())
    assert not modules & {"torch", "chromadb", "gradio", "sentence_transformers", "transformers", "langchain_core"}


def test_a_worker_dies_with_a_killed_parent(tmp_path, write):
    """Even while it spins in a reader that never returns."""
    pid_file = tmp_path / "pid"
    path, _ = write("a.nasty", f"spin {pid_file}")
    script = (
        "from pathlib import Path; from assistant.loading import Loader; from assistant.settings import Settings\n"
        f"Loader(Settings(_env_file=None), {WITH_NASTY!r}).submit(Path({str(path)!r}), 'a.nasty').result()"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    assert _eventually(lambda: pid_file.exists() and pid_file.read_text())
    worker = psutil.Process(int(pid_file.read_text()))
    parent.kill()
    parent.wait()
    assert _eventually(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)


def test_what_has_not_begun_is_cancelled_on_close(settings, write):
    with Loader(settings, WITH_NASTY) as loader:
        futures = [loader.submit(*write(f"{n}.nasty", "hang")) for n in range(10)]
        assert _eventually(lambda: futures[0].running())
    assert all(future.done() for future in futures)
    assert futures[-1].cancelled()
    with pytest.raises(RuntimeError):
        loader.submit(*write("a.md", "Texte"))


def test_an_error_in_the_caller_ends_the_workers_at_once(write):
    patient = Settings(_env_file=None, parse_timeout_s=600)
    others = set(psutil.Process().children())
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Loader(patient, WITH_NASTY) as loader:
        future = loader.submit(*write("a.nasty", "hang"))
        assert _eventually(lambda: future.running() and living_children() - others)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 60
    assert future.done()
    assert not living_children() - others


def living_children():
    return {child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE}


def _eventually(condition, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
