"""Slows down and locks out whoever guesses passwords. Pure but for the clock that is passed in.

Failures are counted for each account and for all together, not for addresses: an attacker has many of those.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE_FAILURES = 3
"""Wrong passwords that cost no wait: people mistype."""
LOCKED_AFTER = 10
"""Wrong passwords in a row after which an account is locked."""
LOCKED_S = 900.0
"""How long it is locked, and after how long without a failure its count is forgotten."""
OVERALL_PER_MINUTE = 30
"""Failures of all accounts together in a minute; beyond it every login waits."""
_MOST_NAMES = 1000  # remembered at once; made-up names push out each other


@dataclass(slots=True)
class _Account:
    failures: int = 0
    last: float = 0.0
    until: float = 0.0


class LoginThrottle:
    """Says how long a login has to wait, and learns from how it ended. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._recent: list[float] = []
        self._lock = threading.Lock()

    def wait(self, name: str) -> int:
        """Whole seconds until ``name`` may try again; 0 when now."""
        now = self._clock()
        with self._lock:
            self._recent = [moment for moment in self._recent if now - moment < 60]
            overall = self._recent[0] + 60 - now if len(self._recent) >= OVERALL_PER_MINUTE else 0.0
            account = self._accounts.get(name)
            return max(0, math.ceil(max(overall, account.until - now if account else 0.0)))

    def failed(self, name: str) -> bool:
        """Note a wrong password; True if this one locked the account."""
        now = self._clock()
        with self._lock:
            self._recent.append(now)
            account = self._accounts.pop(name, None) or _Account()
            if now - account.last > LOCKED_S:
                account = _Account()
            self._accounts[name] = account
            account.failures += 1
            account.last = now
            locked = account.failures >= LOCKED_AFTER
            # 1, 2, 4 … 64 seconds, then the lock.
            delay = LOCKED_S if locked else 2.0 ** (account.failures - FREE_FAILURES - 1)
            account.until = now + delay if account.failures > FREE_FAILURES else 0.0
            while len(self._accounts) > _MOST_NAMES:
                self._accounts.popitem(last=False)
            return locked

    def succeeded(self, name: str) -> None:
        """Note a right password: the account's failures are forgotten."""
        with self._lock:
            self._accounts.pop(name, None)
