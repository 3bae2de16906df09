"""What an upload is, from its first byte until it is accepted into the corpus or discarded."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from assistant.errors import AssistantError


class UploadState(StrEnum):
    """How far an upload is."""

    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


class UploadRefusedError(AssistantError):
    """The file is not taken; ``code`` is a stable word that the page has a sentence for, ``detail`` fills it in."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits apart from the corpus. ``content`` is the hash of its bytes as the index knows it.

    ``code`` and ``detail`` say why it is not taken: ``code`` is a word of ours, or ``parse`` with the reader's own
    sentence as ``detail``. ``received`` is in seconds of the Unix epoch, ``size`` in bytes.
    """

    id: str
    name: str
    size: int
    content: str
    user: str
    received: float
    state: UploadState
    code: str = ""
    detail: str = ""
    title: str = ""
    kind: str = ""
    language: str = ""
    documents: int = 0

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def save(upload: Upload, path: Path) -> None:
    """Write an upload's note beside its bytes."""
    fresh = path.with_suffix(".json.new")
    fresh.write_text(json.dumps(upload.as_dict(), ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def load(path: Path) -> Upload | None:
    """The upload of a note; None if it is damaged."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Upload(**{**fields, "state": UploadState(fields["state"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
