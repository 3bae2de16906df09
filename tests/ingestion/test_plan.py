"""The plan is pure: tables of what is on disk and what is known, against what has to be done."""

from pathlib import Path

import pytest

from assistant.index.registry import FileRecord, FileState
from assistant.ingestion.plan import Action, plan
from assistant.ingestion.scan import FoundFile


def found(path: str, content: str) -> FoundFile:
    return FoundFile(path, Path(path), 1, hash=content, content=content)


def known(
    path: str,
    content: str,
    state: FileState = FileState.INDEXED,
    attempted: str = "",
    code: str = "",
    duplicate_of: str | None = None,
) -> tuple[str, FileRecord]:
    own = "" if state is FileState.FAILED else content
    return path, FileRecord(path, state, own, content, attempted or content, 1, "", "", code, duplicate_of)


def actions(
    disk: list[FoundFile], records: list[tuple[str, FileRecord]], selection: tuple[str, ...] | None = None
) -> list[tuple[str, str, str | None]]:
    return [(s.action.value, s.path, s.origin) for s in plan(disk, dict(records), [], selection)]


CASES = {
    "new": ([found("a", "1")], [], [("added", "a", None)]),
    "unchanged": ([found("a", "1")], [known("a", "1")], [("unchanged", "a", None)]),
    "changed": ([found("a", "2")], [known("a", "1")], [("updated", "a", None)]),
    "deleted": ([], [known("a", "1")], [("deleted", "a", None)]),
    "moved": ([found("b", "1")], [known("a", "1")], [("moved", "b", "a")]),
    "moved and changed is new and deleted": (
        [found("b", "2")],
        [known("a", "1")],
        [("added", "b", None), ("deleted", "a", None)],
    ),
    "swapped": (
        [found("a", "2"), found("b", "1")],
        [known("a", "1"), known("b", "2")],
        [("updated", "a", None), ("updated", "b", None)],
    ),
    "the same content twice is indexed once": (
        [found("a", "1"), found("b", "1")],
        [],
        [("added", "a", None), ("duplicate", "b", "a")],
    ),
    "a copy does not displace the file that is indexed": (
        [found("a", "1"), found("b", "1")],
        [known("b", "1")],
        [("duplicate", "a", "b"), ("unchanged", "b", None)],
    ),
    "a copy by its name is never the origin": (
        [found("a - Copie.md", "1"), found("a.md", "1")],
        [],
        [("duplicate", "a - Copie.md", "a.md"), ("added", "a.md", None)],
    ),
    "a copy by its name gives way to its original even where it was first": (
        [found("a (1).md", "1"), found("a.md", "1")],
        [known("a (1).md", "1")],
        [("duplicate", "a (1).md", "a.md"), ("added", "a.md", None)],
    ),
    "a copy by its name without its original is a file like others": (
        [found("a (1).md", "1")],
        [],
        [("added", "a (1).md", None)],
    ),
    "a known copy is unchanged": (
        [found("a", "1"), found("b", "1")],
        [known("a", "1"), known("b", "1", FileState.DUPLICATE, duplicate_of="a")],
        [("unchanged", "a", None), ("unchanged", "b", "a")],
    ),
    "when the original goes, its copy takes its place": (
        [found("b", "1")],
        [known("a", "1"), known("b", "1", FileState.DUPLICATE, duplicate_of="a")],
        [("moved", "b", "a")],
    ),
    "a failed file is tried again": (
        [found("a", "1")],
        [known("a", "1", FileState.FAILED, code="no-text")],
        [("added", "a", None)],
    ),
    "a file that hung is not tried again": (
        [found("a", "1")],
        [known("a", "1", FileState.FAILED, code="timeout")],
        [("failed", "a", None)],
    ),
    "a file that hung is tried again when it has changed": (
        [found("a", "2")],
        [known("a", "1", FileState.FAILED, code="timeout")],
        [("added", "a", None)],
    ),
    "a stale file is updated": (
        [found("a", "3")],
        [known("a", "1", FileState.STALE, attempted="2")],
        [("updated", "a", None)],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_plan(
    case: tuple[list[FoundFile], list[tuple[str, FileRecord]], list[tuple[str, str, str | None]]],
) -> None:
    disk, records, expected = case
    assert actions(disk, records) == expected


def test_a_selection_leaves_everything_else_alone() -> None:
    disk = [found("jobs/a", "2"), found("reports/b", "2")]
    records = [known("jobs/a", "1"), known("reports/b", "1"), known("reports/gone", "3"), known("jobs/gone", "4")]
    assert actions(disk, records, ("jobs",)) == [("updated", "jobs/a", None), ("deleted", "jobs/gone", None)]


def test_a_named_file_that_hung_is_tried_again() -> None:
    records = [known("a", "1", FileState.FAILED, code="timeout")]
    assert actions([found("a", "1")], records, ("a",)) == [("added", "a", None)]


def test_a_file_that_cannot_be_opened_now_is_not_deleted() -> None:
    assert plan([], dict([known("a", "1")]), present=["a"]) == ()


def test_applying_a_plan_leaves_nothing_to_do() -> None:
    disk = [found("a", "1"), found("b", "1"), found("c", "2")]
    records = [
        known("a", "1"),
        known("b", "1", FileState.DUPLICATE, duplicate_of="a"),
        known("c", "2"),
    ]
    assert {s.action for s in plan(disk, dict(records), [])} == {Action.UNCHANGED}
