"""How fast is an ingestion? Side by side: the bare model, ``ingest.py``, and the pipeline of the usual tutorial.

    python -m benchmarks.ingestion [--documents N]

Each contender is a process of its own and embeds the same Markdown documents with the same model folder. The model
alone is measured before and after the others, so that a machine that slows down meanwhile favours nobody.

``bare``       ``SentenceTransformer.encode`` on the very passages that ``ingest.py`` makes: same precision, batch size
``sync``       our ingestion from nothing; then ``ingest.py`` with nothing changed, and with one document changed
``tutorial``   LangChain's ``TextLoader``, ``RecursiveCharacterTextSplitter(1000, 200)``, ``HuggingFaceEmbeddings`` and
               ``Chroma.from_documents``, all at their defaults
``tutorial, our precision``   the same on fewer documents, with the model loaded as ours is

Rates leave out what all pay alike, imports and the loading of the model; ``wall`` seconds hold everything. On a machine
that others use meanwhile, the ratios of processor time (``cpu``) are the ones to go by.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.corpus import document, write_corpus

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "ingestion.json"
TARGETS = {"sync_to_bare": 0.85, "sync_to_tutorial": 2.0, "unchanged_percent": 2.0, "one_changed_percent": 3.0}

Measured = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=1000, metavar="N", help="how many (default 1000)")
    parser.add_argument("--output", type=Path, default=RESULT, metavar="FILE.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), args.documents)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0


def measure(folder: Path, documents: int) -> dict[str, object]:
    """All contenders, one after another; returns the content of the result file."""
    corpus, index = folder / "corpus", folder / "index"
    write_corpus(corpus, documents)
    words = sum(len(file.read_text(encoding="utf-8").split()) for file in corpus.iterdir())
    few = folder / "few"
    write_corpus(few, max(1, documents // 5))

    halves = [_contender("bare", corpus, "0", "2")]
    first = _contender("synced", corpus, str(index))
    tutorial = _contender("tutorial", corpus, str(folder / "chroma"), "")
    halves.append(_contender("bare", corpus, "1", "2"))
    same = _contender("tutorial", few, str(folder / "chroma-few"), "same")
    unchanged = _ingest(corpus, index)
    (corpus / "report-00000.md").write_text(document(documents + 1), encoding="utf-8")
    changed = _ingest(corpus, index)
    shutil.rmtree(index)

    bare = {key: sum(half[key] for half in halves) for key in ("work", "work_cpu", "wall", "passages")}
    rates = {
        "bare": documents / bare["work"],
        "sync": documents / first["work"],
        "tutorial": documents / tutorial["work"],
        "tutorial, our precision": max(1, documents // 5) / same["work"],
    }
    return {
        "documents": documents,
        "words": words,
        "passages": int(bare["passages"]),
        "processors": os.cpu_count(),
        "processor": processor(),
        "documents_per_second": _rounded(rates),
        "words_per_second": _rounded({name: rate * words / documents for name, rate in rates.items()}),
        "ratios": _rounded(
            {
                "sync_to_bare": rates["sync"] / rates["bare"],
                "sync_to_tutorial": rates["sync"] / rates["tutorial"],
                "sync_to_tutorial, our precision": rates["sync"] / rates["tutorial, our precision"],
                "sync_to_tutorial, wall": tutorial["wall"] / first["wall"],
                "sync_to_bare, cpu": bare["work_cpu"] / first["work_cpu"],
                "sync_to_tutorial, cpu": tutorial["work_cpu"] / first["work_cpu"],
                "unchanged_percent": 100 * unchanged["wall"] / first["wall"],
                "one_changed_percent": 100 * changed["wall"] / first["wall"],
            }
        ),
        "targets": TARGETS,
        "embedded_when_unchanged": int(unchanged["embedded"]),
        "seconds": {
            "bare": _rounded(bare),
            "sync": _rounded(first),
            "tutorial": _rounded(tutorial),
            "tutorial, our precision": _rounded(same),
            "unchanged": _rounded(unchanged),
            "one changed": _rounded(changed),
        },
    }


def _ingest(corpus: Path, index: Path) -> Measured:
    """One ``ingest.py`` as a person runs it."""
    output, wall = _run([str(ROOT / "ingest.py"), "--corpus", str(corpus), "--index", str(index), "--json"])
    report = json.loads(output)
    stages = {f"stage {name}": seconds for name, seconds in report["seconds"].items()}
    return {"wall": wall, "passages": report["chunks"], "embedded": report["chunks_embedded"], **stages}


def _contender(name: str, corpus: Path, *arguments: str) -> Measured:
    output, wall = _run(["-m", f"benchmarks.contenders.{name}", str(corpus), *arguments])
    return json.loads(output.splitlines()[-1]) | {"wall": wall}


def _run(arguments: Sequence[str]) -> tuple[str, float]:
    """What a Python process prints, and its seconds from start to end."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout, time.perf_counter() - start


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in values.items()}


def processor() -> str:
    """The name of this machine's processor; empty where it is unknown."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    sys.exit(main())
