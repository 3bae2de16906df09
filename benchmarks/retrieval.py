"""How long does a search take? Beside one embedded question and one bare query of Chroma, in one run.

    python -m benchmarks.retrieval [--chunks 10000 100000] [--questions N]

The index is as large as asked: passages of the project's corpus, each with its words in another order and its vector
moved a little, ten to a document. The questions are those of ``corpus/questions.jsonl``. For each question one after
the other: embedding it, asking the larger Chroma collection alone for its ten nearest vectors, and the whole search
for the candidates that are read; in turn, so that a machine that slows down meanwhile favours nobody.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from assistant.answering import CANDIDATES
from assistant.documents import Chunk, DocumentInfo, Metadata
from assistant.embedding import Embedder, open_embedder
from assistant.index.lexical import LEXICAL_VERSION
from assistant.index.manifest import Manifest
from assistant.index.registry import StoredDocument
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.index.vectors import FOLDER_NAME
from assistant.index.writer import Entry, IndexWriter
from assistant.ingestion import sync
from assistant.retrieval import Retriever, understand
from assistant.settings import Settings, load_settings
from benchmarks.ingestion import ROOT, processor

RESULT = ROOT / "benchmarks" / "results" / "retrieval.json"
TARGETS = {"p50_to_bare": 1.4, "p95_to_bare": 2.5, "p50_larger_to_smaller": 1.5}
PER_DOCUMENT = 10
NOISE = 0.02
"""Standard deviation added to each number of a vector: copies are then as near (.93) as passages on one subject."""
_BATCH = 200  # documents written at once


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--chunks", type=int, nargs="+", default=[10_000, 100_000], metavar="N")
    parser.add_argument("--questions", type=int, default=100, metavar="N", help="how many (default 100)")
    parser.add_argument("--output", type=Path, default=RESULT, metavar="FILE.json")
    args = parser.parse_args()
    settings = load_settings()
    embedder = open_embedder(settings)
    rows = (json.loads(line) for line in (ROOT / "corpus" / "questions.jsonl").read_text("utf-8").splitlines())
    questions = [row["question"] for row in islice((r for r in rows if not r["unanswerable"]), args.questions)]
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"corpus_dir": ROOT / "corpus", "index_dir": Path(folder, "corpus")})
        sync(own, embedder=embedder)
        snapshot = open_snapshot(own.index_dir)
        sizes = {}
        for count in args.chunks:
            enlarged(snapshot, Path(folder, str(count)), count)
            sizes[str(count)] = measure(Path(folder, str(count)), embedder, settings, questions)
            print(count, json.dumps(sizes[str(count)]), flush=True)
        snapshot.close()
    result: dict[str, object] = {"processors": os.cpu_count(), "processor": processor(), "questions": len(questions)}
    result |= {"milliseconds": sizes, "targets": TARGETS}
    if len(sizes) > 1:
        first, *_, last = (times["search"]["p50"] for times in sizes.values())
        result["p50_larger_to_smaller"] = round(last / first, 3)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0


def enlarged(source: Snapshot, folder: Path, count: int) -> None:
    """A generation of ``count`` passages in ``folder``, made from those of ``source``; the same at every run."""
    folder.mkdir()
    with IndexWriter(folder) as writer:
        entries = _entries(source, count)
        while batch := list(islice(entries, _BATCH)):
            writer.put(batch)
        manifest = Manifest(1, "", writer.dimension, "", 0, LEXICAL_VERSION, count // PER_DOCUMENT, count, "")
        writer.finish(manifest)


def _entries(source: Snapshot, count: int) -> Iterator[Entry]:
    chance, noise = random.Random(7), np.random.default_rng(7)
    passages = [chunk for each in source.documents for chunk in source.document_chunks(each)]
    vectors = source.vectors([chunk.id for chunk in passages])
    for number in range(count // PER_DOCUMENT):
        picked = chance.sample(passages, PER_DOCUMENT)
        language = source.documents[picked[0].document_id].metadata.language
        document = f"d{number}"
        chunks = tuple(_shuffled(chunk, document, place, chance) for place, chunk in enumerate(picked))
        moved = np.stack([vectors[chunk.id] for chunk in picked])
        moved = moved + noise.normal(0, NOISE, moved.shape).astype(np.float32)
        moved /= np.linalg.norm(moved, axis=1, keepdims=True)
        info = DocumentInfo(document, f"{document}.md", Metadata(f"Document {number}", language=language))
        text = "\n".join(chunk.text for chunk in chunks)
        yield Entry(StoredDocument(info, info.path, text, ()), chunks, moved, tuple(c.id for c in chunks))


def _shuffled(chunk: Chunk, document: str, place: int, chance: random.Random) -> Chunk:
    words = chunk.text.split()
    chance.shuffle(words)
    text = " ".join(words)
    return Chunk(f"{document}-{place}", document, text, 0, len(text), place, chunk.heading)


def measure(folder: Path, embedder: Embedder, settings: Settings, questions: list[str]) -> dict[str, object]:
    """Milliseconds of each step, by percentile, and what a search costs beside the two bare ones together."""
    snapshot = Snapshot(folder)
    retriever = Retriever(snapshot, embedder, settings)
    client = chromadb.PersistentClient(
        path=str(folder / FOLDER_NAME), settings=ChromaSettings(anonymized_telemetry=False)
    )
    collection = max(client.list_collections(), key=lambda each: each.count())
    for question in questions[:10]:  # the first searches read files and warm caches, for all alike
        retriever.retrieve(understand(question), CANDIDATES)
        collection.query(query_embeddings=[embedder.encode_queries([question])[0].tolist()], n_results=10)
    times: dict[str, list[float]] = {"embedding": [], "chroma": [], "search": []}
    # The search is about another question than the one just embedded: the embedder remembers the last ones.
    for question, other in zip(
        questions, questions[len(questions) // 2 :] + questions[: len(questions) // 2], strict=True
    ):
        vector: NDArray[np.float32] = _timed(times["embedding"], lambda q=question: embedder.encode_queries([q])[0])
        numbers = vector.tolist()
        _timed(times["chroma"], lambda v=numbers: collection.query(query_embeddings=[v], n_results=10))
        _timed(times["search"], lambda q=other: retriever.retrieve(understand(q), CANDIDATES))
    times["bare"] = [one + other for one, other in zip(times["embedding"], times["chroma"], strict=True)]
    snapshot.close()
    shown: dict[str, object] = {
        name: {f"p{share}": round(1000 * float(np.percentile(values, share)), 2) for share in (50, 95)}
        for name, values in times.items()
    }
    ratio = {share: np.percentile(times["search"], share) / np.percentile(times["bare"], share) for share in (50, 95)}
    return shown | {f"p{share}_to_bare": round(float(value), 3) for share, value in ratio.items()}


def _timed(times: list[float], action: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = action()
    times.append(time.perf_counter() - start)
    return result


if __name__ == "__main__":
    sys.exit(main())
