"""Everything that the routes of the admin area share, opened once for one application."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from assistant.admin.accounts import Accounts, admin_folder
from assistant.admin.audit import AuditLog
from assistant.admin.corpus import CorpusView
from assistant.admin.editing import MetadataEditor
from assistant.admin.evaluations import Evaluations
from assistant.admin.jobs import Jobs
from assistant.admin.quarantine import Quarantine
from assistant.admin.sessions import Sessions
from assistant.admin.throttle import LoginThrottle
from assistant.admin.trash import Trash
from assistant.service import Assistant
from assistant.web.pages import Pages


@dataclass(frozen=True)
class Area:
    """The parts of one admin area. Close it: running work then ends cleanly."""

    assistant: Assistant
    pages: Pages
    accounts: Accounts
    sessions: Sessions
    throttle: LoginThrottle
    audit: AuditLog
    corpus: CorpusView
    editor: MetadataEditor
    quarantine: Quarantine
    trash: Trash
    jobs: Jobs
    evaluations: Evaluations
    login_lock: threading.Lock
    """One password is checked at a time: each check takes 64 MiB, and attempts at once would outrun the throttle."""

    def close(self) -> None:
        self.jobs.close()
        self.quarantine.close()


def open_area(assistant: Assistant, clock: Callable[[], float] | None = None) -> Area:
    """The admin area of one assistant.

    Args:
        clock: seconds, for sessions and throttle; the monotonic clock unless a test gives another.

    Raises:
        SettingsError: the password hash in the settings is none.
    """
    settings = assistant.settings
    folder = admin_folder(settings)
    accounts = Accounts(settings)
    if settings.admin_password_hash.get_secret_value():
        with contextlib.suppress(OSError):  # what cannot be written is said where it is needed
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    corpus = CorpusView(assistant)
    idle_s = settings.admin_session_minutes * 60.0
    return Area(
        assistant=assistant,
        pages=Pages(),
        accounts=accounts,
        sessions=Sessions(idle_s, clock) if clock else Sessions(idle_s),
        throttle=LoginThrottle(clock) if clock else LoginThrottle(),
        audit=AuditLog(folder),
        corpus=corpus,
        editor=MetadataEditor(settings.corpus_dir),
        quarantine=Quarantine(folder / "quarantine", settings, corpus.path_of),
        trash=Trash(folder / "trash", settings.corpus_dir),
        jobs=Jobs(),
        evaluations=Evaluations(folder / "evaluations"),
        login_lock=threading.Lock(),
    )
