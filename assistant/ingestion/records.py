"""What the registry and the report say of a file after it was read. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.documents import LoadWarning
from assistant.errors import DocumentError
from assistant.index.registry import FileRecord, FileState
from assistant.ingestion.plan import Action, Step
from assistant.ingestion.report import FileOutcome
from assistant.ingestion.scan import FoundFile, SkippedFile


def indexed_record(found: FoundFile, warnings: tuple[LoadWarning, ...] = ()) -> FileRecord:
    return FileRecord(
        found.path, FileState.INDEXED, found.hash, found.content, found.hash, found.size, now(), warnings=warnings
    )


def duplicate_record(found: FoundFile, original: str) -> FileRecord:
    return FileRecord(
        found.path, FileState.DUPLICATE, found.hash, found.content, found.hash, found.size, now(), duplicate_of=original
    )


def failed_record(found: FoundFile, error: DocumentError, old: FileRecord | None) -> FileRecord:
    """The record of a file that could not be read: stale when ``old`` is of a version that goes on answering."""
    stale = old is not None and old.state in (FileState.INDEXED, FileState.STALE)
    return FileRecord(
        found.path,
        FileState.STALE if stale else FileState.FAILED,
        hash=old.hash if stale and old else "",
        content=old.content if stale and old else found.content,
        attempted=found.hash,
        size=found.size,
        synced=now(),
        reason=str(error),
        code=error.code,
        warnings=old.warnings if stale and old else (),
    )


def blocked_record(skipped: SkippedFile, old: FileRecord | None) -> FileRecord:
    """The record of a file that the scan could not even open; the same terms as :func:`failed_record`."""
    nothing = FoundFile(skipped.path, Path(), 0, "", "")
    return failed_record(nothing, DocumentError(skipped.reason, skipped.code), old)


def same_but_for_time(one: FileRecord, other: FileRecord | None) -> bool:
    return other is not None and replace(one, synced=other.synced) == other


def failed_outcome(record: FileRecord) -> FileOutcome:
    return FileOutcome(record.path, Action.FAIL, record.reason, record.code, record.state is FileState.STALE)


def skipped_outcome(skipped: SkippedFile) -> FileOutcome:
    """The outcome of a file that need not be read, such as one of an unknown kind."""
    return FileOutcome(skipped.path, Action.SKIP, skipped.reason, skipped.code)


def planned_outcome(step: Step, old: FileRecord | None) -> FileOutcome:
    """The outcome of a step that needs no reading, or that a dry run only announces."""
    if step.action is Action.FAIL and old is not None:
        return failed_outcome(old)
    return FileOutcome(step.path, step.action, origin=step.origin)


def now() -> str:
    """The time, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
