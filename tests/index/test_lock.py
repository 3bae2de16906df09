import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import IndexLockedError
from assistant.index.lock import read_owner, writer_lock

HOLD = """
import sys, time
from pathlib import Path
from assistant.index.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def hold_elsewhere(path: Path) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    process = hold_elsewhere(tmp_path / "lock")
    try:
        with pytest.raises(IndexLockedError, match=f"process {process.pid} on"), writer_lock(tmp_path / "lock"):
            pass
    finally:
        process.kill()
        process.wait()


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    process = hold_elsewhere(tmp_path / "lock")
    process.kill()
    process.wait()
    with writer_lock(tmp_path / "lock"):
        pass


def test_the_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    with writer_lock(tmp_path / "lock"):
        pass
    assert read_owner(tmp_path / "lock") is None
    with writer_lock(tmp_path / "lock"):
        pass
