"""kill -9 at random moments of an ingestion: every answer comes from a whole old or a whole new state, and the next
run ends in the index that a build from nothing gives.

``KILLS=40 pytest tests/faults`` makes forty kills; every test run makes a few.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from assistant.documents import Filters
from assistant.embedding import Embedder
from assistant.index.embedding_cache import EmbeddingCache
from assistant.index.generations import IndexFolder
from assistant.index.snapshot import Snapshot, open_snapshot
from assistant.ingestion import sync
from assistant.settings import Settings

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "5"))
NAMES = tuple(f"doc{i:02}.md" for i in range(10))
VERSIONS = 3


def body(name: str, version: int) -> str:
    """A document of two passages that says which one and which version it is."""
    return (
        f"# {name}\n\n## First\n\nThe cluster {name} is at version{version} and makes clocks.\n\n"
        f"## Second\n\nIt trains people{version} for {name}.\n"
    )


@pytest.fixture
def vectors(embedder: Embedder, settings: Settings) -> Mapping[str, np.ndarray]:
    """The vectors of every passage of every version, so that the killed runs need no model and die in all stages."""
    known: dict[str, np.ndarray] = {}
    for version in range(VERSIONS):
        for name in NAMES:
            (settings.corpus_dir / name).write_text(body(name, version))
        sync(settings, embedder=embedder)
        with EmbeddingCache(IndexFolder(settings.index_dir).embedding_cache, embedder.model_id) as cache:
            snapshot = open_snapshot(settings.index_dir)
            known |= cache.get(list(snapshot_hashes(snapshot, settings)))
            snapshot.close()
    shutil.rmtree(settings.index_dir)
    for name in NAMES:
        (settings.corpus_dir / name).unlink()
    return known


def snapshot_hashes(snapshot: Snapshot, settings: Settings) -> Iterator[str]:
    from assistant.index.registry import Registry

    registry = Registry(IndexFolder(settings.index_dir).generation(snapshot.generation))
    yield from registry.embedding_hashes()
    registry.close()


def ingest(
    settings: Settings, embedder: Embedder, vectors: Mapping[str, np.ndarray], rebuild: bool
) -> subprocess.Popen[bytes]:
    settings.index_dir.mkdir(exist_ok=True)
    with EmbeddingCache(IndexFolder(settings.index_dir).embedding_cache, embedder.model_id) as cache:
        cache.put(vectors)
    environment = os.environ | {
        "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir),
        "ASSISTANT_INDEX_DIR": str(settings.index_dir),
        "ASSISTANT_CACHE_DIR": str(settings.cache_dir),
    }
    options = ["--rebuild"] if rebuild else []
    return subprocess.Popen(
        [sys.executable, str(ROOT / "ingest.py"), *options],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def state(settings: Settings) -> dict[str, object]:
    """Everything that a reader can see of an index, but for the ids of documents and the order of equal scores."""
    if IndexFolder(settings.index_dir).current() is None:
        return {}
    snapshot = open_snapshot(settings.index_dir)
    try:
        seen: dict[str, object] = {
            d.path: (snapshot.text(i), d.metadata.sector, d.also_at) for i, d in snapshot.documents.items()
        }
        chunks = {c.id: c for d in snapshot.documents for c in snapshot.document_chunks(d)}
        seen["vectors"] = snapshot.vector_ids() == snapshot.chunk_ids() == set(chunks)
        seen["words"] = snapshot.lexical.chunk_ids() == set(chunks)
        for word in ("clocks", "version0", "version1", "version2", "people1"):
            hits = snapshot.lexical.search(word, "en", 100)
            seen[f"search {word}"] = sorted((chunks[h.chunk_id].text, round(h.score, 3)) for h in hits)
        probe = np.eye(1, snapshot.manifest.dimension, dtype=np.float32)[0]
        near = [snapshot.nearest(probe, language, 100, Filters()) for language in snapshot.languages]
        seen["nearest"] = sorted(
            (chunks[i].text, round(float(s), 3))
            for hits in near
            for i, s in zip(hits.ids, hits.similarities, strict=True)
        )
        return seen
    finally:
        snapshot.close()


def texts(seen: Mapping[str, object]) -> dict[str, object]:
    return {path: text for path, text in seen.items() if path.endswith(".md")}


def change(corpus: Path, chance: random.Random) -> None:
    """Documents are added, changed, moved and deleted, and what the metadata file says of them changes."""
    sectors = {}
    for name in NAMES:
        file = corpus / name
        match chance.choice(("keep", "write", "write", "delete", "move", "describe")):
            case "write":
                # Never the content of another file: which of the two is then the document and which its copy depends
                # on the past, so that a build from nothing may differ.
                others = {other.read_text() for other in corpus.glob("*.md") if other != file}
                free = [text for text in (body(name, v) for v in range(VERSIONS)) if text not in others]
                if free:
                    file.write_text(chance.choice(free))
            case "delete":
                file.unlink(missing_ok=True)
            case "move" if file.exists():
                file.rename(corpus / f"{chance.randrange(100)}-{name}")
            case "describe":
                sectors[name] = f"sector{chance.randrange(9)}"
    for moved in sorted(corpus.glob("*-*.md")):
        if chance.random() < 0.5:
            moved.unlink()
    (corpus / "metadata.yaml").write_text(
        "".join(f"{name}: {{sector: {sector}}}\n" for name, sector in sectors.items())
    )


def test_killed_ingestions(
    settings: Settings, embedder: Embedder, vectors: Mapping[str, np.ndarray], tmp_path: Path
) -> None:
    chance = random.Random(20)
    duration = 2.0
    for round_ in range(KILLS):
        before = state(settings)
        change(settings.corpus_dir, chance)
        process = ingest(settings, embedder, vectors, rebuild=chance.random() < 0.3)
        time.sleep(chance.uniform(0.15, 1.0) * duration)
        process.kill()
        process.wait()

        after = state(settings)
        scratch = settings.model_copy(update={"index_dir": tmp_path / f"scratch{round_}"})
        sync(scratch, embedder=embedder)
        expected = state(scratch)
        assert texts(after) in (texts(before), texts(expected)), f"round {round_}: neither old nor new"
        assert not after or (after["vectors"] and after["words"])

        start = time.monotonic()
        process = ingest(settings, embedder, vectors, rebuild=False)
        _, errors = process.communicate(timeout=120)
        duration = time.monotonic() - start
        assert process.returncode == 0, errors.decode()
        assert state(settings) == expected, f"round {round_}: not the index of a build from nothing"
        leftovers = IndexFolder(settings.index_dir).leftovers()
        assert leftovers == ()
        shutil.rmtree(scratch.index_dir)
