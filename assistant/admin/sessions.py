"""Who is logged in. Sessions live in the memory of the server: a restart ends them all."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_SESSION_S = 12 * 3600.0
"""After this a session ends, however busy it is."""
MOST_SESSIONS = 500
"""At once; the one unused for longest ends first."""


@dataclass(slots=True)
class Session:
    """One login. ``proof`` is the hash of the password that it was made with: a changed password ends it.

    ``messages`` are shown once, on the next page.
    """

    user: str
    proof: str
    created: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    messages: list[tuple[str, str]] = field(default_factory=list)

    def accepts(self, token: str) -> bool:
        """Whether a form or request carries this session's token; compared in constant time."""
        return hmac.compare_digest(token.encode(), self.csrf.encode())

    def say(self, text: str, kind: str = "done") -> None:
        """Show a line on the next page; ``kind`` is ``done`` or ``problem``."""
        self.messages.append((kind, text))

    def take_messages(self) -> list[tuple[str, str]]:
        taken, self.messages = self.messages, []
        return taken


class Sessions:
    """Sessions by the hash of their token: whoever reads the memory cannot use what he finds. Thread-safe."""

    def __init__(self, idle_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle_s = idle_s
        self._clock = clock
        self._by_hash: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, user: str, proof: str) -> str:
        """A new session; returns the token for the cookie."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._sweep(now)
            if len(self._by_hash) >= MOST_SESSIONS:
                del self._by_hash[min(self._by_hash, key=lambda each: self._by_hash[each].seen)]
            self._by_hash[_hash(token)] = Session(user, proof, now, now)
        return token

    def find(self, token: str) -> Session | None:
        """The live session of a token; its idle time begins anew."""
        now = self._clock()
        with self._lock:
            session = self._by_hash.get(_hash(token))
            if session is None or self._is_over(session, now):
                self._by_hash.pop(_hash(token), None)
                return None
            session.seen = now
            return session

    def end(self, token: str) -> None:
        """Log out; unknown tokens do no harm."""
        with self._lock:
            self._by_hash.pop(_hash(token), None)

    def _is_over(self, session: Session, now: float) -> bool:
        return now - session.seen > self._idle_s or now - session.created > LONGEST_SESSION_S

    def _sweep(self, now: float) -> None:
        for key in [key for key, session in self._by_hash.items() if self._is_over(session, now)]:
            del self._by_hash[key]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
