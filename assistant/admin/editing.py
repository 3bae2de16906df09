"""Writes metadata where it belongs: into the front matter of a text file, or into the corpus' ``metadata.yaml``."""

from __future__ import annotations

import os
import secrets
import threading
import unicodedata
from pathlib import Path, PurePosixPath

import yaml

from assistant.admin.fields import declared
from assistant.admin.trash import corpus_file
from assistant.admin.yaml_edit import Changes, set_entry, set_keys
from assistant.errors import DocumentError, UsageError
from assistant.loading import SIDECAR, read_sidecar
from assistant.loading.front_matter import split_front_matter

_FRONT_MATTER = frozenset({".md", ".markdown", ".txt"})
_FENCE = "---\n"


class MetadataEditor:
    """Reads and writes what files say of themselves. One edit at a time."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()

    def declared(self, path: str) -> dict[str, tuple[str, ...]]:
        """The fields of the form as the file, or its entry, gives them now.

        Raises:
            UsageError: there is no such file, or what describes it is damaged.
        """
        entry = self._entry(path)
        if entry is not None:
            return declared(entry)
        text = self._text(path)
        return declared(split_front_matter(text)[0]) if text is not None else {}

    def apply(self, path: str, changes: Changes) -> None:
        """Write changes; everything else, comments included, stays as it is.

        Raises:
            UsageError: what describes the file is damaged or cannot be written.
        """
        if not changes:
            return
        with self._lock:
            text = self._text(path) if self._entry(path) is None else None
            if text is None:
                self._write_entry(path, changes)
            else:
                self._write_front_matter(path, text, changes)

    def _entry(self, path: str) -> dict[str, object] | None:
        corpus_file(self._corpus, path)
        entry = read_sidecar(self._corpus).get(unicodedata.normalize("NFC", path))
        return None if entry is None else dict(entry)

    def _text(self, path: str) -> str | None:
        """The file's text with ``\\n`` line ends, if it can hold a front matter that can be changed safely."""
        file = corpus_file(self._corpus, path)
        if PurePosixPath(path).suffix.lower() not in _FRONT_MATTER or file.is_symlink():
            return None
        try:
            text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            split_front_matter(text)
        except UnicodeDecodeError:
            return None
        except DocumentError as error:
            raise UsageError(f"{path}: {error}") from None
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
        return text

    def _write_front_matter(self, path: str, text: str, changes: Changes) -> None:
        file = corpus_file(self._corpus, path)
        fields, body = split_front_matter(text)
        if fields:
            head = text[: len(text) - len(body)].strip("\n").splitlines()
            inner = set_keys("\n".join(head[1:-1]) + "\n", changes)
        else:
            inner = set_keys("", changes)
            body = f"\n{text}" if text and not text.startswith("\n") else text
        fresh = (f"{_FENCE}{inner}{_FENCE}" if inner.strip() else "") + body
        raw = file.read_bytes()
        if b"\r\n" in raw:
            fresh = fresh.replace("\n", "\r\n")
        _replace(file, (b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b"") + fresh.encode())

    def _write_entry(self, path: str, changes: Changes) -> None:
        sidecar = self._corpus / SIDECAR
        raw = sidecar.read_bytes() if sidecar.is_file() else b""
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        written = yaml.load(text, Loader=yaml.BaseLoader) or {}
        same = {_compared(str(name)): str(name) for name in written}
        name = unicodedata.normalize("NFC", path)
        if name not in same and all(value is None for value in changes.values()):
            return
        fresh = set_entry(text, name, changes, same)
        _replace(sidecar, fresh.replace("\n", "\r\n").encode() if b"\r\n" in raw else fresh.encode())
        read_sidecar(self._corpus)


def _compared(path: str) -> str:
    return unicodedata.normalize("NFC", path.strip().replace("\\", "/").removeprefix("./"))


def _replace(file: Path, content: bytes) -> None:
    part = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(content)
        if file.exists():
            os.chmod(part, file.stat().st_mode & 0o777)  # noqa: PTH101
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{file.name} cannot be written: {error.strerror}.") from None
