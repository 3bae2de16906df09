"""Our own ingestion from nothing, with the model loaded beforehand as the others have it: ``synced CORPUS INDEX``."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.embedding import open_embedder
from assistant.ingestion import sync
from assistant.settings import load_settings
from benchmarks.contenders.stopwatch import Stopwatch


def main(corpus: Path, index: Path) -> None:
    settings = load_settings(corpus_dir=corpus, index_dir=index)
    embedder = open_embedder(settings)
    embedder.load()
    watch = Stopwatch()
    report = sync(settings, embedder=embedder)
    stages = {f"stage {name}": seconds for name, seconds in report.seconds.items()}
    watch.show(passages=report.chunks, embedded=report.chunks_embedded, **stages)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
