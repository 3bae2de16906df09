"""From a file to documents: check it, let the reader of its family read it, and complete what it says of itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from assistant.documents import Block, Cell, Kind, LoadedDocument, LoadWarning
from assistant.errors import DocumentError
from assistant.language import detect_language
from assistant.loading.cleaning import clean
from assistant.loading.fields import as_kind, flatten, make_metadata, plain
from assistant.loading.names import original_of
from assistant.loading.parts import Parsed, Part, Source
from assistant.loading.registry import READERS, reader_of
from assistant.loading.warnings import describe
from assistant.settings import Settings

MB = 1_000_000


def load_file(
    file: Path, relative: str, settings: Settings, metadata: Mapping[str, object] | None = None
) -> tuple[LoadedDocument, ...]:
    """Read one file, in this process. The arguments and errors are those of :func:`read_file`."""
    return tuple(with_language(document) for document in read_file(file, relative, settings, metadata))


def with_language(document: LoadedDocument) -> LoadedDocument:
    """The document with the language of its text, if it does not tell its language and the text leaves no doubt."""
    if document.metadata.language:
        return document
    language = detect_language(f"{document.metadata.title}\n{document.text}")
    return replace(document, metadata=replace(document.metadata, language=language))


def read_file(
    file: Path,
    relative: str,
    settings: Settings,
    metadata: Mapping[str, object] | None = None,
    readers: Mapping[str, str] = READERS,
    content: str = "",
) -> tuple[LoadedDocument, ...]:
    """Read one file, all but the language of its text (whose detector is too large for each worker to hold).

    Args:
        file: where it is.
        relative: its path in the corpus, with ``/``; the names of its folders tell the kind.
        settings: limits, and whether scans are read by OCR.
        metadata: the file's entry in ``metadata.yaml``, which wins over what the file says of itself.
        readers: the modules that read each suffix.
        content: the :func:`content_hash` that the file had when it was found; empty for any.

    Raises:
        DocumentError: it cannot be read; the code tells why.
    """
    given = flatten({key: value for key, value in (metadata or {}).items() if key != "columns"})
    path = PurePosixPath(relative)
    suffix = path.suffix.lower()
    read = reader_of(suffix, readers)
    if read is None:
        raise DocumentError(f"This kind of file is not read; convert it to one of {_known(readers)}.", "unsupported")
    data = _bytes(file, settings)
    if content and content_hash(data) != content:
        raise DocumentError("The file changed while it was being read; run the ingestion again.", "changed")
    source = Source(data, suffix, path.stem, settings, _columns(metadata or {}))
    try:
        parsed = tuple(read(source))
    except (DocumentError, MemoryError):
        raise
    except ImportError as error:
        raise DocumentError(f"A library is missing ({error.name}); install the assistant again.", "library") from error
    except Exception as error:  # a library met something that its format does not allow
        raise DocumentError(f"The file is damaged ({type(error).__name__}); export it again.", "broken") from error
    warnings = tuple(warning for each in parsed for warning in each.warnings)
    made = (_document(each, given, path) for each in parsed)
    documents = tuple(document for document in made if document.text)
    if not documents:
        raise DocumentError(f"The file holds no text.{_told(warnings)}", "empty")
    return (replace(documents[0], warnings=(*_copy_of(file), *warnings)), *documents[1:])


def content_hash(data: bytes) -> str:
    """What tells one content from another: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


def _copy_of(file: Path) -> tuple[LoadWarning, ...]:
    """A warning if the file is named as a copy of one beside it; only one with other content is read at all."""
    original = original_of(file.name)
    if not original or not any(each.name.lower() == original.lower() for each in file.parent.iterdir()):
        return ()
    return (LoadWarning("copy", {"original": original}),)


def _known(readers: Mapping[str, str]) -> str:
    return ", ".join(sorted(suffix[1:] for suffix in readers))


def _told(warnings: Sequence[LoadWarning]) -> str:
    return "".join(f" {describe(warning)}" for warning in warnings)


def _bytes(file: Path, settings: Settings) -> bytes:
    try:
        size = file.stat().st_size
        if size > settings.max_file_mb * MB:
            raise DocumentError(too_large(size, settings.max_file_mb), "too-large")
        data = file.read_bytes() if size else b""
    except FileNotFoundError:
        raise DocumentError("The file has gone.", "unreadable") from None
    except OSError as error:
        raise DocumentError(f"The file cannot be opened ({error.strerror}); check its rights.", "unreadable") from None
    if not data.strip():
        raise DocumentError("The file is empty.", "empty")
    return data


def too_large(size: int, max_file_mb: int) -> str:
    """The reason why a file of ``size`` bytes is not read."""
    return (
        f"The file has {size / MB:.0f} MB, more than the {max_file_mb} MB that are read; "
        "split it or raise ASSISTANT_MAX_FILE_MB."
    )


def _columns(metadata: Mapping[str, object]) -> Mapping[str, str]:
    columns = metadata.get("columns")
    return {str(ours): str(theirs) for ours, theirs in columns.items()} if isinstance(columns, Mapping) else {}


def _document(parsed: Parsed, given: Mapping[str, object], path: PurePosixPath) -> LoadedDocument:
    own = PurePosixPath(parsed.member) if parsed.member else path
    title = clean(" ".join(parsed.title.split())) or readable_name(own.stem)
    metadata = make_metadata(title, {**flatten(parsed.fields), **given})
    text, blocks = assemble(parsed.parts, metadata.title)
    metadata = replace(metadata, kind=metadata.kind or parsed.kind or _kind_of_folder(path.parent / own))
    return LoadedDocument(metadata, text, blocks, parsed.row, member=parsed.member)


def _kind_of_folder(path: PurePosixPath) -> Kind | None:
    kinds = [as_kind(name) for name in path.parts[:-1]]
    return next((kind for kind in reversed(kinds) if kind), None)


def readable_name(stem: str) -> str:
    """A file name as a title: ``rapport_annuel-2024`` becomes ``Rapport annuel 2024``."""
    words = " ".join(re.split(r"[\s_]+|(?<=\w)-+(?=\w)", stem)).strip()
    return clean(words[:1].upper() + words[1:]) or "Document"


def assemble(parts: Sequence[Part], title: str) -> tuple[str, tuple[Block, ...]]:
    """One text out of parts, and the blocks in it. A top heading that repeats the title is left out of the paths."""
    pieces: list[str] = []
    blocks: list[Block] = []
    length = 0
    for part in parts:
        alone = len(parts) > 1 and part.kind == "prose" and not part.heading
        repeats_title = alone and plain(part.text) == plain(title)
        if not part.text.strip() or repeats_title:
            continue
        separator = "" if not pieces else " " if part.continues else "\n" if part.same else "\n\n"
        start = length + len(separator)
        pieces += [separator, part.text]
        length = start + len(part.text)
        blocks.append(_block(part, start, _without_title(part.heading, title)))
    return "".join(pieces), tuple(blocks)


def _block(part: Part, start: int, heading: tuple[str, ...]) -> Block:
    cells = tuple(Cell(cell.header, start + cell.start, start + cell.end) for cell in part.cells)
    return Block(
        start, start + len(part.text), heading, part.page,
        part.kind, part.level, part.mark, cells, part.boxes, part.page_label,
    )  # fmt: skip


def _without_title(heading: tuple[str, ...], title: str) -> tuple[str, ...]:
    return heading[1:] if heading and plain(heading[0]) == plain(title) else heading
