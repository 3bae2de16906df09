"""Names of files that are no documents, and names that programs give to copies. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

# What office programs write while a file is open, and systems beside files; nobody means it as a document.
_LITTER = re.compile(
    r"~\$.*|\.~lock\..*#|~wrl\d+\.tmp|thumbs\.db|ehthumbs\.db|desktop\.ini|\.ds_store|\._.*|icon\r|__macosx|"
    r"\$recycle\.bin|system volume information",
    re.IGNORECASE,
)
# At the end of a name: what Windows, macOS, Linux and the services that synchronise folders add to that of a copy.
_COPY: Final = re.compile(
    r"""
    \s* (?: [-–_] \s* (?:copie|copy|kopie|copia) (?:\s*\(\d+\))?
      | \( (?:copie|copy|\d+(?:th|st|nd|rd|e)?\s*(?:copie|copy)|autre\ copie|another\ copy) \)
      | \( \d{1,3} \)
      | \ (?:copie|copy) (?:\s\d{1,3})?
      | \( [^()]* (?:copie\ en\ conflit|conflicted\ copy|in\ conflict|conflit|conflict) [^()]* \)
      | [-_. ] [^\s]* (?:conflict|conflit) [-\w.]*
      | \.sync-conflict-[-\w]+
    ) \Z
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is a lock file or a note of the system, to be passed over without a word.

    >>> is_litter("~$Rapport.docx"), is_litter("Rapport.docx")
    (True, False)
    """
    return _LITTER.fullmatch(name) is not None


def original_of(path: str) -> str:
    """The path of which this is a copy by its name, such as a program gives it; empty where it is none.

    >>> original_of("notes/Rapport - Copie (2).md"), original_of("notes/Rapport.md")
    ('notes/Rapport.md', '')
    """
    file = PurePosixPath(path)
    stem = _COPY.sub("", file.stem)
    return file.with_name(stem.strip() + file.suffix).as_posix() if stem.strip() and stem != file.stem else ""
