"""Where uploads wait, apart from the corpus, until they have been checked and accepted."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from anyio import to_thread

from assistant.admin import uploads
from assistant.admin.checking import Checker
from assistant.admin.names import safe_name
from assistant.admin.sniffing import HEAD_BYTES, content_fits, is_supported
from assistant.admin.uploads import Upload, UploadRefusedError, UploadState
from assistant.loading.files import MB
from assistant.settings import Settings

MOST_WAITING = 2000
"""Uploads that may wait at once."""
MOST_WAITING_MB = 10_000
"""MB that they may take together."""

_BUFFER = 1 << 20


class Quarantine:
    """The uploads that wait. Thread-safe; what waits survives a restart.

    Args:
        folder: a folder of its own, outside the corpus.
        twin: the path of an indexed or lying file with the same content hash, or an empty text.
    """

    def __init__(self, folder: Path, settings: Settings, twin: Callable[[str], str]) -> None:
        self._folder = folder
        self._settings = settings
        self._twin = twin
        self._lock = threading.Lock()
        self._waiting: dict[str, Upload] = {}
        self._receiving = 0
        self._checker = Checker(settings, self._checked)
        self._restore()

    def all(self) -> list[Upload]:
        """Every upload, oldest first."""
        with self._lock:
            return sorted(self._waiting.values(), key=lambda each: (each.received, each.name))

    def file(self, upload: Upload) -> Path:
        """Where its bytes are."""
        return self._folder / f"{upload.id}.data"

    async def receive(self, name: str, declared: int | None, stream: AsyncIterator[bytes], user: str) -> Upload:
        """Take in one file: look at its name and declared size first, then write it piece by piece.

        Raises:
            UploadRefusedError: the name, the size or the kind will not do; nothing of the file is left.
        """
        kept = safe_name(name)
        suffix = PurePosixPath(kept).suffix.lower()
        if not is_supported(suffix):
            raise UploadRefusedError("unsupported", suffix or kept)
        most = self._settings.max_file_mb * MB
        if declared is not None and declared > most:
            raise UploadRefusedError("too-large", f"{self._settings.max_file_mb} MB")
        with self._lock:
            if len(self._waiting) + self._receiving >= MOST_WAITING or self._bytes() > MOST_WAITING_MB * MB:
                raise UploadRefusedError("full")
            self._receiving += 1
        part = self._folder / f"{secrets.token_hex(8)}.part"
        try:
            size, content = await self._write(part, suffix, stream, most)
            return await to_thread.run_sync(self._admit, part, kept, size, content, user)
        except OSError as error:
            raise UploadRefusedError("disk", error.strerror or "") from None
        finally:
            part.unlink(missing_ok=True)
            with self._lock:
                self._receiving -= 1

    def discard(self, ids: Sequence[str]) -> list[Upload]:
        """Throw uploads away; returns those that there were."""
        with self._lock:
            gone = [self._waiting.pop(id_) for id_ in dict.fromkeys(ids) if id_ in self._waiting]
        for upload in gone:
            self._forget(upload)
        return gone

    def take(self, id_: str) -> Upload | None:
        """The upload if it is ready to be accepted."""
        with self._lock:
            upload = self._waiting.get(id_)
        return upload if upload is not None and upload.state is UploadState.READY else None

    def close(self) -> None:
        """Stop checking; what has not been checked is checked after the next start."""
        self._checker.close()

    async def _write(self, part: Path, suffix: str, stream: AsyncIterator[bytes], most: int) -> tuple[int, str]:
        self._folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        size = 0
        looked = False
        buffer = bytearray()
        with part.open("wb") as file:
            async for piece in stream:
                size += len(piece)
                if size > most:
                    raise UploadRefusedError("too-large", f"{self._settings.max_file_mb} MB")
                buffer += piece
                if not looked and len(buffer) >= HEAD_BYTES:
                    _check_head(suffix, bytes(buffer[:HEAD_BYTES]))
                    looked = True
                if len(buffer) >= _BUFFER:
                    digest.update(buffer)
                    await to_thread.run_sync(file.write, bytes(buffer))
                    buffer.clear()
            if not looked:
                _check_head(suffix, bytes(buffer))
            digest.update(buffer)
            file.write(buffer)
        return size, digest.hexdigest()[:32]

    def _admit(self, part: Path, name: str, size: int, content: str, user: str) -> Upload:
        twin = self._twin(content)
        with self._lock:
            twin = twin or next(
                (u.name for u in self._waiting.values() if u.content == content and u.state != UploadState.REFUSED), ""
            )
            state = UploadState.DUPLICATE if twin else UploadState.CHECKING
            upload = Upload(
                secrets.token_hex(8), name, size, content, user, time.time(), state,
                code="duplicate" if twin else "", detail=twin,
            )  # fmt: skip
            if not twin:
                part.replace(self.file(upload))
            uploads.save(upload, self._note(upload.id))
            self._waiting[upload.id] = upload
        if not twin:
            self._checker.submit(upload, self.file(upload))
        return upload

    def _checked(self, upload: Upload) -> None:
        with self._lock:
            if upload.id not in self._waiting:  # discarded meanwhile
                return
            self._waiting[upload.id] = upload
            uploads.save(upload, self._note(upload.id))
        if upload.state is UploadState.REFUSED:
            self.file(upload).unlink(missing_ok=True)

    def _restore(self) -> None:
        for rubble in [*self._folder.glob("*.part"), *self._folder.glob("*.new")]:
            rubble.unlink(missing_ok=True)
        for note in self._folder.glob("*.json"):
            upload = uploads.load(note)
            if upload is None or upload.id != note.stem:
                note.unlink(missing_ok=True)
                continue
            if upload.state in (UploadState.CHECKING, UploadState.READY) and not self.file(upload).is_file():
                upload = replace(upload, state=UploadState.REFUSED, code="lost")
            self._waiting[upload.id] = upload
            if upload.state is UploadState.CHECKING:
                self._checker.submit(upload, self.file(upload))

    def _bytes(self) -> int:
        return sum(u.size for u in self._waiting.values() if u.state in (UploadState.CHECKING, UploadState.READY))

    def _note(self, id_: str) -> Path:
        return self._folder / f"{id_}.json"

    def _forget(self, upload: Upload) -> None:
        self.file(upload).unlink(missing_ok=True)
        self._note(upload.id).unlink(missing_ok=True)


def _check_head(suffix: str, head: bytes) -> None:
    if not head:
        raise UploadRefusedError("empty")
    if not content_fits(suffix, head):
        raise UploadRefusedError("wrong-type", suffix)
