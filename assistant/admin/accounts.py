"""The accounts of the admin area: one from the settings, others in a file that only its owner may read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from assistant.admin.passwords import hash_password, is_hash
from assistant.errors import SettingsError, UsageError
from assistant.settings import Settings

SETTINGS_USER = "admin"
"""The account whose hash stands in ``ASSISTANT_ADMIN_PASSWORD_HASH``."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)


def admin_folder(settings: Settings) -> Path:
    """Where the admin area keeps what is its own: accounts, audit log, uploads, trash, results."""
    return settings.index_dir / "admin"


class Accounts:
    """Names and password hashes. The file is read at every use, so that a removed account is gone at once.

    Raises:
        SettingsError: the hash in the settings is none.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = admin_folder(settings) / "users.json"
        self._from_settings = settings.admin_password_hash.get_secret_value().strip()
        if self._from_settings and not is_hash(self._from_settings):
            raise SettingsError(
                "ASSISTANT_ADMIN_PASSWORD_HASH is not an argon2 hash; make one with `python -m assistant users hash`."
            )

    def hashes(self) -> Mapping[str, str]:
        """The hash of each account; the file wins over the settings.

        Raises:
            UsageError: the file of accounts is damaged.
        """
        own = {SETTINGS_USER: self._from_settings} if self._from_settings else {}
        return {**own, **self._read()}

    def names(self) -> list[str]:
        """The accounts, in order."""
        return sorted(self.hashes())

    def add(self, name: str, password: str) -> None:
        """Add an account, or change its password.

        Raises:
            UsageError: the name or the password will not do, or the file cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise UsageError("An account's name is 1 to 40 of a-z, 0-9, dot, dash and underscore.")
        self._write({**self._read(), name: hash_password(password)})

    def remove(self, name: str) -> None:
        """Remove an account of the file; its sessions end at their next request.

        Raises:
            UsageError: there is no such account in the file.
        """
        users = self._read()
        if name not in users:
            raise UsageError(f"There is no account {name!r} in {self._path}.")
        del users[name]
        self._write(users)

    def _read(self) -> dict[str, str]:
        try:
            users = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise UsageError(f"The accounts in {self._path} cannot be read ({type(error).__name__}).") from None
        if not isinstance(users, dict) or not all(isinstance(v, str) and is_hash(v) for v in users.values()):
            raise UsageError(f"The accounts in {self._path} are damaged; remove the file and add them again.")
        return users

    def _write(self, users: Mapping[str, str]) -> None:
        fresh = self._path.with_name(f"users.json.{os.getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(dict(sorted(users.items())), file, indent=2)
            fresh.replace(self._path)
        except OSError as error:
            raise UsageError(f"The accounts in {self._path} cannot be written: {error.strerror}.") from None
