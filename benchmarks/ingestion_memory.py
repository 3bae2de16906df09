"""Does the memory of an ingestion grow with the number of documents?

    python -m benchmarks.ingestion_memory [--documents 1000 10000]

``ingest.py`` reads short Markdown documents (a passage each) with the real model, in a process of its own for each
number. Reported is the most memory that it held at any time (resident, without the parsers, which have limits of their
own and whose largest is reported beside it). The vector index has to hold each vector that it searches: 1.5 kB a
passage with the default model.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from benchmarks.corpus import write_corpus

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "ingestion_memory.json"
LIMIT_MB = 2000
WORDS = 40
_LOOK_S = 0.1
_MB = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument("--output", type=Path, default=RESULT, metavar="FILE.json")
    args = parser.parse_args()
    result = {"limit_mb": LIMIT_MB, "words_a_document": WORDS, "runs": [measure(number) for number in args.documents]}
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0


def measure(documents: int) -> dict[str, float]:
    """One ingestion of so many documents: its passages, seconds and peaks."""
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder, "corpus"), documents, WORDS)
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "ingest.py"), "--json", "--corpus", f"{folder}/corpus", "--index",
             f"{folder}/index"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        peaks = [0, 0]
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks))
        watcher.start()
        output, _ = process.communicate()
        watcher.join()
        report = json.loads(output)
        return {
            "documents": report["documents"],
            "passages": report["chunks"],
            "seconds": round(time.perf_counter() - start, 1),
            "peak_mb": round(peaks[0] / _MB),
            "peak_of_a_parser_mb": round(peaks[1] / _MB),
        }


def _watch(pid: int, peaks: list[int]) -> None:
    """Note the largest resident size of a process, and of any of its children, until it ends."""
    try:
        process = psutil.Process(pid)
        while process.status() != psutil.STATUS_ZOMBIE:
            peaks[0] = max(peaks[0], process.memory_info().rss)
            for child in process.children():
                try:
                    peaks[1] = max(peaks[1], child.memory_info().rss)
                except psutil.Error:
                    continue
            time.sleep(_LOOK_S)
    except psutil.Error:
        return


if __name__ == "__main__":
    sys.exit(main())
