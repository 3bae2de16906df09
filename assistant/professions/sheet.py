"""A description of a job for the classroom: which passages it takes, and the sheet as Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.index.registry import StoredDocument
from assistant.professions.sections import Passage, Section, SectionRole, sections_of

SHOWN = (
    SectionRole.BRIEF, SectionRole.ACTIVITY, SectionRole.CHANGE, SectionRole.SKILLS, SectionRole.ACCESS,
    SectionRole.ANCHORED, SectionRole.OTHER, SectionRole.CLASSROOM,
)  # fmt: skip
"""What a page of a profession shows, in this order; codes and neighbours come from the catalogue, sources last."""
_ITEM = re.compile(r"(?:[-•*]|\d{1,2}\.)\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or an item of a list."""

    text: str
    item: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a passage says, line by line, with its place in the document."""

    heading: str
    lines: tuple[Line, ...]
    passage: Passage


@dataclass(frozen=True, slots=True)
class Part:
    """All that a document says in one role."""

    role: SectionRole
    told: tuple[Told, ...]


def parts_of(document: StoredDocument) -> tuple[Part, ...]:
    """What a document tells about a job, in the order of :data:`SHOWN`."""
    return _parts(document, SHOWN)


def sources_of(document: StoredDocument) -> tuple[str, ...]:
    """The sources that stand at the end of a document, else those of its metadata."""
    written = [line.text for part in _parts(document, (SectionRole.SOURCES,)) for t in part.told for line in t.lines]
    return tuple(written) or document.info.metadata.source


def as_markdown(
    title: str,
    parts: Sequence[Part],
    names: Mapping[SectionRole, str],
    facts: Mapping[str, str],
    sources: Sequence[str],
    sources_name: str,
) -> str:
    """A sheet: title, facts, parts, sources."""
    lines = [f"# {title}", ""]
    lines += [f"- **{name}**: {value}" for name, value in facts.items() if value]
    for part in parts:
        lines += ["", f"## {names[part.role]}"]
        for told in part.told:
            lines += ["", *([f"### {told.heading}", ""] if told.heading else [])]
            for line in told.lines:
                lines += [f"- {line.text}"] if line.item else [line.text, ""]
    lines += ["", f"## {sources_name}", "", *(f"{n}. {source}" for n, source in enumerate(sources, 1)), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _parts(document: StoredDocument, roles: Sequence[SectionRole]) -> tuple[Part, ...]:
    sections = sections_of(document.blocks, document.info.metadata.title)
    found: list[Part] = []
    for role in roles:
        told = [t for section in sections if section.role is role for t in _told(document.text, section)]
        if told:
            found.append(Part(role, tuple(told)))
    return tuple(found)


def _told(text: str, section: Section) -> list[Told]:
    found = []
    for passage in section.passages:
        lines = tuple(_lines(text[passage.start : passage.end]))
        if lines:
            heading = passage.heading if section.role is not SectionRole.OTHER else passage.heading or section.heading
            found.append(Told(heading, lines, passage))
    return found


def _lines(text: str) -> list[Line]:
    found = []
    for paragraph in re.split(r"\n+", text):
        stripped = paragraph.strip()
        if stripped:
            item = _ITEM.match(stripped)
            found.append(Line(stripped[item.end() :] if item else stripped, item is not None))
    return found
