"""What the codes of a profession stand for, as its description tells it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.index.registry import StoredDocument
from assistant.professions.catalogue import Profession
from assistant.professions.sections import SectionRole, sections_of

_CELL = re.compile(r"(?:^|;\s)\s*(?P<name>[^\W\d][^:;]{0,30}?)\s?:\s")
_ADDRESS = re.compile(r"\s*(?:[—–-]\s*)?(?P<address>https?://[^\s\])>]+)")
_REFERENCE = re.compile(r"\s*\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a repertory: which one, the code, its label, and its address where it has one."""

    system: str
    code: str
    label: str = ""
    address: str = ""


def codes_of(profession: Profession, document: StoredDocument) -> tuple[Code, ...]:
    """The codes that a description explains in a table, then those that only the metadata give."""
    explained = [code for line in _lines(document) if (code := _row(line)) is not None]
    told = {code.code for code in explained} | {code.address for code in explained}
    rest = [Code("ROME", code) for code in profession.rome if code not in told]
    rest += [_esco(value) for value in profession.esco if value not in told]
    return (*explained, *rest)


def _esco(value: str) -> Code:
    return Code("ESCO", "", address=value) if value.startswith(("http://", "https://")) else Code("ESCO", value)


def _lines(document: StoredDocument) -> list[str]:
    sections = [section for section in sections_of(document) if section.role is SectionRole.CODES]
    return [line for s in sections for line in document.text[s.start : s.end].splitlines()]


def _row(line: str) -> Code | None:
    """``System: ROME 4.0; Code: N2206; Label: Pilote de drone [14]``, whatever its columns are called."""
    names = list(_CELL.finditer(line))
    if len(names) < 3 or names[0].start() != 0:
        return None
    ends = [name.start() for name in names[1:3]]
    system, code = (line[name.end() : end].strip() for name, end in zip(names, ends, strict=False))
    label = _REFERENCE.sub("", line[names[2].end() :]).strip()
    address = _ADDRESS.search(label)
    if address:
        label = (label[: address.start()] + label[address.end() :]).strip()
    return Code(system, code, label, address["address"] if address else "")
