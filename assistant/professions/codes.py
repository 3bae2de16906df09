"""What the codes of a profession stand for, as its description tells it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.documents import Block
from assistant.index.registry import StoredDocument
from assistant.professions.catalogue import Profession
from assistant.professions.sections import SectionRole, sections_of

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
    explained = [code for row in _rows(document) if (code := _code(document.text, row)) is not None]
    told = {code.code for code in explained} | {code.address for code in explained}
    rest = [Code("ROME", code) for code in profession.rome if code not in told]
    rest += [_esco(value) for value in profession.esco if value not in told]
    return (*explained, *rest)


def _esco(value: str) -> Code:
    return Code("ESCO", "", address=value) if value.startswith(("http://", "https://")) else Code("ESCO", value)


def _rows(document: StoredDocument) -> list[Block]:
    sections = [section for section in sections_of(document) if section.role is SectionRole.CODES]
    return [block for s in sections for passage in s.passages for block in passage.blocks if block.kind == "row"]


def _code(text: str, row: Block) -> Code | None:
    """``System: ROME 4.0; Code: N2206; Label: Pilote de drone [14]``, whatever its columns are called."""
    if len(row.cells) < 3:
        return None
    system, code = (text[cell.start : cell.end].strip() for cell in row.cells[:2])
    label = _REFERENCE.sub("", text[row.cells[2].start : row.end]).strip()
    address = _ADDRESS.search(label)
    if address:
        label = (label[: address.start()] + label[address.end() :]).strip()
    return Code(system, code, label, address["address"] if address else "")
