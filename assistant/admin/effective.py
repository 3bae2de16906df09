"""The settings in force, as an admin may see them: no secret, whatever field it hides in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from assistant.settings import PREFIX, Settings

MASK = "••••••••"


@dataclass(frozen=True, slots=True)
class Effective:
    """One setting. ``chosen`` tells whether the operator has set it."""

    name: str
    value: str
    chosen: bool
    description: str


def effective(settings: Settings) -> list[Effective]:
    """Every setting, in the order of the class."""
    return [
        Effective(
            f"{PREFIX}{name.upper()}",
            shown(getattr(settings, name)),
            name in settings.model_fields_set,
            (field.description or "").replace("`", ""),
        )
        for name, field in Settings.model_fields.items()
    ]


def shown(value: object) -> str:
    """A value as text: a secret as dots, an address without user and password.

    >>> shown("https://me:word@host/v1"), shown(SecretStr("x")), shown(SecretStr(""))
    ('https://••••••••@host/v1', '••••••••', '')
    """
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    text = str(value)
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return MASK
    user, at, host = parts.netloc.rpartition("@")
    netloc = f"{MASK}@{host}" if at and user else parts.netloc
    return urlunsplit((parts.scheme, netloc, parts.path, MASK if parts.query else "", ""))
