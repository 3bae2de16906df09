from pathlib import Path

import pytest

from assistant.errors import IndexMissingError, IndexUnusableError
from assistant.index.generations import IndexFolder


def publish(folder: IndexFolder, content: str) -> int:
    staging = folder.stage(from_current=False)
    (staging / "file").write_text(content)
    number = folder.next_number()
    folder.publish(staging, number)
    return number


def test_an_empty_folder_has_no_generation(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    assert folder.current() is None
    with pytest.raises(IndexMissingError, match=r"python ingest\.py"):
        folder.require_current()


def test_what_is_staged_is_invisible_until_it_is_published(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    first = publish(folder, "one")
    staging = folder.stage(from_current=True)
    (staging / "file").write_text("two")
    assert folder.current() == first
    assert (folder.generation(first) / "file").read_text() == "one"
    folder.publish(staging, folder.next_number())
    assert (folder.generation(folder.require_current()) / "file").read_text() == "two"
    assert (folder.generation(first) / "file").read_text() == "one"


def test_staging_removes_what_a_crash_left(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    publish(folder, "one")
    rubble = folder.stage(from_current=True)
    (rubble / "half").write_text("written")
    fresh = folder.stage(from_current=True)
    assert not (fresh / "half").exists()
    assert len(list((tmp_path / "index" / "generations").glob("staging-*"))) == 1


def test_sweeping_keeps_the_live_generation_and_the_one_before(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    numbers = [publish(folder, str(i)) for i in range(4)]
    folder.sweep()
    kept = sorted(int(p.name) for p in (tmp_path / "index" / "generations").iterdir())
    assert kept == numbers[-2:]


def test_sweeping_removes_a_generation_that_was_never_pointed_to(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    live = publish(folder, "one")
    folder.generation(live + 1).mkdir()
    folder.sweep()
    assert folder.current() == live
    assert not folder.generation(live + 1).exists()


def test_a_damaged_pointer_is_named(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    publish(folder, "one")
    (tmp_path / "index" / "CURRENT").write_text("garbage")
    with pytest.raises(IndexUnusableError, match="--rebuild"):
        folder.current()


def test_the_stamp_differs_after_the_folder_was_made_anew(tmp_path: Path) -> None:
    import shutil

    folder = IndexFolder(tmp_path / "index")
    publish(folder, "one")
    before = folder.stamp()
    shutil.rmtree(tmp_path / "index")
    publish(folder, "one")
    assert folder.stamp()[0] == before[0]
    assert folder.stamp() != before
