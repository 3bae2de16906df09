"""``users``: the accounts of the admin area. Passwords are typed or piped in, never given as arguments."""

from __future__ import annotations

import getpass
import sys

from assistant.admin.accounts import Accounts
from assistant.admin.passwords import hash_password
from assistant.errors import UsageError
from assistant.settings import Settings


def users(settings: Settings, action: str, name: str) -> int:
    """Carry out ``add``, ``remove``, ``list`` or ``hash``; exit code 0.

    Raises:
        UsageError: the name or the password will not do.
    """
    accounts = Accounts(settings)
    if action == "list":
        print("\n".join(accounts.names()) or "There is no account; the admin area is off.")
    elif action == "hash":
        print(hash_password(_new_password()))
    elif not name:
        raise UsageError(f"Name the account: `users {action} NAME`.")
    elif action == "add":
        accounts.add(name, _new_password())
        print(f"{name} may log in at /admin.")
    else:
        accounts.remove(name)
        print(f"{name} may no longer log in.")
    return 0


def _new_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise UsageError("The two passwords differ; nothing was changed.")
    return password
