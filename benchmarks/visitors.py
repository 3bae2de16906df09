"""How does the chat page bear a full room? Real sessions over loopback, asking at the same time.

    python -m benchmarks.visitors [--visitors N] [--questions N] [--address URL]

One visitor asks alone; then all ask at once, each its own questions in its own conversation. Every answer must carry
the question and the ticket that this session sent, and what a visitor asks alone must be answered alike in the crowd.
Without ``--address``, a server over the shipped corpus is started and stopped; it is given the time to settle.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from benchmarks.queue_client import Reply, Visitor, visitor

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "visitors.json"
QUIET_S, QUIET_PERCENT = 5, 10.0
"""The server counts as settled after so many seconds in a row below this share of a processor."""
TARGET_RATIO = 12.0
"""The 95th percentile of the whole answer in the crowd, at most this many times a lone visitor's."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What was measured. Times are of whole answers, in seconds; ``errors`` and ``strangers`` must be empty."""

    visitors: int
    questions: int
    lone_median_s: float
    lone_p95_s: float
    median_s: float
    p95_s: float
    first_p95_s: float
    ratio: float
    answers_per_s: float
    errors: tuple[str, ...]
    strangers: tuple[str, ...]
    """Answers that belong to another session, or differ from what the same question got alone."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--visitors", type=int, default=20, metavar="N", help="at the same time (default 20)")
    parser.add_argument("--questions", type=int, default=10, metavar="N", help="that each asks (default 10)")
    parser.add_argument("--address", metavar="URL", help="of a running server; its limits must allow the crowd")
    parser.add_argument("--output", type=Path, default=RESULT, metavar="FILE.json")
    args = parser.parse_args()
    with ExitStack() as stack:
        address = args.address or _server(stack)
        crowd = asyncio.run(measure(address, _questions(args.visitors * args.questions), args.visitors))
    shown = json.dumps({"machine": f"{os.cpu_count()} cores, {platform.machine()}", **asdict(crowd)}, indent=2)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(shown + "\n", encoding="utf-8")
    print(shown)
    return 0 if not crowd.errors and not crowd.strangers and crowd.ratio <= TARGET_RATIO else 1


async def measure(address: str, questions: Sequence[str], visitors: int) -> Crowd:
    """Let ``visitors`` share the distinct ``questions``; the first visitor's share is asked alone before."""
    shares = [list(questions[at::visitors]) for at in range(visitors)]
    async with visitor(address) as first:
        await first.ask(shares[0][0])  # the model is loaded and everything warm
    alone = await _ask_all(address, shares[0])
    loop = asyncio.get_running_loop()
    began = loop.time()
    everyone = await asyncio.gather(*(_ask_all(address, share) for share in shares))
    took = loop.time() - began
    errors = [reply for replies in (alone, *everyone) for reply in replies if isinstance(reply, str)]
    strangers = [
        f"asked {question!r}, got an answer to {reply.question!r}"
        for share, replies in zip(shares, everyone, strict=True)
        for question, reply in zip(share, replies, strict=True)
        if isinstance(reply, Reply) and reply.question != question
    ]
    strangers += [
        f"{a.question!r} is answered otherwise in the crowd"
        for a, b in zip(alone, everyone[0], strict=True)
        if isinstance(a, Reply) and isinstance(b, Reply) and a.sentences != b.sentences
    ]
    lone = [reply.seconds for reply in alone if isinstance(reply, Reply)] or [0.0]
    crowd = [reply for replies in everyone for reply in replies if isinstance(reply, Reply)]
    seconds = [reply.seconds for reply in crowd] or [0.0]
    return Crowd(
        visitors=visitors,
        questions=len(questions),
        lone_median_s=round(statistics.median(lone), 3),
        lone_p95_s=round(_p95(lone), 3),
        median_s=round(statistics.median(seconds), 3),
        p95_s=round(_p95(seconds), 3),
        first_p95_s=round(_p95([reply.first_s for reply in crowd] or [0.0]), 3),
        ratio=round(_p95(seconds) / max(_p95(lone), 1e-9), 2),
        answers_per_s=round(len(crowd) / took, 2),
        errors=tuple(errors),
        strangers=tuple(strangers),
    )


async def _ask_all(address: str, questions: Sequence[str]) -> list[Reply | str]:
    """A session that asks one question after another; an error is one line in the place of a reply."""
    async with visitor(address) as session:
        return [await _ask(session, question) for question in questions]


async def _ask(session: Visitor, question: str) -> Reply | str:
    try:
        return await session.ask(question)
    except Exception as error:
        return f"{question}: {type(error).__name__}: {error}"


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def _questions(number: int) -> list[str]:
    """Distinct questions about the shipped corpus; asked again in other words when more are wanted than it has."""
    lines = (ROOT / "corpus" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    known = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    rounds = -(-number // len(known))
    return [question + " ?" * extra for extra in range(rounds) for question in known][:number]


def _server(stack: ExitStack) -> str:
    from tests.browser.driver import running_server

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    # All visitors of this measurement come from one address.
    limits = {"ASSISTANT_QUESTIONS_PER_MINUTE": "100000", "ASSISTANT_PARALLEL_QUESTIONS": "1000"}
    address = stack.enter_context(
        running_server(folder / "log", {**limits, "ASSISTANT_ACTIVITY": "off", "ASSISTANT_REHEARSAL": "on"})
    )
    _settle()
    return address


def _settle() -> None:
    """Wait until the server has loaded its model and embedded what it embeds while nobody asks."""
    (server,) = psutil.Process().children()
    quiet = 0
    while quiet < QUIET_S:
        quiet = quiet + 1 if server.cpu_percent(interval=1.0) < QUIET_PERCENT else 0


if __name__ == "__main__":
    sys.exit(main())
