"""How a contender measures its work: by the clock, and in seconds of all processors, those of its children included."""

from __future__ import annotations

import json
import resource
import time


class Stopwatch:
    """Starts when it is made; ``show`` prints what the work took as one JSON object."""

    def __init__(self) -> None:
        self._clock, self._processors = time.perf_counter(), _processors()

    def show(self, **more: object) -> None:
        work, cpu = time.perf_counter() - self._clock, _processors() - self._processors
        print(json.dumps({"work": work, "work_cpu": cpu, **more}))


def _processors() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
