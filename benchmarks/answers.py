"""How long an answer takes beside the retrieval that it rests on: ``python -m benchmarks.answers [--questions FILE]``.

Prints one JSON object: p50 and p95 in milliseconds of embedding one question, of retrieval, of the first words that a
reader sees and of the whole answer (the last two counted from the question), each also as a multiple of embedding one
question, which other work on the machine slows down as much. Every question is asked once, so that nothing is
remembered of it; ``--chunks N`` first builds an index of made-up documents with about N chunks, otherwise the index of
the settings is asked.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.answering import Answerer, Nearness, rehearse
from assistant.embedding import Embedder, open_embedder
from assistant.index.embedding_cache import EmbeddingCache
from assistant.index.snapshot import open_snapshot
from assistant.ingestion import sync
from assistant.retrieval import Retriever, understand
from assistant.settings import Settings, load_settings
from benchmarks.corpus import write_corpus

_QUESTIONS = Path(__file__).parents[1] / "corpus" / "questions.jsonl"
_CHUNKS_A_DOCUMENT = 7  # of the made-up documents of 600 words
_WARM_UP = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description="Time answers")
    parser.add_argument("--questions", type=Path, default=_QUESTIONS, help='lines of JSON with a "question"')
    parser.add_argument("--limit", type=int, default=100, help="questions that are asked")
    parser.add_argument("--chunks", type=int, help="ask an index of about so many made-up chunks")
    parser.add_argument("--rehearsed", action="store_true", help="as a server answers that has had its quiet minutes")
    parser.add_argument("--output", type=Path, metavar="FILE.json", help="keep the result here")
    args = parser.parse_args()
    lines = args.questions.read_text("utf-8").splitlines()
    questions = [str(json.loads(line)["question"]) for line in lines if line.strip()]
    with _index(load_settings(), args.chunks) as settings:
        result = json.dumps(measure(questions[: args.limit + _WARM_UP], settings, rehearsed=args.rehearsed), indent=2)
    print(result)
    if args.output:
        args.output.write_text(result + "\n", "utf-8")


@contextmanager
def _index(settings: Settings, chunks: int | None) -> Iterator[Settings]:
    if chunks is None:
        yield settings
        return
    with TemporaryDirectory(prefix="answers-") as work:
        made = settings.model_copy(update={"corpus_dir": Path(work, "corpus"), "index_dir": Path(work, "index")})
        write_corpus(made.corpus_dir, chunks // _CHUNKS_A_DOCUMENT)
        sync(made)
        yield made


def measure(questions: Sequence[str], settings: Settings, *, rehearsed: bool) -> dict[str, object]:
    """The times of ``questions``; the first ``_WARM_UP`` are asked but not counted. Nobody abstains, for an answer is
    what is timed. ``rehearsed``: the sentences of the index have been embedded before."""
    embedder = open_embedder(settings)
    snapshot = open_snapshot(settings.index_dir)
    retriever = Retriever(snapshot, embedder, settings)
    nearness = Nearness(embedder)
    if rehearsed:
        with TemporaryDirectory() as folder, EmbeddingCache(Path(folder, "sentences.sqlite"), "") as cache:
            rehearse(snapshot, nearness, cache, lambda: True)
    answerer = Answerer(snapshot, embedder, settings.model_copy(update={"abstain_below": 0.0}), nearness)
    rows = [_times(question, embedder, retriever, answerer) for question in questions][_WARM_UP:]
    chunks = sum(snapshot.counts.values())
    snapshot.close()
    times = {name: _percentiles([row[name] for row in rows]) for name in rows[0]}
    unit = times["embedding"]["p50"]
    return {
        "chunks": chunks,
        "rehearsed": rehearsed,
        "questions": len(rows),
        "milliseconds": times,
        "multiples of one embedding (p50)": {
            name: {share: round(value / unit, 2) for share, value in found.items()} for name, found in times.items()
        },
        "first words / retrieval, p95": round(times["first words"]["p95"] / times["retrieval"]["p95"], 2),
        "answer - retrieval, p95 of the differences": _percentiles([r["answer"] - r["retrieval"] for r in rows])["p95"],
    }


def _times(question: str, embedder: Embedder, retriever: Retriever, answerer: Answerer) -> dict[str, float]:
    """Seconds of each step. The embedding is timed on a text of its own: that of the question would be remembered."""
    begun = time.perf_counter()
    embedder.encode_queries([f"{question} "])
    embedded = time.perf_counter()
    retrieval = retriever.retrieve(understand(question))
    retrieved = time.perf_counter()
    versions = answerer.answer(retrieval)
    next(versions)
    first = time.perf_counter()
    for _ in versions:
        pass
    whole = time.perf_counter()
    return {
        "embedding": embedded - begun,
        "retrieval": retrieved - embedded,
        "first words": first - embedded,
        "answer": whole - embedded,
    }


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": round(1000 * float(np.percentile(seconds, share)), 1) for share in (50, 95)}


if __name__ == "__main__":
    main()
