"""Work of several threads done together: many items in one batch cost little more than one, and a model runs once at a
time. Whoever comes first while nothing runs does the work of all who wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Item, Result]):
    """An item with its size, and what became of it."""

    item: Item
    size: int
    result: Result | None = None
    error: BaseException | None = None
    done: bool = False


class Batcher(Generic[Item, Result]):
    """Runs items in batches, thread-safe. ``run`` gives a result an item, in order, and is never run twice at once.

    A batch holds items of like ``size``, as each is padded to the largest: at most ``budget`` of size in all, the
    padding included, and at least one item. It begins with what has waited longest.
    """

    def __init__(
        self, run: Callable[[Sequence[Item]], Sequence[Result]], size: Callable[[Item], int], budget: int
    ) -> None:
        self._run, self._size, self._budget = run, size, budget
        self._line: list[_Waiting[Item, Result]] = []
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def __call__(self, items: Sequence[Item]) -> list[Result]:
        """The results for ``items``, in order. Raises what ``run`` raises for a batch with one of them."""
        mine = [_Waiting[Item, Result](item, self._size(item)) for item in items]
        with self._lock:
            self._line.extend(sorted(mine, key=lambda each: each.size))
        while not all(each.done for each in mine):
            with self._turn:
                if not all(each.done for each in mine):
                    self._advance()
        for each in mine:
            if each.error is not None:
                raise each.error
        return [each.result for each in mine]  # type: ignore[misc]  # done, and without an error

    def _advance(self) -> None:
        """Run one batch of those who wait."""
        with self._lock:
            batch = self._cut()
            self._line = [each for each in self._line if each not in batch]
        try:
            for each, result in zip(batch, self._run([each.item for each in batch]), strict=True):
                each.result = result
        except BaseException as error:  # whoever waits for one of these has to learn of it
            for each in batch:
                each.error = error
        finally:
            for each in batch:
                each.done = True

    def _cut(self) -> list[_Waiting[Item, Result]]:
        first, rest = self._line[0], self._line[1:]
        batch, largest = [first], first.size
        for each in sorted(rest, key=lambda other: abs(other.size - first.size)):
            largest = max(largest, each.size)
            if largest * (len(batch) + 1) > self._budget:
                break
            batch.append(each)
        return batch
