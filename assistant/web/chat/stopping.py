"""Lets a visitor stop an answer at once, whatever its making waits for at that moment."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Raised:
    error: BaseException


class _End:
    pass


@dataclass(slots=True)
class Running(Generic[T]):
    """A source of items that is read in a thread of its own, so that nobody who waits for it waits in vain.

    A reader that has gone, or that has had enough, stops it: the thread then closes the source when it next gets hold
    of it. An error of the source is raised where the items are read.
    """

    source: Generator[T, None, None]
    stopped: bool = False
    _items: SimpleQueue[T | _Raised | _End] = field(default_factory=SimpleQueue)

    def __iter__(self) -> Iterator[T]:
        threading.Thread(target=self._read, name="answer", daemon=True).start()
        try:
            while True:
                item = self._items.get()
                if isinstance(item, _End):
                    return
                if isinstance(item, _Raised):
                    raise item.error
                yield item
        finally:
            self.stopped = True

    def stop(self) -> None:
        """End the items now."""
        self.stopped = True
        self._items.put(_End())

    def _read(self) -> None:
        try:
            for item in self.source:
                if self.stopped:
                    break
                self._items.put(item)
            self._items.put(_End())
        except BaseException as error:
            self._items.put(_Raised(error))
        finally:
            self.source.close()


class Stops:
    """The answers that are being made now, by the tickets that their pages gave them. Thread-safe; it forgets an
    answer as soon as it is there."""

    def __init__(self) -> None:
        self._running: dict[str, Running[object]] = {}

    def add(self, ticket: str, running: Running[T]) -> None:
        if ticket:
            self._running[ticket] = running  # type: ignore[assignment]

    def remove(self, ticket: str) -> None:
        self._running.pop(ticket, None)

    def stop(self, ticket: str) -> None:
        """Stop an answer, if it is still being made."""
        running = self._running.pop(ticket, None)
        if running is not None:
            running.stop()
