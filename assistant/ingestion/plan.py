"""Decides what a sync has to do with each file. Pure: what is on disk and what is known in, a plan out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from assistant.index.registry import FileRecord, FileState
from assistant.ingestion.scan import FoundFile, selected
from assistant.loading.names import original_of


class Action(StrEnum):
    """What a sync does, or did, with a file."""

    ADD = "added"
    UPDATE = "updated"
    MOVE = "moved"
    DUPLICATE = "duplicate"
    DELETE = "deleted"
    UNCHANGED = "unchanged"
    FAIL = "failed"
    SKIP = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """One file and what to do with it. ``origin`` is where a moved file was, or what a duplicate repeats."""

    action: Action
    path: str
    found: FoundFile | None = None
    origin: str | None = None


NEVER_RETRIED = frozenset({"timeout", "memory", "crashed"})
"""Failures that would cost the same again; such a file is read anew only when it changes or is named."""


def plan(
    found: Sequence[FoundFile],
    known: Mapping[str, FileRecord],
    present: Iterable[str],
    selection: Sequence[str] | None = None,
    again: bool = False,
) -> tuple[Step, ...]:
    """What makes the index equal to the folder, in order of path, deletions last.

    Args:
        found: the files on disk that can be loaded.
        known: what the index knows of files, by path.
        present: every path on disk, those that cannot be opened now included: they are not deleted.
        selection: only files at or below these paths are touched.
        again: files that are indexed and unchanged are read again all the same.
    """
    on_disk = {f.path: f for f in found}
    kept = set(on_disk) | set(present)
    gone = [path for path in known if path not in kept and selected(path, selection)]
    # Content whose file is gone, and so may have moved: indexed files only.
    vanished = {
        _identity(p, known[p].content): p for p in sorted(gone, reverse=True) if known[p].state is FileState.INDEXED
    }
    # Which path holds each content: no copy by its name, then an indexed one, else the first in order of path.
    holder: dict[tuple[str, str], str] = {}
    for file in sorted(found, key=lambda f: (_is_copy(f, on_disk), not _indexed_as_is(f, known), f.path)):
        holder.setdefault(_identity(file.path, file.content), file.path)

    steps: list[Step] = []
    for file in found:
        if not selected(file.path, selection):
            continue
        record = known.get(file.path)
        first = holder[_identity(file.path, file.content)]
        if first != file.path and (selected(first, selection) or _indexed_as_is(on_disk[first], known)):
            same = record is not None and record.state is FileState.DUPLICATE and record.duplicate_of == first
            steps.append(Step(Action.UNCHANGED if same else Action.DUPLICATE, file.path, file, first))
        elif record is None or record.state is FileState.DUPLICATE:
            origin = vanished.pop(_identity(file.path, file.content), None)
            steps.append(Step(Action.MOVE if origin else Action.ADD, file.path, file, origin))
        elif record.state is FileState.INDEXED:
            same = record.hash == file.hash and not again
            steps.append(Step(Action.UNCHANGED if same else Action.UPDATE, file.path, file))
        elif record.code in NEVER_RETRIED and record.attempted == file.hash and selection is None:
            steps.append(Step(Action.FAIL, file.path, file))
        else:
            steps.append(Step(Action.UPDATE if record.state is FileState.STALE else Action.ADD, file.path, file))
    moved = {step.origin for step in steps if step.action is Action.MOVE}
    steps.extend(Step(Action.DELETE, path) for path in sorted(gone) if path not in moved)
    return tuple(steps)


def _identity(path: str, content: str) -> tuple[str, str]:
    """What makes two files the same: the bytes, and the ending of the name, which tells how they are read."""
    return content, PurePosixPath(path).suffix.lower()


def _is_copy(file: FoundFile, on_disk: Mapping[str, FoundFile]) -> bool:
    """Whether a file is named as a copy of one that is there, too, with the same content."""
    original = on_disk.get(original_of(file.path))
    return original is not None and original.content == file.content


def _indexed_as_is(file: FoundFile, known: Mapping[str, FileRecord]) -> bool:
    record = known.get(file.path)
    return record is not None and record.state is FileState.INDEXED and record.content == file.content
