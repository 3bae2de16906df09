"""What a sync tells: events while it runs, and a report when it has ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.documents import LoadWarning
from assistant.ingestion.plan import Action
from assistant.loading.warnings import describe


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is: files read of all that have to be, passages embedded so far, and the last file's path."""

    files_done: int
    files_total: int
    chunks_done: int
    path: str = ""


ProgressListener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of a file. ``reason`` and ``code`` say why it failed or was skipped; ``stale`` that an older
    version goes on answering; ``origin`` where a moved file was or what a duplicate repeats; ``warnings`` what a
    person should know of a file that was read."""

    path: str
    action: Action
    reason: str = ""
    code: str = ""
    stale: bool = False
    origin: str | None = None
    documents: int = 0
    chunks: int = 0
    warnings: tuple[LoadWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The result of a sync. ``generation`` is the live one afterwards; ``seconds`` are by stage. A run that was
    ``cancelled`` has changed nothing, and says nothing of files. ``rebuilt`` says why the index was built anew though
    nobody asked for it: what had changed since it was made."""

    generation: int | None
    outcomes: tuple[FileOutcome, ...]
    documents: int = 0
    chunks: int = 0
    chunks_embedded: int = 0
    chunks_reused: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    dry_run: bool = False
    cancelled: bool = False
    rebuilt: tuple[str, ...] = ()

    def of(self, action: Action) -> tuple[FileOutcome, ...]:
        return tuple(o for o in self.outcomes if o.action is action)

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        return self.of(Action.FAIL)

    @property
    def changed(self) -> bool:
        """Whether anything but failures and unchanged files was found."""
        return any(o.action not in (Action.UNCHANGED, Action.SKIP, Action.FAIL) for o in self.outcomes)

    def as_dict(self) -> dict[str, object]:
        """The report for ``--json``: counts by action, totals, seconds, and the files that are not unchanged."""
        return {
            "generation": self.generation,
            "dry_run": self.dry_run,
            "cancelled": self.cancelled,
            "rebuilt": list(self.rebuilt),
            **{action.value: len(self.of(action)) for action in Action},
            "documents": self.documents,
            "chunks": self.chunks,
            "chunks_embedded": self.chunks_embedded,
            "chunks_reused": self.chunks_reused,
            "seconds": {stage: round(value, 3) for stage, value in self.seconds.items()},
            "files": [_file_dict(o) for o in self.outcomes if o.action is not Action.UNCHANGED],
        }


def _file_dict(outcome: FileOutcome) -> dict[str, object]:
    fields: dict[str, object] = {"path": outcome.path, "action": outcome.action.value}
    optional = {
        "reason": outcome.reason,
        "code": outcome.code,
        "stale": outcome.stale,
        "origin": outcome.origin,
        "documents": outcome.documents,
        "chunks": outcome.chunks,
        "warnings": [{"code": w.code, "text": describe(w)} for w in outcome.warnings],
    }
    return fields | {name: value for name, value in optional.items() if value}
