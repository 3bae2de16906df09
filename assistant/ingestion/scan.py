"""Reads the corpus folder: which files are there, and what each one is (content and outside metadata)."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pathspec

from assistant.errors import DocumentError, UsageError
from assistant.index.generations import is_index_folder
from assistant.loading import SUPPORTED_SUFFIXES
from assistant.loading.cleaning import decode
from assistant.loading.files import MB, too_large
from assistant.loading.names import is_litter
from assistant.loading.registry import UNREAD_DOCUMENTS

IGNORE_FILE = ".assistantignore"
METADATA_FILE = "metadata.yaml"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that can be loaded. ``path`` is relative to the corpus, with ``/``; ``hash`` covers its bytes and its
    entry in the metadata file (``metadata``), so that either change is noticed; ``content`` covers the bytes alone.
    """

    path: str
    file: Path
    size: int
    hash: str
    content: str
    metadata: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that is left out, and why. ``failed`` tells a file that should have worked from one that need not."""

    path: str
    reason: str
    code: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies in a corpus folder, in order of path."""

    files: tuple[FoundFile, ...]
    skipped: tuple[SkippedFile, ...]


def scan(
    corpus: Path,
    sidecar: Mapping[str, Mapping[str, object]],
    *,
    max_file_mb: int | None = None,
    check: Callable[[], None] = lambda: None,
    hash_of: Callable[[Path], str] | None = None,
) -> Scan:
    """Look at every file of the corpus. Those that are hidden or named in ``.assistantignore``, lock files, and an
    index do not count.

    Content is always hashed: times and sizes can be unchanged when the content is not.

    Args:
        sidecar: what the corpus' metadata file says, by path.
        max_file_mb: larger files fail, without a look at their content.
        check: is called before each file; what it raises ends the scan.
        hash_of: in place of :func:`content_hash`, for a caller that remembers hashes.

    Raises:
        UsageError: the corpus is not a folder, or its ignore file is malformed.
    """
    if not corpus.is_dir():
        raise UsageError(f"The corpus folder {corpus} does not exist; name it with --corpus or ASSISTANT_CORPUS_DIR.")
    root = corpus.resolve()
    ignored = ignore_rules(corpus)
    files: list[FoundFile] = []
    skipped: list[SkippedFile] = []
    for file in _walk(root):
        check()
        path = file.relative_to(root).as_posix()
        if path == METADATA_FILE or ignored.match_file(path):
            continue
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            skipped.append(SkippedFile(shown, "The file name is not UTF-8; rename the file.", "name", failed=True))
            continue
        problem = _problem(file, root, path)
        if problem is not None:
            skipped.append(problem)
            continue
        try:
            size = file.stat().st_size
            if max_file_mb is not None and size > max_file_mb * MB:
                skipped.append(SkippedFile(path, too_large(size, max_file_mb), "too-large", failed=True))
                continue
            content = (hash_of or content_hash)(file)
        except OSError as error:
            reason = f"The file cannot be opened ({error.strerror}); check its permissions."
            skipped.append(SkippedFile(path, reason, "unreadable", failed=True))
            continue
        entry = sidecar.get(unicodedata.normalize("NFC", path))
        whole = content if entry is None else _sha(content + json.dumps(entry, sort_keys=True, default=str))
        files.append(FoundFile(path, file, size, whole, content, entry))
    return Scan(tuple(files), tuple(skipped))


def select(paths: Sequence[str], corpus: Path) -> tuple[str, ...] | None:
    """The paths of a command line as paths relative to the corpus; None when there are none, for everything.

    Raises:
        UsageError: a path does not exist or lies outside the corpus.
    """
    if not paths:
        return None
    root = corpus.resolve()
    chosen = []
    for text in paths:
        # As typed from here; or as the index lists it, relative to the corpus (perhaps deleted since).
        candidates = [Path(text).resolve(), (root / text).resolve()]
        inside = [c for c in candidates if c.is_relative_to(root)]
        if not inside:
            raise UsageError(f"{text} is not inside the corpus folder {corpus}; copy it there first.")
        existing = [c for c in inside if c.exists()]
        chosen.append((existing or inside)[0].relative_to(root).as_posix())
    return tuple(chosen)


def selected(path: str, selection: Sequence[str] | None) -> bool:
    """Whether a path is one of the selected ones, or below one of them."""
    return selection is None or any(s == "." or path == s or path.startswith(f"{s}/") for s in selection)


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.name.startswith(".") or is_litter(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            try:
                if not is_index_folder(Path(entry.path)):
                    yield from _walk(Path(entry.path))
            except PermissionError:
                yield Path(entry.path)
        else:
            yield Path(entry.path)


def _problem(file: Path, root: Path, path: str) -> SkippedFile | None:
    # Unlike Path.resolve, realpath does not fail on links that lead to themselves.
    if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(root):
        return SkippedFile(path, "The link leads outside the corpus; copy the file itself.", "outside", failed=True)
    if file.is_dir():
        if file.is_symlink():
            return SkippedFile(
                path, "A link to a folder of the corpus; its files are read there.", "link", failed=False
            )
        return SkippedFile(path, "The folder cannot be opened; check its permissions.", "unreadable", failed=True)
    if not file.exists():
        return SkippedFile(path, "The link leads nowhere; remove it.", "outside", failed=True)
    if not file.is_file():
        return SkippedFile(path, "Not an ordinary file.", "unsupported", failed=False)
    if file.suffix.lower() not in SUPPORTED_SUFFIXES:
        kind = file.suffix or "files without an ending"
        document = file.suffix.lower() in UNREAD_DOCUMENTS
        remedy = "; save it in another format, such as PDF" if document else ""
        return SkippedFile(path, f"{kind} is not a format that is read{remedy}.", "unsupported", failed=document)
    return None


def ignore_rules(corpus: Path) -> pathspec.PathSpec[pathspec.Pattern]:
    """What ``.assistantignore`` leaves out. Raises UsageError when it is malformed."""
    file = corpus / IGNORE_FILE
    try:
        lines = decode(file.read_bytes()).splitlines() if file.is_file() else []
        return pathspec.PathSpec.from_lines("gitignore", lines)
    except (OSError, ValueError, DocumentError) as error:
        raise UsageError(f"{file} cannot be read ({error}); it takes the patterns of a .gitignore.") from error


def content_hash(file: Path) -> str:
    """The hash of a file's bytes, by which the index tells whether it has changed: 32 hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:32]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
