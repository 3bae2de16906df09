"""A visitor who asks too fast is told when to go on, and nobody else notices."""

import pytest

from assistant.errors import TooManyQuestionsError
from assistant.server import limits
from assistant.server.limits import VisitorLimits


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def ask(visitors, visitor="a"):
    with visitors.question(visitor):
        pass


def test_the_rate_is_kept_and_recovers(clock):
    visitors = VisitorLimits(per_minute=3, parallel=9, clock=clock)
    for _ in range(3):
        ask(visitors)
    with pytest.raises(TooManyQuestionsError) as refused:
        ask(visitors)
    assert refused.value.retry_after_s == 20
    assert "20 s" in str(refused.value)
    ask(visitors, "b")
    clock.now += 20
    ask(visitors)
    with pytest.raises(TooManyQuestionsError):
        ask(visitors)


def test_an_idle_visitor_gathers_no_more_than_a_minute(clock):
    visitors = VisitorLimits(per_minute=2, parallel=9, clock=clock)
    clock.now += 3600
    for _ in range(2):
        ask(visitors)
    with pytest.raises(TooManyQuestionsError):
        ask(visitors)


def test_questions_at_the_same_time_are_counted_until_they_end(clock):
    visitors = VisitorLimits(per_minute=100, parallel=2, clock=clock)
    with visitors.question("a"), visitors.question("a"):
        with pytest.raises(TooManyQuestionsError):
            ask(visitors)
        ask(visitors, "b")
    ask(visitors)


def test_a_question_that_fails_is_over(clock):
    visitors = VisitorLimits(per_minute=100, parallel=1, clock=clock)
    with pytest.raises(ZeroDivisionError), visitors.question("a"):
        raise ZeroDivisionError
    ask(visitors)


def test_the_number_of_visitors_is_bounded(clock, monkeypatch):
    monkeypatch.setattr(limits, "MOST_VISITORS", 3)
    visitors = VisitorLimits(per_minute=1, parallel=1, clock=clock)
    for name in "abcd":
        ask(visitors, name)
    ask(visitors, "a")  # forgotten, and so new again
    with pytest.raises(TooManyQuestionsError):
        ask(visitors, "d")
