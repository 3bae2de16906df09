"""The parts of a description of a job by what they tell, recognised from their headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from assistant.documents import Block
from assistant.index.registry import StoredDocument
from assistant.loading.fields import plain
from assistant.loading.grid import path_name
from assistant.loading.tables import columns_of


class SectionRole(StrEnum):
    """What a part of a description tells, in the order in which a page shows it."""

    BRIEF = "brief"
    ACTIVITY = "activity"
    CHANGE = "change"
    SKILLS = "skills"
    ACCESS = "access"
    ANCHORED = "anchored"
    NEIGHBOURS = "neighbours"
    CODES = "codes"
    CLASSROOM = "classroom"
    OTHER = "other"
    SOURCES = "sources"
    CATALOGUED = "catalogued"
    """What the metadata say already, in a row of a table."""


# The first pattern that is found in a heading (without accents, in lower case) names its role.
_HEADINGS: Final[tuple[tuple[SectionRole, re.Pattern[str]], ...]] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (SectionRole.SOURCES, r"^(sources?|references?|bibliograph\w*)\b"),
        (SectionRole.CLASSROOM, r"enseignant|eleve|en classe|teacher|classroom|pupil"),
        (SectionRole.CHANGE, r"chang|evolu|emerg|transform|mutation"),
        (SectionRole.ACCESS, r"acce[ds]|formation|diplom|etude|parcours|get there|training|qualification|education"),
        (SectionRole.SKILLS, r"competence|savoir|skill|knowledge|abilit"),
        (SectionRole.NEIGHBOURS, r"voisin|proche|passerelle|neighbour|neighbor|related|similar"),
        (SectionRole.ANCHORED, r"ancr|cluster|territoire|employeur|ou s.?exerce|anchor|where|employer"),
        (SectionRole.CODES, r"\bcodes?\b|nomenclature|\brome\b|\besco\b|classification"),
        (SectionRole.ACTIVITY, r"activite|mission|tache|quotidien|fait\b|does\b|do\b|activit|task|dut(y|ies)\b"),
        (SectionRole.BRIEF, r"bref|resume|presentation|definition|brief|summary|overview|description"),
    )
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks under one sub-heading (empty directly under the section's own); together ``text[start:end]``."""

    heading: str
    start: int
    end: int
    page: int | None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document; its span in the text is that of its passages."""

    role: SectionRole
    heading: str
    passages: tuple[Passage, ...]

    @property
    def start(self) -> int:
        return self.passages[0].start

    @property
    def end(self) -> int:
        return self.passages[-1].end


def sections_of(document: StoredDocument) -> tuple[Section, ...]:
    """The sections of a document in its own order; text before the first heading is ``BRIEF``.

    A heading that says no more than the title is no section. In a row of a table each column is one.
    """
    title, is_row = document.info.metadata.title, document.info.row is not None
    found: list[tuple[str, list[Passage]]] = []
    for block in document.blocks:
        path = _without_title(block.heading, title)
        if is_row and not path:
            found += _cells(block)
            continue
        top, sub = (path[0] if path else ""), " › ".join(path[1:])
        if not found or found[-1][0] != top:
            found.append((top, []))
        passages = found[-1][1]
        if passages and passages[-1].heading == sub:
            last = passages.pop()
            passages.append(Passage(sub, last.start, block.end, last.page, (*last.blocks, block)))
        else:
            passages.append(Passage(sub, block.start, block.end, block.page, (block,)))
    return tuple(Section(_column_role(top) if is_row else role_of(top), top, tuple(p)) for top, p in found)


def role_of(heading: str) -> SectionRole:
    """What a section under ``heading`` tells.

    >>> role_of("Pourquoi le métier change"), role_of("How to get there"), role_of("Salary")
    (<SectionRole.CHANGE: 'change'>, <SectionRole.ACCESS: 'access'>, <SectionRole.OTHER: 'other'>)
    """
    if not heading:
        return SectionRole.BRIEF
    words = plain(heading)
    return next((role for role, pattern in _HEADINGS if pattern.search(words)), SectionRole.OTHER)


def _column_role(name: str) -> SectionRole:
    return SectionRole.CATALOGUED if columns_of([name], {}) else role_of(name)


def _cells(block: Block) -> list[tuple[str, list[Passage]]]:
    """The values of a row, each as a section named by its column; what is no value has no name."""
    if not block.cells:
        return [("", [Passage("", block.start, block.end, block.page, (block,))])]
    found = []
    for cell in block.cells:
        value = replace(block, start=cell.start, end=cell.end, kind="prose", cells=())
        found.append((path_name(cell.header), [Passage("", cell.start, cell.end, block.page, (value,))]))
    return found


def _without_title(path: Sequence[str], title: str) -> tuple[str, ...]:
    return tuple(path[1:]) if path and plain(path[0]) == plain(title) else tuple(path)
