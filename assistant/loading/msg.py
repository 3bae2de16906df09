"""Mails of Outlook (``.msg``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email.utils import getaddresses
from io import BytesIO

from compressed_rtf import decompress
from oxmsg import Message
from oxmsg.attachment import Attachment

from assistant.errors import DocumentError
from assistant.loading.html_tree import page_text
from assistant.loading.mail import Mail, Person, read_mail
from assistant.loading.members import Member
from assistant.loading.parts import Parsed, Source

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Of the properties of a message, an attachment, a recipient (MS-OXPROPS).
_HTML, _RICH_TEXT, _SHORT_NAME, _CONTENT_ID, _KIND, _TO, _CC = 0x1013, 0x1009, 0x3704, 0x3712, 0x0C15, 1, 2


def read(source: Source) -> Iterator[Parsed]:
    """A mail and its attachments.

    Raises:
        DocumentError: ``wrong-type``, the file is not of Outlook; ``broken``.
    """
    if not source.data.startswith(_OLE):
        raise DocumentError(
            "The content is no Outlook mail; give the file the suffix of its real format.", "wrong-type"
        )
    yield from read_mail(_mail(Message.load(BytesIO(source.data))), source)


def _mail(message: Message) -> Mail:
    markup = message.properties.binary_prop_value(_HTML)
    html = page_text(markup) if markup else message.html_body or ""
    return Mail(
        message.subject or "",
        _senders(message),
        _receivers(message, _TO),
        _receivers(message, _CC),
        message.sent_date,
        message.message_headers.get("Organization", ""),
        html,
        (message.body,) if message.body and not html else (),
        b"" if message.body or html else _rich_text(message),
        tuple(_attachments(message)),
        tuple(filter(None, (_name(each) for each in message.attachments if each.file_bytes is None))),
    )


def _rich_text(message: Message) -> bytes:
    packed = message.properties.binary_prop_value(_RICH_TEXT)
    return bytes(decompress(packed)) if packed else b""


def _senders(message: Message) -> tuple[Person, ...]:
    return _people([message.sender or message.message_headers.get("From", "")])


def _receivers(message: Message, kind: int) -> tuple[Person, ...]:
    return tuple(
        Person(recipient.name or "", recipient.email_address or "")
        for recipient in message.recipients
        if (recipient.properties.int_prop_value(_KIND) or _TO) == kind
    )


def _people(values: Iterable[str]) -> tuple[Person, ...]:
    return tuple(Person(name, address) for name, address in getaddresses(list(values)) if name or address)


def _attachments(message: Message) -> Iterator[Member]:
    for number, attachment in enumerate(message.attachments, 1):
        data = attachment.file_bytes
        is_picture = (attachment.mime_type or "").startswith("image/")
        in_body = is_picture and attachment.properties.str_prop_value(_CONTENT_ID)
        if data and not in_body:
            yield Member(_name(attachment) or f"attachment {number}", data)


def _name(attachment: Attachment) -> str:
    name = attachment.file_name or attachment.properties.str_prop_value(_SHORT_NAME) or ""
    return name.replace("\\", "/").rpartition("/")[2]
