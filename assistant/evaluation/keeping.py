"""Files that a measurement leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.errors import UsageError


def require_folder(option: str, path: Path | None) -> None:
    """Before anything is measured: is there a folder for the file that ``option`` names?

    Raises:
        UsageError: there is none.
    """
    if path is not None and not path.parent.is_dir():
        raise UsageError(f"{option} {path}: the folder {path.parent} does not exist.")


def require_positive(option: str, value: int | None) -> None:
    """Raises :class:`UsageError` where a number is given and is below 1."""
    if value is not None and value < 1:
        raise UsageError(f"{option} must be at least 1.")


def keep(option: str, path: Path, text: str) -> None:
    """Write a file.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{option} {path} cannot be written: {error.strerror}.") from None


def keep_lines(option: str, path: Path, objects: Iterable[Mapping[str, object]]) -> None:
    """Write a file of JSON lines. Raises as :func:`keep` does."""
    keep(option, path, "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects))
