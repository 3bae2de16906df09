"""Passwords and their argon2 hashes."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from assistant.errors import UsageError

SHORTEST_PASSWORD = 12
"""Characters; NIST SP 800-63B asks for at least 8, and for more where a password is the only factor."""
LONGEST_PASSWORD = 1024
"""Characters; hashing more would only cost time."""

# The library's defaults: argon2id, 64 MiB and 3 passes (the second recommendation of RFC 9106).
_HASHER = PasswordHasher()
# What a guess at an account that does not exist is compared with, so that it takes as long as any other.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash of a new password, with its salt and parameters.

    Raises:
        UsageError: it is too short or too long.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"The password has {len(password)} characters; use at least {SHORTEST_PASSWORD}.")
    if len(password) > LONGEST_PASSWORD:
        raise UsageError(f"The password is longer than {LONGEST_PASSWORD} characters.")
    return _HASHER.hash(password)


def is_hash(text: str) -> bool:
    """Whether ``text`` is an argon2 hash that can be checked here."""
    try:
        _HASHER.check_needs_rehash(text)
    except InvalidHashError:
        return False
    return True


def verify(password: str, hashed: str | None) -> bool:
    """Whether the password belongs to the hash; ``None`` (no such account) takes as long, and is False."""
    try:
        return _HASHER.verify(hashed or _NOBODY, password[:LONGEST_PASSWORD]) and hashed is not None
    except Argon2Error:
        return False
    except InvalidHashError:
        return False
