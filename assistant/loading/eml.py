"""Mails in the format of the internet (``.eml``), and web pages that a browser has saved as one file (``.mht``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

from assistant.errors import DocumentError
from assistant.loading.encodings import decode_text
from assistant.loading.html import read_page
from assistant.loading.html_tree import page_text
from assistant.loading.mail import Mail, Person, read_mail
from assistant.loading.members import Member
from assistant.loading.parts import Parsed, Source

_PAGES = frozenset({".mht", ".mhtml"})
# Signatures made by machines, of which no person wants to hear.
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


def read(source: Source) -> Iterator[Parsed]:
    """A mail and its attachments; or the one document of a saved page.

    Raises:
        DocumentError: ``wrong-type``, there is neither a head nor a body of a mail; ``encrypted``.
    """
    message = message_from_bytes(source.data.lstrip(b"\r\n"), policy=policy.default)
    if not message.keys():
        raise DocumentError("The content is no mail; give the file the suffix of its real format.", "wrong-type")
    if message.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime"}:
        raise DocumentError("The mail is encrypted; export it as plain text from the mail program.", "encrypted")
    if source.suffix in _PAGES:
        page = next((part for part in _leaves(message) if part.get_content_type() == "text/html"), None)
        parsed = read_page(page_text(_payload(page), _charset(page)), _location(message, page)) if page else None
        if parsed is not None:
            yield parsed
        return
    yield from read_mail(_mail(message), source)


def _mail(message: EmailMessage) -> Mail:
    bodies, attachments = _sorted_parts(message)
    html = next((part for part in bodies if part.get_content_type() == "text/html"), None)
    plain = [part for part in bodies if part.get_content_type() != "text/html"]
    return Mail(
        _header(message, "subject"),
        _people(message, "from"),
        _people(message, "to"),
        _people(message, "cc"),
        _date(message),
        _header(message, "organization"),
        page_text(_payload(html), _charset(html)) if html is not None else "",
        tuple(decode_text(_payload(part), _charset(part)) for part in plain),
        attachments=tuple(attachments),
    )


def _sorted_parts(message: EmailMessage) -> tuple[list[EmailMessage], list[Member]]:
    """The parts that are the body, of alternatives the richest; and the files."""
    bodies: list[EmailMessage] = []
    files: list[Member] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = cast(EmailMessage, part.get_payload(0)) if part.is_multipart() else None
            if inner is not None:
                name = part.get_filename() or f"{_header(inner, 'subject') or 'message'}.eml".replace("/", "-")
                files.append(Member(name if name.lower().endswith(".eml") else f"{name}.eml", inner.as_bytes()))
        elif kind == "multipart/alternative":
            waiting[:0] = _richest(_children(part))
        elif part.is_multipart():
            waiting[:0] = _children(part)
        elif part.get_content_disposition() == "attachment" or part.get_filename():
            if not (kind in _SIGNATURES or _is_picture_of_body(part)):
                files.append(Member(_file_name(part), _payload(part)))
        elif part.get_content_maintype() == "text" and kind in {"text/plain", "text/html"}:
            bodies.append(part)
        elif kind not in _SIGNATURES and not _is_picture_of_body(part):
            files.append(Member(_file_name(part), _payload(part)))
    return bodies, files


def _richest(parts: list[EmailMessage]) -> list[EmailMessage]:
    """Of alternatives, the one with markup and what is no text (an invitation); else the last, as mail programs do."""
    with_markup = [part for part in parts if any(leaf.get_content_type() == "text/html" for leaf in _leaves(part))]
    return with_markup[-1:] or parts[-1:]


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if not part.is_multipart())


def _children(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return [cast(EmailMessage, child) for child in payload] if isinstance(payload, list) else []


def _is_picture_of_body(part: EmailMessage) -> bool:
    """A picture that the body shows, most often a logo below a signature."""
    return part.get_content_maintype() == "image" and (
        part.get_content_disposition() != "attachment" or part.get("content-id") is not None
    )


def _file_name(part: EmailMessage) -> str:
    name = (part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
    return name or f"{part.get_content_maintype()}.{part.get_content_subtype()}"


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: EmailMessage) -> str:
    return str(part.get_content_charset() or "")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, IndexError, TypeError):  # headers that their parser cannot read
        return ""


def _people(message: EmailMessage, name: str) -> tuple[Person, ...]:
    try:
        values: Iterable[str] = [str(value) for value in message.get_all(name, [])]
    except (ValueError, IndexError, TypeError):
        return ()
    return tuple(
        Person(" ".join(shown.split()), address) for shown, address in getaddresses(values) if shown or address
    )


def _date(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError):
        return None


def _location(message: EmailMessage, page: EmailMessage) -> str:
    return _header(page, "content-location") or _header(message, "snapshot-content-location")
