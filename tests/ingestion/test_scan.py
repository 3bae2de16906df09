"""What counts as a document of the corpus, by its name and place."""

from pathlib import Path

import pytest

from assistant.ingestion.scan import scan


def paths(corpus: Path) -> tuple[list[str], list[str]]:
    """The files that are found, and those that are named as left out."""
    result = scan(corpus, {})
    return [found.path for found in result.files], [skipped.path for skipped in result.skipped]


def test_lock_files_pass_in_silence_and_unknown_kinds_are_named(tmp_path: Path) -> None:
    for name in ("a.md", "~$a.docx", ".~lock.a.odt#", "Thumbs.db", "b.dwg", "sans-suffixe", "__MACOSX/._a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert paths(tmp_path) == (["a.md"], ["b.dwg", "sans-suffixe"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_rules_of_what_is_ignored_are_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "privé").mkdir()
    (tmp_path / "privé" / "a.md").write_text("x")
    (tmp_path / "b.md").write_text("x")
    (tmp_path / ".assistantignore").write_bytes("privé/\r\n".encode(encoding))
    assert paths(tmp_path) == (["b.md"], [])
