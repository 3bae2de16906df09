"""Several visitors at once: everybody gets an answer, and it is their own. The full room is a benchmark."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from benchmarks.visitors import measure

QUESTIONS = (
    "Which jobs does the Cluster Drones Paris Region train for?",
    "Combien d'adhérents a le Réseau Mesure ?",
    "What does a drone pilot do?",
    "Que fait Cosmetic Valley pour ses entreprises ?",
    "What is the capital of Mongolia?",
    "Comment devient-on décolleteur ?",
)


def test_three_visitors_get_their_own_answers(server: str) -> None:
    # In a thread of its own: the browser's driver may keep an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        crowd = thread.submit(lambda: asyncio.run(measure(server, QUESTIONS, 3))).result()
    assert crowd.errors == ()
    assert crowd.strangers == ()
