"""Can the server be left alone? Visitors ask while an admin adds and removes documents, for as long as is wanted.

    python -m benchmarks.soak [--minutes N] [--visitors N]

A server over a copy of the shipped corpus. Visitors ask the corpus' questions over HTTP, one after another; an admin
logs in, uploads a document, accepts it, updates the index, sees it cited, removes it, updates again, and so on. No
request may fail, and after a warm-up of a fifth of the time the server's memory must stay within 10 %.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx
import psutil

from assistant.admin.passwords import hash_password
from tests.browser.driver import ROOT, running_server

RESULT = ROOT / "benchmarks" / "results" / "soak.json"
PASSWORD = "a password of the soak"
SAMPLE_S = 5.0  # between two looks at the server's memory
WARM_UP = 0.2  # share of the time
PATIENCE_S = 300  # for one request, or one update
FLAT_PERCENT = 10.0
_NAME = "valley-{n}.md"
_TEXT = """---
title: Valley {n}
kind: report
language: en
cluster: [Valley {n}]
---
# Valley {n}

The cluster Valley {n} trains watchmakers and engravers.
"""


@dataclass
class Tally:
    """What happened. Errors are one line each; none may remain."""

    answers: int = 0
    rounds: int = 0
    errors: list[str] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30, metavar="N", help="how long (default 30)")
    parser.add_argument("--visitors", type=int, default=5, metavar="N", help="who ask (default 5)")
    parser.add_argument("--output", type=Path, default=RESULT, metavar="FILE.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = soak(Path(folder), args.minutes * 60, args.visitors)
    growth = growth_percent(tally.memory_mb)
    result = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "minutes": args.minutes,
        "visitors": args.visitors,
        **{name: value for name, value in asdict(tally).items() if name != "memory_mb"},
        "memory_peak_mb": round(max(tally.memory_mb), 1),
        "memory_growth_percent": round(growth, 1),
    }
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0 if not tally.errors and abs(growth) <= FLAT_PERCENT else 1


def soak(folder: Path, seconds: float, visitors: int) -> Tally:
    """Run server, visitors and admin for some seconds."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    environment = {
        "ASSISTANT_CORPUS_DIR": str(folder / "corpus"),
        "ASSISTANT_INDEX_DIR": str(folder / "index"),
        "ASSISTANT_ADMIN_PASSWORD_HASH": hash_password(PASSWORD),
        "ASSISTANT_QUESTIONS_PER_MINUTE": "100000",
        "ASSISTANT_REHEARSAL": "on",
    }
    tally, over = Tally(), threading.Event()
    before = set(psutil.Process().children())
    with running_server(folder / "log", environment) as address:
        (server,) = set(psutil.Process().children()) - before
        _admin_round(address, 0)  # the first update indexes the corpus
        questions = [
            json.loads(line)["question"]
            for line in (ROOT / "corpus" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        threads = [
            threading.Thread(target=_repeat, args=(tally, over, _visitor(address, questions[at::visitors], tally)))
            for at in range(visitors)
        ]
        threads.append(threading.Thread(target=_repeat, args=(tally, over, _admin(address, tally))))
        for thread in threads:
            thread.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            tally.memory_mb.append(server.memory_info().rss / 1e6)
            time.sleep(SAMPLE_S)
        over.set()
        for thread in threads:
            thread.join(PATIENCE_S)
    return tally


def growth_percent(samples: list[float]) -> float:
    """How much more memory the last quarter took than the first one after the warm-up, by medians.

    >>> growth_percent([50.0, 100.0, 100.0, 100.0, 105.0])
    5.0
    """
    warm = samples[int(len(samples) * WARM_UP) :]
    quarter = max(1, len(warm) // 4)
    first, last = statistics.median(warm[:quarter]), statistics.median(warm[-quarter:])
    return (last - first) / first * 100


def _repeat(tally: Tally, over: threading.Event, once: Callable[[], None]) -> None:
    while not over.is_set():
        try:
            once()
        except Exception as error:
            tally.errors.append(f"{type(error).__name__}: {error}"[:300])
            over.wait(1)


def _visitor(address: str, questions: list[str], tally: Tally) -> Callable[[], None]:
    client = httpx.Client(base_url=address, timeout=PATIENCE_S)
    turns = itertools.cycle(questions)

    def ask() -> None:
        client.post("/api/ask", json={"question": next(turns)}).raise_for_status()
        tally.answers += 1

    return ask


def _admin(address: str, tally: Tally) -> Callable[[], None]:
    numbers = itertools.count(1)

    def work() -> None:
        _admin_round(address, next(numbers))
        tally.rounds += 1

    return work


def _admin_round(address: str, number: int) -> None:
    """Log in, add a document, see it answer, remove it, see it gone.

    Raises:
        RuntimeError: something did not come about.
    """
    name = _NAME.format(n=number)
    with httpx.Client(base_url=address, timeout=PATIENCE_S, follow_redirects=True) as client:
        form = {"name": "admin", "password": PASSWORD, "csrf": _token(client, "/admin/login")}
        client.post("/admin/login", data=form).raise_for_status()
        token = _token(client, "/admin/uploads")
        headers = {"X-CSRF-Token": token, "X-File-Name": name}
        sent = client.post("/admin/uploads/file", content=_TEXT.format(n=number).encode(), headers=headers)
        sent.raise_for_status()
        _until(lambda: 'data-checking="0"' in client.get("/admin/uploads/list").text)
        client.post(
            "/admin/uploads/accept", data={"csrf": token, "id": sent.json()["id"], "folder": "reports"}
        ).raise_for_status()
        _update(client, token)
        if name not in _cited(client, number):
            raise RuntimeError(f"{name} is indexed, and not cited")
        client.post("/admin/documents/remove", data={"csrf": token, "path": f"reports/{name}"}).raise_for_status()
        _update(client, token)
        if name in _cited(client, number):
            raise RuntimeError(f"{name} is removed, and still cited")
        client.post("/admin/logout", data={"csrf": token}).raise_for_status()


def _update(client: httpx.Client, token: str) -> None:
    client.post("/admin/index/sync", data={"csrf": token}).raise_for_status()
    _until(lambda: client.get("/admin/jobs/state").json()["job"]["state"] != "running")


def _cited(client: httpx.Client, number: int) -> str:
    found = client.post("/api/ask", json={"question": f"Whom does Valley {number} train?"})
    found.raise_for_status()
    return " ".join(citation["path"] for citation in found.json()["citations"])


def _token(client: httpx.Client, path: str) -> str:
    page = client.get(path)
    page.raise_for_status()
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    if found is None:
        raise RuntimeError(f"no form on {path}")
    return found.group(1)


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("it never came about")
        time.sleep(0.3)


if __name__ == "__main__":
    sys.exit(main())
