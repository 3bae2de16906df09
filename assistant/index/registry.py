"""The registry of a generation: files, documents, their texts, the position of every chunk, language means.

SQLite. The writer changes it inside a private copy; readers open it immutable.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.documents import Block, Chunk, DocumentInfo, LoadWarning, Metadata
from assistant.index.block_codec import decode, encode

FILE_NAME = "registry.sqlite"

_SCHEMA = """
CREATE TABLE files (
    path TEXT PRIMARY KEY, state TEXT NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL, attempted TEXT NOT NULL,
    size INTEGER NOT NULL, synced TEXT NOT NULL, reason TEXT NOT NULL, code TEXT NOT NULL, duplicate_of TEXT,
    warnings TEXT NOT NULL DEFAULT '[]');
CREATE TABLE documents (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, path TEXT NOT NULL UNIQUE, metadata TEXT NOT NULL,
    text TEXT NOT NULL, blocks TEXT NOT NULL);
CREATE INDEX documents_file ON documents (file);
CREATE TABLE chunks (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, page INTEGER, heading TEXT NOT NULL, text TEXT NOT NULL, embedding_hash TEXT NOT NULL,
    blocks TEXT NOT NULL DEFAULT '');
CREATE INDEX chunks_document ON chunks (document, position);
CREATE TABLE language_sums (language TEXT PRIMARY KEY, count INTEGER NOT NULL, sum BLOB NOT NULL);
"""

_BATCH = 500  # below SQLite's oldest limit of 999 variables in a statement


class FileState(StrEnum):
    """What became of a file at its last sync."""

    INDEXED = "indexed"
    STALE = "stale"
    """Its newest version failed; an older one still answers."""
    FAILED = "failed"
    DUPLICATE = "duplicate"
    """The same bytes are indexed under another path."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of the corpus, as the last sync left it.

    ``hash`` covers the bytes and the outside metadata of the version that is indexed (empty for a file that never
    was), ``content`` its bytes alone; ``attempted`` is the hash of the version that was read last, which differs
    from ``hash`` when that failed. ``size`` is in bytes, ``synced`` is UTC, ISO 8601. ``warnings`` are about the
    version that is indexed.
    """

    path: str
    state: FileState
    hash: str
    content: str
    attempted: str
    size: int
    synced: str
    reason: str = ""
    code: str = ""
    duplicate_of: str | None = None
    warnings: tuple[LoadWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its text, as the registry keeps it. ``file`` is the path of the file that it came from."""

    info: DocumentInfo
    file: str
    text: str
    blocks: tuple[Block, ...]


