"""Waiting on conditions."""

import time


def until(condition, patience_s=60.0):
    """Returns once ``condition()`` holds; fails when it never does."""
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
