"""Names of uploaded files made harmless, and folders of the corpus. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from assistant.errors import UsageError

LONGEST_NAME = 200
"""Bytes of a file's name; file systems end at 255, and copies in progress get a longer one."""
LONGEST_SUFFIX = 20
"""Characters of the ending of a name; what is longer is no ending."""
DEEPEST_FOLDER = 8

# Forbidden somewhere, or with a meaning here: # separates the row of a table from its file.
_UNSAFE = re.compile(r'[<>:"|?*#]')


def safe_name(given: str) -> str:
    """The name under which an upload is kept: its last part, visible characters only, no longer than allowed.

    Other scripts and emoji stay; a name without anything left is ``document``.

    >>> safe_name("../../etc/passwd.txt"), safe_name("C:\\\\x\\\\a?.pdf"), safe_name(".hidden.md")
    ('passwd.txt', 'a-.pdf', 'hidden.md')
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = _UNSAFE.sub("-", " ".join(visible.split())).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > LONGEST_SUFFIX:
        return _cut(name, LONGEST_NAME) or "document"
    return f"{_cut(stem.strip('. '), LONGEST_NAME - len(suffix.encode()) - 1) or 'document'}.{suffix}"


def safe_folder(given: str) -> str:
    """A folder of the corpus as a relative path with ``/``; empty for the corpus itself.

    Raises:
        UsageError: it leads out of the corpus, is hidden, or is too deep.
    """
    text = unicodedata.normalize("NFC", given).replace("\\", "/").strip().strip("/")
    parts = [part.strip() for part in text.split("/") if part.strip()]
    if len(parts) > DEEPEST_FOLDER:
        raise UsageError(f"A folder may have at most {DEEPEST_FOLDER} levels.")
    for part in parts:
        if part.startswith(".") or safe_name(part) != part:
            raise UsageError(f"{given!r} is not a folder of the corpus; use a plain name such as reports.")
    return PurePosixPath(*parts).as_posix() if parts else ""


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[: max(0, most_bytes)].decode("utf-8", "ignore").strip()
