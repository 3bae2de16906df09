"""Work of many threads in one batch: everybody gets their own results, or the error that concerns them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.batching import Batcher


class Work:
    """Doubles numbers, keeps what ran together, and fails on 13. Waits for ``gate`` when it is closed."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.running = 0
        self.gate = threading.Event()
        self.gate.set()
        self.begun = threading.Event()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.running += 1
        assert self.running == 1, "never run twice at once"
        self.begun.set()
        assert self.gate.wait(30)
        self.batches.append(list(items))
        self.running -= 1
        if 13 in items:
            raise ValueError("thirteen")
        return [2 * item for item in items]


@pytest.fixture
def work() -> Work:
    return Work()


def size(item: int) -> int:
    return item


def behind(batcher: Batcher[int, int], work: Work, *asked: list[int]) -> list[list[int]]:
    """The results of what is asked by a thread each while another item is being worked on."""
    work.gate.clear()
    with ThreadPoolExecutor(len(asked) + 1) as threads:
        first = threads.submit(batcher, [1])
        assert work.begun.wait(30)
        others = []
        for items in asked:
            others.append(threads.submit(batcher, items))
            time.sleep(0.05)  # in the order in which they are given
        work.gate.set()
        assert first.result(30) == [2]
        return [other.result(30) for other in others]


def test_results_come_in_the_order_of_the_items_whatever_ran_first(work: Work) -> None:
    batcher = Batcher(work, size, budget=20)
    items = [9, 2, 7, 2, 11, 1]
    assert batcher(items) == [2 * item for item in items]
    assert len(work.batches) > 1


def test_nothing_is_no_work(work: Work) -> None:
    assert Batcher(work, size, 10)([]) == []
    assert work.batches == []


def test_a_batch_stays_within_the_budget_padding_included(work: Work) -> None:
    Batcher(work, size, budget=12)([4, 4, 4, 4, 2, 2, 6, 6])
    assert all(len(batch) * max(batch) <= 12 for batch in work.batches)
    assert sorted(item for batch in work.batches for item in batch) == [2, 2, 4, 4, 4, 4, 6, 6]


def test_an_item_larger_than_the_budget_runs_alone(work: Work) -> None:
    assert Batcher(work, size, budget=10)([50, 3]) == [100, 6]
    assert [50] in work.batches


def test_those_who_wait_are_served_together(work: Work) -> None:
    assert behind(Batcher(work, size, budget=100), work, [2], [3, 4], [5]) == [[4], [6, 8], [10]]
    assert [sorted(batch) for batch in work.batches] == [[1], [2, 3, 4, 5]]


def test_whoever_waits_longest_is_in_the_next_batch(work: Work) -> None:
    behind(Batcher(work, size, budget=30), work, [30], [2, 2], [29])
    assert work.batches[1] == [30]


def test_an_error_reaches_those_it_concerns_and_nobody_else(work: Work) -> None:
    batcher = Batcher(work, size, budget=13)  # thirteen runs alone
    work.gate.clear()
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(batcher, [1])
        assert work.begun.wait(30)
        unlucky, lucky = threads.submit(batcher, [13]), threads.submit(batcher, [5])
        work.gate.set()
        assert (first.result(30), lucky.result(30)) == ([2], [10])
        with pytest.raises(ValueError, match="thirteen"):
            unlucky.result(30)
    assert batcher([6]) == [12], "and it goes on working"


def test_whoever_shares_a_batch_with_an_error_learns_of_it(work: Work) -> None:
    with pytest.raises(ValueError, match="thirteen"):
        Batcher(work, size, budget=100)([4, 13])


def test_a_run_that_loses_a_result_is_an_error_and_not_a_wrong_answer() -> None:
    batcher = Batcher[int, int](lambda items: [0] * (len(items) - 1), size, 100)
    with pytest.raises(ValueError, match="zip"):
        batcher([1, 2, 3])


def test_nothing_is_lost_between_many_threads(work: Work) -> None:
    batcher = Batcher(work, size, budget=60)
    asked = [[(7 * n + k) % 12 + 14 * (k % 2) for k in range(n % 6 + 1)] for n in range(120)]
    with ThreadPoolExecutor(24) as threads:
        results = list(threads.map(batcher, asked))
    assert results == [[2 * item for item in items] for items in asked]
    assert sorted(item for batch in work.batches for item in batch) == sorted(item for items in asked for item in items)
