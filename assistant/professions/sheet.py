"""What the documents of a profession tell, part by part, and the sheet for the classroom as Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.documents import Block, DocumentInfo
from assistant.index.registry import StoredDocument
from assistant.professions.sections import Passage, Section, SectionRole, sections_of
from assistant.sentences import sentence_spans

SHOWN = (
    SectionRole.BRIEF, SectionRole.ACTIVITY, SectionRole.CHANGE, SectionRole.SKILLS, SectionRole.ACCESS,
    SectionRole.ANCHORED, SectionRole.OTHER, SectionRole.CLASSROOM,
)  # fmt: skip
"""What a page of a profession shows, in this order; codes and neighbours come from the catalogue, sources last."""
_REFERENCE = re.compile(r"\s*\[(\d{1,3})\]")
_ADDRESS = re.compile(r"(https?://[^\s<>\"»)\]]*[^\s<>\"»)\].,;:!?])")
# The title says it already, and so do the words under it.
_OTHER_NAME = re.compile(r"\s*\((?:in French|in English|en anglais|en français)\b[^()]*\)")


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


@dataclass(frozen=True, slots=True)
class Source:
    """A source, with the number by which the text names it."""

    number: int
    text: str


@dataclass(frozen=True)
class Account:
    """What one document tells of a profession: the parts that are shown of it, its sources."""

    document: StoredDocument
    parts: tuple[Part, ...]

    @property
    def info(self) -> DocumentInfo:
        return self.document.info

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Those that stand at the end of the document, else those of its metadata."""
        written = _parts(self.document, (SectionRole.SOURCES,))
        lines = [line for part in written for told in part.told for line in told.lines if line.item]
        if lines:
            return tuple(Source(number, line.text) for number, line in enumerate(lines, 1))
        return tuple(Source(number, text) for number, text in enumerate(self.info.metadata.source, 1))

    @property
    def roles(self) -> frozenset[SectionRole]:
        return frozenset(part.role for part in self.parts)


def accounts_of(documents: Sequence[StoredDocument]) -> tuple[Account, ...]:
    """What some documents tell: all of the first, and of each other what none before it tells.

    A summary in one language and a full description in another make one page in this way.
    """
    accounts: list[Account] = []
    told: set[SectionRole] = set()
    for document in documents:
        parts = tuple(part for part in _parts(document, SHOWN) if part.role not in told)
        told |= {part.role for part in parts}
        if told & {SectionRole.BRIEF, SectionRole.ACTIVITY}:
            told.add(SectionRole.BRIEF)  # who knows what one does needs no summary in another language
        if parts or not accounts:
            accounts.append(Account(document, parts))
    return tuple(accounts)


def opening(document: StoredDocument, longest: int = 200) -> str:
    """The first sentences of what a document tells, as many as ``longest`` letters hold, without references."""
    told = next((part.told[0] for part in _parts(document, SHOWN)), None)
    text = _OTHER_NAME.sub("", without_references(told.lines[0].text)) if told else ""
    kept = ""
    for start, end in sentence_spans(text):
        if kept and len(kept) + end - start >= longest:
            break
        kept = f"{kept} {text[start:end]}".strip()
    return kept if len(kept) <= longest else kept[:longest].rsplit(" ", 1)[0].rstrip(" ,;:(") + " …"


def without_references(text: str) -> str:
    """``text`` without ``[3]`` and the space before it.

    >>> without_references("It flies [1][2]. They say so [3].")
    'It flies. They say so.'
    """
    return _REFERENCE.sub("", text).strip()


def pieces(text: str) -> list[tuple[str, bool]]:
    """``text`` cut at the addresses in it: each piece, and whether it is one.

    >>> pieces("See https://example.org/a.")
    [('See ', False), ('https://example.org/a', True), ('.', False)]
    """
    cut = _ADDRESS.split(text)
    return [(piece, n % 2 == 1) for n, piece in enumerate(cut) if piece]


def runs(text: str, known: frozenset[int] | set[int]) -> list[tuple[str, int | None]]:
    """``text`` cut at its references to ``known`` sources: pieces of text with None, references with their number.

    >>> runs("It flies [1], they say [9].", {1})
    [('It flies ', None), ('[1]', 1), (', they say [9].', None)]
    """
    found: list[tuple[str, int | None]] = []
    at = 0
    for match in _REFERENCE.finditer(text):
        number = int(match[1])
        if number in known:
            bracket = match.start() + match.group().index("[")
            if text[at:bracket]:
                found.append((text[at:bracket], None))
            found.append((text[bracket : match.end()], number))
            at = match.end()
    if text[at:]:
        found.append((text[at:], None))
    return found


def as_markdown(
    title: str,
    accounts: Sequence[Account],
    names: Mapping[SectionRole, str],
    facts: Mapping[str, str],
    more: Sequence[str],
) -> str:
    """A sheet: title, facts, and of each document its parts and sources.

    Args:
        title: of the profession.
        accounts: what the documents tell.
        names: headings of the parts.
        facts: short facts under the title, by name; empty ones are left out.
        more: the heading over each account after the first.
    """
    lines = [f"# {title}", ""]
    lines += [f"- **{name}**: {value}" for name, value in facts.items() if value]
    for account, heading in zip(accounts, ("", *more), strict=True):
        lines += ["", f"## {heading}"] if heading else []
        level = "###" if heading else "##"
        for part in account.parts:
            lines += ["", f"{level} {names[part.role]}"]
            for told in part.told:
                lines += ["", *([f"{level}# {told.heading}", ""] if told.heading else [])]
                for line in told.lines:
                    lines += [f"- {line.text}"] if line.item else [line.text, ""]
        if account.sources:
            lines += ["", f"{level} {names[SectionRole.SOURCES]}", ""]
            lines += [f"{source.number}. {source.text}" for source in account.sources]
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*lines, ""]))


def _parts(document: StoredDocument, roles: Sequence[SectionRole]) -> tuple[Part, ...]:
    sections = sections_of(document)
    found: list[Part] = []
    for role in roles:
        told = [t for section in sections if section.role is role for t in _told(document.text, section)]
        if told:
            found.append(Part(role, tuple(told)))
    return tuple(found)


def _told(text: str, section: Section) -> list[Told]:
    found = []
    for passage in section.passages:
        lines = tuple(line for block in passage.blocks for line in _lines(text, block))
        if lines:
            heading = passage.heading if section.role is not SectionRole.OTHER else passage.heading or section.heading
            found.append(Told(heading, lines, passage))
    return found


def _lines(text: str, block: Block) -> list[Line]:
    if block.kind == "item":
        return [Line(text[block.start + block.mark : block.end].strip(), True)]
    paragraphs = (paragraph.strip() for paragraph in text[block.start : block.end].split("\n"))
    return [Line(paragraph, False) for paragraph in paragraphs if paragraph]
