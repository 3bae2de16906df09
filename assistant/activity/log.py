"""The question log in SQLite, written by every process that answers, read by the admin area."""

from __future__ import annotations

import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.activity.entries import CitedDocument, Entry, documents_of, filters_text
from assistant.documents import Answer, Filters
from assistant.settings import Settings

FILE_NAME = "activity.sqlite"
LONGEST_QUESTION = 2000
LONGEST_REASON = 1000
"""Characters kept of what a visitor writes."""

_BUSY_S = 2.0  # another process writes one row, which takes milliseconds
_PURGE_EVERY_S = 3600.0
_DAY_S = 86_400.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
    id TEXT PRIMARY KEY, asked REAL NOT NULL, question TEXT NOT NULL, language TEXT NOT NULL, origin TEXT NOT NULL,
    abstained INTEGER NOT NULL, confidence REAL NOT NULL, seconds REAL NOT NULL, filters TEXT NOT NULL,
    up INTEGER, reason TEXT NOT NULL DEFAULT '', handled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS questions_asked ON questions (asked);
CREATE TABLE IF NOT EXISTS documents (
    question TEXT NOT NULL REFERENCES questions (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    document TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (question, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (
    text TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (text, model)) WITHOUT ROWID;
"""

_log = logging.getLogger(__name__)


class ActivityLog:
    """Keeps questions for ``retention_days``. Safe with several threads and processes.

    Nothing about the visitor is kept: no address, no name, no session. What cannot be written is lost, and said in
    the server's log without the question; an answer never fails for it.

    Args:
        path: the SQLite file; it is made at the first question.
        retention_days: older questions are deleted.
        clock: seconds of the Unix epoch.
        enabled: False keeps nothing; what was kept before can still be read.
    """

    def __init__(
        self, path: Path, retention_days: int, clock: Callable[[], float] = time.time, *, enabled: bool = True
    ) -> None:
        self.path = path
        self.retention_days = retention_days
        self.enabled = enabled
        self._clock = clock
        self._purged = float("-inf")

    def record(self, answer: Answer, seconds: float, origin: str, *, filters: Filters | None = None) -> str:
        """Keep a complete answer. Returns the id by which it can be rated, or an empty text if it is not kept.

        Args:
            seconds: from the question to the whole answer.
            origin: where it was asked: ``page``, ``api``, ``mcp``.
            filters: what the visitor restricted the question to.
        """
        if not self.enabled:
            return ""
        id_ = secrets.token_urlsafe(12)
        row = (
            id_, self._clock(), answer.question[:LONGEST_QUESTION], answer.language, origin, answer.abstained,
            answer.confidence, seconds, filters_text(filters),
        )  # fmt: skip
        sources = [(id_, at, each.id, each.title) for at, each in enumerate(documents_of(answer))]
        try:
            with self._open() as db:
                db.execute(
                    "INSERT INTO questions (id, asked, question, language, origin, abstained, confidence, seconds,"
                    " filters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                db.executemany("INSERT INTO documents VALUES (?, ?, ?, ?)", sources)
                self._purge(db)
        except (sqlite3.Error, OSError) as error:
            _log.warning("a question could not be kept in the log: %s", error)
            return ""
        return id_

    def rate(self, id_: str, up: bool, reason: str = "") -> bool:
        """Keep a visitor's thumb and reason; False if the question is not, or no longer, in the log."""
        return self._change("UPDATE questions SET up = ?, reason = ? WHERE id = ?", [up, reason[:LONGEST_REASON], id_])

    def mark_handled(self, ids: Sequence[str], handled: bool = True) -> int:
        """Note that an admin has dealt with questions; returns how many there were."""
        return sum(self._change("UPDATE questions SET handled = ? WHERE id = ?", [handled, id_]) for id_ in ids)

    def entries(self, since: float = 0.0, until: float = float("inf")) -> list[Entry]:
        """The questions of a time, oldest first, and none older than the retention. An unreadable log is empty."""
        if not self.path.is_file():
            return []
        since = max(since, self._clock() - self.retention_days * _DAY_S)
        try:
            with self._open() as db:
                documents = _documents(db, since, until)
                rows = db.execute(
                    "SELECT id, asked, question, language, origin, abstained, confidence, seconds, filters, up, reason,"
                    " handled FROM questions WHERE asked >= ? AND asked < ? ORDER BY asked, id",
                    [since, until],
                )
                return [_entry(row, documents.get(row[0], ())) for row in rows]
        except (sqlite3.Error, OSError) as error:
            _log.warning("the log of questions cannot be read: %s", error)
            return []

    def vectors(self, texts: Sequence[str], model: str) -> dict[str, NDArray[np.float32]]:
        """The vectors of questions, as far as they are kept for this embedding model, shape (dimension,)."""
        wanted = set(texts)
        if not self.path.is_file():
            return {}
        try:
            with self._open() as db:
                rows = db.execute("SELECT text, vector FROM vectors WHERE model = ?", [model])
                return {text: np.frombuffer(blob, np.float32) for text, blob in rows if text in wanted}
        except (sqlite3.Error, OSError):
            return {}

    def put_vectors(self, vectors: Mapping[str, NDArray[np.float32]], model: str) -> None:
        """Keep the vectors of questions, so that grouping them again costs nothing."""
        rows = [(text, model, vector.astype(np.float32).tobytes()) for text, vector in vectors.items()]
        try:
            with self._open() as db:
                db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            _log.warning("the log of questions cannot be written: %s", error)

    def _change(self, statement: str, values: Sequence[object]) -> bool:
        if not self.path.is_file():
            return False
        try:
            with self._open() as db:
                return db.execute(statement, tuple(values)).rowcount > 0
        except (sqlite3.Error, OSError) as error:
            _log.warning("the log of questions cannot be written: %s", error)
            return False

    def _purge(self, db: sqlite3.Connection) -> None:
        now = self._clock()
        if now - self._purged < _PURGE_EVERY_S:
            return
        self._purged = now
        db.execute("DELETE FROM questions WHERE asked < ?", [now - self.retention_days * _DAY_S])
        db.execute("DELETE FROM vectors WHERE text NOT IN (SELECT question FROM questions)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # One connection a use: opening costs a fraction of a millisecond, and nothing is shared between threads.
        db = sqlite3.connect(self.path, timeout=_BUSY_S)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")  # what the retention deletes is gone from the file, too
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'vectors'").fetchone():
                db.executescript(_SCHEMA)
            with db:
                yield db
        finally:
            db.close()


def open_activity(settings: Settings) -> ActivityLog:
    """The log of these settings, in the index folder."""
    return ActivityLog(
        settings.index_dir / FILE_NAME, settings.activity_days, enabled=settings.activity == "on"
    )  # fmt: skip


def _documents(db: sqlite3.Connection, since: float, until: float) -> dict[str, tuple[CitedDocument, ...]]:
    found: dict[str, tuple[CitedDocument, ...]] = {}
    rows = db.execute(
        "SELECT d.question, d.document, d.title FROM documents d JOIN questions q ON q.id = d.question"
        " WHERE q.asked >= ? AND q.asked < ? ORDER BY d.question, d.position",
        [since, until],
    )
    for question, document, title in rows:
        found[question] = (*found.get(question, ()), CitedDocument(document, title))
    return found


def _entry(row: tuple[object, ...], documents: tuple[CitedDocument, ...]) -> Entry:
    id_, asked, question, language, origin, abstained, confidence, seconds, filters, up, reason, handled = row
    return Entry(
        id=str(id_),
        asked=float(str(asked)),
        question=str(question),
        language=str(language),
        origin=str(origin),
        abstained=bool(abstained),
        confidence=float(str(confidence)),
        seconds=float(str(seconds)),
        documents=documents,
        filters=str(filters),
        up=None if up is None else bool(up),
        reason=str(reason),
        handled=bool(handled),
    )
