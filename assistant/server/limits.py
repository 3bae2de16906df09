"""How much one visitor may ask: a rate, and a number of questions at the same time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.errors import TooManyQuestionsError

MOST_VISITORS = 10_000
"""Visitors remembered at once; the one not seen for longest is forgotten first, so that memory stays bounded."""


@dataclass(slots=True)
class _Visitor:
    allowance: float
    seen: float
    asking: int = 0


class VisitorLimits:
    """A token bucket for each visitor: ``per_minute`` questions at once or spread out, ``parallel`` of them running.

    Thread-safe. ``clock`` gives seconds; it is passed in so that tests need not wait.
    """

    def __init__(self, per_minute: int, parallel: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self.parallel = parallel
        self._clock = clock
        self._visitors: OrderedDict[str, _Visitor] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def question(self, visitor: str) -> Iterator[None]:
        """Count one question of ``visitor`` for the time of the block.

        Raises:
            TooManyQuestionsError: over the rate, or too many at the same time; it says when to try again.
        """
        known = self._admit(visitor)
        try:
            yield
        finally:
            with self._lock:
                known.asking -= 1

    def _admit(self, visitor: str) -> _Visitor:
        now = self._clock()
        with self._lock:
            known = self._visitors.pop(visitor, None) or _Visitor(self.per_minute, now)
            self._visitors[visitor] = known
            known.allowance = min(self.per_minute, known.allowance + (now - known.seen) * self.per_minute / 60)
            known.seen = now
            while len(self._visitors) > MOST_VISITORS:
                self._visitors.popitem(last=False)
            if known.asking >= self.parallel:
                raise TooManyQuestionsError(1.0)
            if known.allowance < 1:
                raise TooManyQuestionsError((1 - known.allowance) * 60 / self.per_minute)
            known.allowance -= 1
            known.asking += 1
            return known
