"""Vectors by model and text, so that no text is embedded twice and an interrupted ingestion resumes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexWriteError

_BATCH = 500  # below SQLite's oldest limit of 999 variables in a statement


def text_hash(text: str) -> str:
    """The key of a text: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


class EmbeddingCache:
    """A SQLite table ``(model, text hash) → float32 vector``, used from one thread.

    A damaged file is thrown away and begun anew: it holds nothing that cannot be computed again.
    """

    def __init__(self, path: Path, model: str) -> None:
        self._path = path
        self._model = model
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            try:
                self._connection = self._open()
            except sqlite3.DatabaseError as error:
                raise IndexWriteError(f"The index cannot be written: {error}.") from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors"
            " (model TEXT, hash TEXT, vector BLOB NOT NULL, PRIMARY KEY (model, hash)) WITHOUT ROWID"
        )
        return connection

    def get(self, hashes: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that are known, by hash."""
        found: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(hashes), _BATCH):
            part = list(hashes[at : at + _BATCH])
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT hash, vector FROM vectors WHERE model = ? AND hash IN ({marks})", [self._model, *part]
            )
            found.update((key, np.frombuffer(blob, np.float32)) for key, blob in rows)
        return found

    def put(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Remember vectors durably; a crash after this call does not lose them."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(self._model, key, v.astype(np.float32).tobytes()) for key, v in vectors.items()],
            )

    def keep_only(self, hashes: Iterable[str]) -> None:
        """Forget every vector of another model or of a text that is no longer indexed."""
        with self._connection:
            self._connection.execute("CREATE TEMP TABLE live (hash TEXT PRIMARY KEY)")
            self._connection.executemany("INSERT OR IGNORE INTO live VALUES (?)", ((h,) for h in hashes))
            self._connection.execute(
                "DELETE FROM vectors WHERE model <> ? OR hash NOT IN (SELECT hash FROM live)", [self._model]
            )
            self._connection.execute("DROP TABLE live")

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()
