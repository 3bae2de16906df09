"""Files inside a file (an archive's, a mail's attachments): each is read as it would be beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from assistant.errors import DocumentError
from assistant.loading.names import is_litter
from assistant.loading.parts import Parsed, Source
from assistant.loading.registry import READERS, reader_of
from assistant.loading.warnings import MEMBER

# An archive in a mail in an archive is deep enough.
_DEEPEST = 3
_MB = 1_000_000
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another; ``name`` is its path there, with ``/``."""

    name: str
    data: bytes


@dataclass(slots=True)
class Unread:
    """The files inside that were not read, with the reasons; told in one warning."""

    names: list[str] = field(default_factory=list)

    def add(self, name: str, reason: str = "") -> None:
        """Note a file, and why it was not read where it should have been."""
        self.names.append(f"{name} ({reason.rstrip('.')})" if reason else name)

    def __str__(self) -> str:
        more = len(self.names) - _MOST_NAMED
        return "; ".join(self.names[:_MOST_NAMED]) + (f"; … (+ {more})" if more > 0 else "")


def read_members(members: Iterable[Member], source: Source, unread: Unread) -> Iterator[Parsed]:
    """The documents in the files inside ``source``; ``unread`` notes those of which none came.

    One that is damaged harms none of the others. Of several files of one name, the further ones are numbered.
    """
    seen: Counter[str] = Counter()
    for member in members:
        path = PurePosixPath(member.name)
        if any(is_litter(part) or part.startswith(".") for part in path.parts):
            continue
        seen[member.name] += 1
        name = member.name if seen[member.name] == 1 else f"{path.with_suffix('')} [{seen[member.name]}]{path.suffix}"
        suffix = path.suffix.lower()
        read = reader_of(suffix, READERS)
        if read is None:
            unread.add(name)
        elif source.depth >= _DEEPEST:
            unread.add(name, "nested too deep")
        elif len(member.data) > source.settings.max_file_mb * _MB:
            unread.add(name, "too large")
        else:
            inner = Source(member.data, suffix, path.stem, source.settings, source.columns, source.depth + 1)
            try:
                documents = list(read(inner))
            except MemoryError:
                raise
            except DocumentError as error:
                unread.add(name, str(error))
                continue
            except Exception as error:  # a library met something that the member's format does not allow
                unread.add(name, f"damaged: {type(error).__name__}")
                continue
            if not any(document.parts for document in documents):
                unread.add(name, "no text")
            for document in documents:
                yield _as_member(document, name)


def _as_member(document: Parsed, name: str) -> Parsed:
    """A document of a file inside, its warnings told with the name of that file."""
    warnings = tuple(
        replace(warning, details={**warning.details, MEMBER: _below(name, warning.details.get(MEMBER, ""))})
        for warning in document.warnings
    )
    return replace(document, member=_below(name, document.member), warnings=warnings)


def _below(name: str, inner: str) -> str:
    return f"{name}/{inner}" if inner else name
