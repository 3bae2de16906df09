"""Turns what SQLite, Chroma and tantivy raise when the disk refuses a write into one error with a clear line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError, IndexWriteError

# Chroma and tantivy pass the system's words on inside errors of their own.
_WORDS = ("no space left", "disk is full", "disk full", "quota exceeded", "read-only", "i/o error", "file too large")


@contextmanager
def write_errors() -> Iterator[None]:
    """Raises IndexWriteError in place of any error by which the disk refused a write; lets all others through."""
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        text = str(error).lower()
        if isinstance(error, (OSError, sqlite3.OperationalError)) or any(words in text for words in _WORDS):
            why = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
            raise IndexWriteError(
                f"The index cannot be written: {why}. It is as it was before; free some space and run again."
            ) from error
        raise
