"""A mail, whatever file it came in: its head, its body, and what is attached, each a document of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.loading.cleaning import clean, without_hints
from assistant.loading.completeness import warn_of_missing, warn_of_replaced
from assistant.loading.disclosure import Disclosures
from assistant.loading.furniture import find_furniture
from assistant.loading.html_dump import visible_text
from assistant.loading.html_tree import parse_page
from assistant.loading.markup import add_tree
from assistant.loading.members import Member, Unread, read_members
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.plain_text import add_paragraphs
from assistant.loading.rtf import add_rich_text


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who writes or receives mail; either may be empty."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as its file tells it.

    ``html`` is its body as markup, ``texts`` as plain text where there is none, ``rich_text`` (RTF) where there is
    neither. ``elsewhere`` names attachments whose content is not in the file, or is another mail of Outlook.
    """

    subject: str
    senders: tuple[Person, ...] = ()
    receivers: tuple[Person, ...] = ()
    copies: tuple[Person, ...] = ()
    sent: datetime | None = None
    organisation: str = ""
    html: str = ""
    texts: tuple[str, ...] = ()
    rich_text: bytes = b""
    attachments: tuple[Member, ...] = ()
    elsewhere: tuple[str, ...] = ()


def read_mail(mail: Mail, source: Source) -> Iterator[Parsed]:
    """The mail, then the documents attached to it; attachments that are not read are named with the mail."""
    unread = Unread(list(mail.elsewhere))
    attached = list(read_members(mail.attachments, source, unread))
    outline = Outline()
    head = list(_head(mail))
    outline.add_pairs(head)
    seen = [("⟨mail⟩", value) for _, value in head]
    if mail.html:
        seen += _add_markup(mail.html, outline)
    warn_of_replaced(outline, "".join([mail.html, *mail.texts]))
    if mail.rich_text:
        add_rich_text(mail.rich_text, outline)
    for text in mail.texts:
        add_paragraphs(outline, _unquoted(text))
        seen.append(("⟨mail⟩", text))
    parts = outline.finish()
    parsed = Parsed(parts, mail.subject, _fields(mail))
    warn_of_missing([parsed], outline, seen)
    if unread.names:
        outline.warn("attachments", names=unread)
    yield replace(parsed, warnings=tuple(outline.warnings))
    yield from attached


def _head(mail: Mail) -> Iterator[tuple[str, str]]:
    yield "From", ", ".join(map(str, mail.senders))
    yield "To", ", ".join(map(str, mail.receivers))
    yield "Cc", ", ".join(map(str, mail.copies))
    yield "Date", f"{mail.sent:%Y-%m-%d %H:%M}" if mail.sent else ""
    yield "Subject", mail.subject
    yield "Attachments", ", ".join([*(member.name for member in mail.attachments), *mail.elsewhere])


def _add_markup(markup: str, outline: Outline) -> list[tuple[str, str]]:
    text = without_hints(clean(markup))
    tree = parse_page(text)
    if tree is None:
        return []
    nothing = Disclosures()
    add_tree(tree, outline, find_furniture(tree, nothing), nothing)
    return list(visible_text(text))


def _unquoted(text: str) -> str:
    """The lines of a mail without the marks of what is quoted in it."""
    return "\n".join(line.lstrip("> ") if line.startswith(">") else line for line in clean(text).split("\n"))


def _fields(mail: Mail) -> dict[str, object]:
    return {
        "author": [person.name or person.address for person in mail.senders],
        "organisation": mail.organisation,
        "date": f"{mail.sent:%Y-%m-%d}" if mail.sent else "",
        "year": str(mail.sent.year) if mail.sent else "",
    }
