"""Bearer tokens of the addresses for programs."""

from __future__ import annotations

import hmac

from pydantic import SecretStr

SHORTEST = 16
"""Characters of a token; what is shorter can be guessed."""


def tokens_of(setting: SecretStr) -> tuple[str, ...]:
    """The tokens of a setting, which stand between commas."""
    return tuple(token.strip() for token in setting.get_secret_value().split(",") if token.strip())


def is_allowed(authorization: str, tokens: tuple[str, ...]) -> bool:
    """Whether an ``Authorization`` header carries one of ``tokens``; compared in constant time.

    >>> is_allowed("Bearer correct-horse-battery", ("correct-horse-battery",))
    True
    >>> is_allowed("correct-horse-battery", ("correct-horse-battery",))
    False
    """
    scheme, _, given = authorization.partition(" ")
    found = [hmac.compare_digest(given.strip().encode(), token.encode()) for token in tokens]
    return scheme.lower() == "bearer" and any(found)