class Registry:
    """Typed access to the registry of one generation."""

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        path = folder / FILE_NAME
        if writable:
            self._db = sqlite3.connect(path)
            self._db.execute("PRAGMA synchronous = OFF")  # the whole generation is flushed before it is published
            if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchone():
                self._db.executescript(_SCHEMA)
        else:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        # An index that a version before made goes on answering while it is built anew.
        self._chunk_columns = _CHUNK if self._has("chunks", "blocks") else _CHUNK.replace("blocks", "''")
        self._file_columns = _FILE if self._has("files", "warnings") else _FILE.replace("warnings", "'[]'")

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def commit(self) -> None:
        self._db.commit()

    def _has(self, table: str, column: str) -> bool:
        return any(row[1] == column for row in self._db.execute(f"PRAGMA table_info({table})"))

    # Files

    def files(self) -> dict[str, FileRecord]:
        rows = self._db.execute(f"SELECT {self._file_columns} FROM files ORDER BY path")
        return {row[0]: _file(row) for row in rows}

    def file(self, path: str) -> FileRecord | None:
        row = self._db.execute(f"SELECT {self._file_columns} FROM files WHERE path = ?", [path]).fetchone()
        return None if row is None else _file(row)

    def put_file(self, record: FileRecord) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO files ({_FILE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*(getattr(record, name) for name in _FILE.split(", ")[:-1]), _warnings_json(record.warnings)],
        )

    def delete_file(self, path: str) -> None:
        self._db.execute("DELETE FROM files WHERE path = ?", [path])

    # Documents

    def documents(self) -> dict[str, DocumentInfo]:
        """The whole catalogue, by id, in order of path; the texts stay on disk."""
        also: dict[str, list[str]] = {}
        for path, original in self._db.execute(
            "SELECT path, duplicate_of FROM files WHERE duplicate_of IS NOT NULL ORDER BY path"
        ):
            also.setdefault(original, []).append(path)
        rows = self._db.execute("SELECT id, path, metadata, file FROM documents ORDER BY path")
        return {id_: _info(id_, path, file, text, tuple(also.get(file, ()))) for id_, path, text, file in rows}

    def document_ids(self, file: str) -> dict[str, str]:
        """The ids of the documents that came from a file, by their path."""
        return dict(self._db.execute("SELECT path, id FROM documents WHERE file = ? ORDER BY path", [file]).fetchall())

    def has_document(self, document_id: str) -> bool:
        return self._db.execute("SELECT 1 FROM documents WHERE id = ?", [document_id]).fetchone() is not None

    def document(self, document_id: str) -> StoredDocument | None:
        row = self._db.execute(
            "SELECT path, metadata, file, text, blocks FROM documents WHERE id = ?", [document_id]
        ).fetchone()
        if row is None:
            return None
        info = _info(document_id, row[0], row[2], row[1])
        return StoredDocument(info, row[2], row[3], decode(row[4]))

    def text(self, document_id: str) -> str | None:
        row = self._db.execute("SELECT text FROM documents WHERE id = ?", [document_id]).fetchone()
        return None if row is None else str(row[0])

    def put_document(self, document: StoredDocument, chunks: Sequence[Chunk], hashes: Sequence[str]) -> None:
        """Store a document and its chunks in place of what was there; ``hashes`` are those of the embedded texts."""
        info = document.info
        self.delete_document(info.id)
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            [info.id, document.file, info.path, _metadata_json(info.metadata), document.text, encode(document.blocks)],
        )
        self._db.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (c.id, info.id, c.position, c.start, c.end, c.page, _json(c.heading), c.text, h, encode(c.blocks))
                for c, h in zip(chunks, hashes, strict=True)
            ],
        )

    def delete_document(self, document_id: str) -> None:
        self._db.execute("DELETE FROM documents WHERE id = ?", [document_id])
        self._db.execute("DELETE FROM chunks WHERE document = ?", [document_id])

    # Chunks

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        found: dict[str, Chunk] = {}
        for at in range(0, len(chunk_ids), _BATCH):
            part = list(chunk_ids[at : at + _BATCH])
            marks = ",".join("?" * len(part))
            rows = self._db.execute(f"SELECT {self._chunk_columns} FROM chunks WHERE id IN ({marks})", part)
            found.update((row[0], _chunk(row)) for row in rows)
        return found

    def document_chunks(self, document_id: str) -> tuple[Chunk, ...]:
        rows = self._db.execute(
            f"SELECT {self._chunk_columns} FROM chunks WHERE document = ? ORDER BY position", [document_id]
        )
        return tuple(_chunk(row) for row in rows)

    def chunk_ids(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._db.execute("SELECT id FROM chunks"))

    def counts(self) -> tuple[int, int]:
        """How many documents and chunks there are."""
        return (
            self._db.execute("SELECT count(*) FROM documents").fetchone()[0],
            self._db.execute("SELECT count(*) FROM chunks").fetchone()[0],
        )

    def chunk_counts(self) -> dict[str, int]:
        """How many chunks each document has, by its id."""
        return dict(self._db.execute("SELECT document, count(*) FROM chunks GROUP BY document").fetchall())

    def embedding_hashes(self) -> Iterable[str]:
        return (row[0] for row in self._db.execute("SELECT embedding_hash FROM chunks"))

    # Language means

    def language_sums(self) -> Mapping[str, tuple[int, NDArray[np.float64]]]:
        """By language: how many chunks it has, and the sum of their vectors, shape (dimension,)."""
        rows = self._db.execute("SELECT language, count, sum FROM language_sums")
        return {language: (count, np.frombuffer(blob, np.float64)) for language, count, blob in rows}

    def put_language_sums(self, sums: Mapping[str, tuple[int, NDArray[np.float64]]]) -> None:
        self._db.execute("DELETE FROM language_sums")
        self._db.executemany(
            "INSERT INTO language_sums VALUES (?, ?, ?)",
            [(language, count, total.astype(np.float64).tobytes()) for language, (count, total) in sums.items()],
        )


_CHUNK = 'id, document, text, start, "end", position, heading, page, blocks'
_FILE = "path, state, hash, content, attempted, size, synced, reason, code, duplicate_of, warnings"


def _chunk(row: tuple[str, str, str, int, int, int, str, int | None, str]) -> Chunk:
    return Chunk(*row[:6], tuple(json.loads(row[6])), row[7], decode(row[8]))


def _file(row: Sequence[Any]) -> FileRecord:
    fields = dict(zip(_FILE.split(", "), row, strict=True))
    warnings = tuple(LoadWarning(code, details) for code, details in json.loads(fields["warnings"]))
    return FileRecord(**fields | {"state": FileState(fields["state"]), "warnings": warnings})


def _info(document_id: str, path: str, file: str, metadata: str, also_at: tuple[str, ...] = ()) -> DocumentInfo:
    member, row = _place(path.removeprefix(f"{file}#") if path != file else "")
    return DocumentInfo(document_id, path, _metadata(metadata), also_at, row, member)


def _place(place: str) -> tuple[str, int | None]:
    """What a path appends to that of its file: the member of an archive or mail, and the number of a row."""
    member, _, row = place.rpartition(":")
    return (member, int(row)) if row.isdecimal() else (place, None)


def _warnings_json(warnings: Sequence[LoadWarning]) -> str:
    return _json([(warning.code, dict(warning.details)) for warning in warnings])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _metadata_json(metadata: Metadata) -> str:
    fields = {name: getattr(metadata, name) for name in Metadata.__dataclass_fields__}
    return _json(fields | {"extra": dict(metadata.extra)})


def _metadata(text: str) -> Metadata:
    fields = json.loads(text)
    for name in ("cluster", "region", "rome", "esco", "source"):
        fields[name] = tuple(fields[name])
    fields["extra"] = {key: tuple(values) for key, values in fields["extra"].items()}
    return Metadata(**fields)
