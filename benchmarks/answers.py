"""How long an answer takes beside what it cannot do without: ``python -m benchmarks.answers [--questions FILE]``.

Prints one JSON object: p50 and p95 in milliseconds of embedding one question, of the reader alone on twelve passages,
of both together, of retrieval, of the first words that a visitor sees and of the whole answer (the last two counted
from the question), and what the whole answer is as a multiple of both together. All are measured in turn in one run,
so that other work on the machine slows down all alike. Every question is asked once, so that nothing is remembered of
it; ``--chunks N`` first builds an index of the project's corpus and about N chunks of made-up documents, so that the
questions have answers; otherwise the index of the settings is asked. Where none of the first twelve passages is likely
the assistant reads twelve more, so questions without an answer take twice as long: ``read twice`` is their share.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np

from assistant.answering import CANDIDATES, Answerer
from assistant.answering.reading import FIRST, as_passage
from assistant.embedding import Embedder, open_embedder
from assistant.errors import UsageError
from assistant.index.snapshot import open_snapshot
from assistant.ingestion import sync
from assistant.reader import Passage, Reader, open_reader
from assistant.retrieval import Retriever, understand
from assistant.settings import Settings, load_settings
from benchmarks.corpus import write_corpus
from benchmarks.ingestion import processor

_CORPUS = Path(__file__).parents[1] / "corpus"
_QUESTIONS = _CORPUS / "questions.jsonl"
_CHUNKS_A_DOCUMENT = 7  # of the made-up documents of 600 words
_WARM_UP = 5
TARGETS = {"p50": 1.3, "p95": 2.0}

Result = TypeVar("Result")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description="Time answers")
    parser.add_argument("--questions", type=Path, default=_QUESTIONS, help='lines of JSON with a "question"')
    parser.add_argument("--limit", type=int, default=100, help="questions that are asked")
    parser.add_argument("--chunks", type=int, help="ask an index with about so many made-up chunks")
    parser.add_argument("--output", type=Path, metavar="FILE.json", help="keep the result here")
    args = parser.parse_args()
    lines = args.questions.read_text("utf-8").splitlines()
    questions = [str(json.loads(line)["question"]) for line in lines if line.strip()]
    with _index(load_settings(), args.chunks) as settings:
        result = json.dumps(measure(questions[: args.limit + _WARM_UP], settings), indent=2)
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
        shutil.copytree(_CORPUS, made.corpus_dir)
        write_corpus(made.corpus_dir / "reports", chunks // _CHUNKS_A_DOCUMENT)
        sync(made)
        yield made


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is timed."""

    embedder: Embedder
    reader: Reader
    retriever: Retriever
    answerer: Answerer


def measure(questions: Sequence[str], settings: Settings) -> dict[str, object]:
    """The times of ``questions``; the first ``_WARM_UP`` are asked but not counted. Nobody abstains, for an answer is
    what is timed.

    Raises:
        UsageError: the settings switch the reader off.
    """
    embedder = open_embedder(settings)
    reader = open_reader(settings, embedder)
    if reader is None:
        raise UsageError("ASSISTANT_READER=off: there is no reader to be timed.")
    snapshot = open_snapshot(settings.index_dir)
    retriever = Retriever(snapshot, embedder, settings)
    answerer = Answerer(snapshot, reader, settings.model_copy(update={"abstain_below": 0.0}))
    parts = _Parts(embedder, reader, retriever, answerer)
    # The reader alone reads what another question found: it would remember the words of this one's passages.
    others = [*questions[len(questions) // 2 :], *questions[: len(questions) // 2]]
    rows = [_times(*pair, parts) for pair in zip(questions, others, strict=True)][_WARM_UP:]
    chunks = sum(snapshot.counts.values())
    snapshot.close()
    times = {name: _percentiles([row.seconds[name] for row in rows]) for name in rows[0].seconds}
    return {
        "processor": processor(),
        "processors": os.cpu_count(),
        "reader": reader.name,
        "chunks": chunks,
        "questions": len(rows),
        "read twice": round(sum(row.twice for row in rows) / len(rows), 3),
        "milliseconds": times,
        "answer / (embedding + reader)": {
            share: round(times["answer"][share] / times["embedding + reader"][share], 2) for share in TARGETS
        },
        "targets": TARGETS,
    }


@dataclass(frozen=True, slots=True)
class _Times:
    """Seconds of each step for one question, and whether more than the first passages had to be read."""

    seconds: dict[str, float]
    twice: bool


def _times(question: str, other: str, parts: _Parts) -> _Times:
    """Seconds of each step. The embedding is timed on a text of its own: that of the question would be remembered."""
    passages = _passages(other, parts)
    embedding, _ = _timed(lambda: parts.embedder.encode_queries([f"{question} "]))
    reading, _ = _timed(lambda: parts.reader.read(question, passages))
    query = understand(question)
    retrieving, found = _timed(lambda: parts.retriever.retrieve(query, CANDIDATES))
    versions = parts.answerer.answer(query, found)
    beginning, _ = _timed(lambda: next(versions))
    ending, _ = _timed(lambda: list(versions))
    seconds = {
        "embedding": embedding,
        "reader": reading,
        "embedding + reader": embedding + reading,
        "retrieval": retrieving,
        "first words": retrieving + beginning,
        "answer": retrieving + beginning + ending,
    }
    return _Times(seconds, len(parts.answerer.read(query, found)[0]) > FIRST)


def _passages(question: str, parts: _Parts) -> list[Passage]:
    """Twelve passages that a question finds, as the reader is given them."""
    return [as_passage(each) for each in parts.retriever.retrieve(understand(f"{question}  ?"), FIRST)]


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": round(1000 * float(np.percentile(seconds, share)), 1) for share in (50, 95)}


if __name__ == "__main__":
    main()
