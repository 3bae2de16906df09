"""A process that asks without pause while an index is written, and writes down what it was told.

``python -m tests.faults.reader LOG STOP QUESTION…``: a JSON object a line into LOG, until the file STOP exists.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import cycle
from pathlib import Path

from assistant.service import Assistant
from assistant.settings import load_settings


def main(log: Path, stop: Path, questions: list[str]) -> None:
    with Assistant(load_settings()) as assistant, log.open("w", encoding="utf-8") as file:
        for number, question in enumerate(cycle(questions)):
            if stop.exists():
                return
            seen: dict[str, object] = {"begun": time.time()}
            try:
                if number % 2:
                    found = assistant.search(question).evidence
                    seen["texts"] = [(e.document.path, e.chunk.text) for e in found]
                else:
                    answer = assistant.answer(question)
                    seen["texts"] = [(c.document.path, c.quote) for c in answer.citations]
            except Exception as error:  # whatever it is, the test is told
                seen["error"] = f"{type(error).__name__}: {error}"
            seen["ended"] = time.time()
            file.write(json.dumps(seen) + "\n")
            file.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
