"""Office and book formats are zip archives: check one before a library unpacks it."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from assistant.errors import DocumentError
from assistant.loading.parts import Source

# Unpacked sizes are declared in the archive, and zipfile reads no more than declared.
_MOST_UNPACKED = 500_000_000
_MOST_XML = 200_000_000
_MOST_MEMBERS = 20_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"\.(?:xml|rels|xhtml|html?|opf|ncx)\Z", re.IGNORECASE)
# Entities are declared at the top of a document; this is more than any of these formats has there.
_PROLOGUE = 4096


def checked(source: Source, member: str, what: str) -> BytesIO:
    """The archive as a file, once it is known to hold ``member`` and to be harmless.

    Args:
        source: the file.
        member: a file in the archive that makes it one of this format; empty for archives of any files.
        what: the format's name, for the reasons.

    Raises:
        DocumentError: ``wrong-type``, ``encrypted``, ``broken``, or ``too-large`` (it would unpack to a huge size).
    """
    if source.data.startswith(_OLE):
        raise DocumentError(f"The file has a password or an old format; save it as plain {what}.", "encrypted")
    if not source.data.startswith(b"PK"):
        raise DocumentError(f"The content is not {what}; give the file the suffix of its real format.", "wrong-type")
    try:
        with ZipFile(BytesIO(source.data)) as archive:
            _check(archive, member, what)
    except (BadZipFile, NotImplementedError, EOFError, ValueError, OSError):
        raise DocumentError(f"The {what} file is damaged; export it again.", "broken") from None
    return BytesIO(source.data)


def _check(archive: ZipFile, member: str, what: str) -> None:
    members = archive.infolist()
    xml = [info for info in members if _XML.search(info.filename)]
    unpacked = sum(info.file_size for info in members)
    if unpacked > _MOST_UNPACKED or sum(info.file_size for info in xml) > _MOST_XML or len(members) > _MOST_MEMBERS:
        raise DocumentError(f"The {what} file would unpack to {unpacked / 1e6:.0f} MB; split it.", "too-large")
    if not member:
        if members and all(info.flag_bits & 1 for info in members if not info.is_dir()):
            raise DocumentError(f"The {what} file asks for a password; save it without one.", "encrypted")
        return
    if member not in archive.namelist():
        raise DocumentError(f"The content is not {what}; give the file the suffix of its real format.", "wrong-type")
    if any(info.flag_bits & 1 for info in members):
        raise DocumentError(f"The {what} file asks for a password; save it without one.", "encrypted")
    for info in xml:
        with archive.open(info) as stream:
            if b"<!ENTITY" in stream.read(_PROLOGUE):
                raise DocumentError(f"The {what} file declares XML entities, which are not read.", "broken")
