"""``SentenceTransformer.encode`` alone, on the passages that ``ingest.py`` would embed: ``bare CORPUS PART OF``."""

from __future__ import annotations

import sys
from pathlib import Path

from sentence_transformers import SentenceTransformer

from assistant.chunking import embedded_text, split
from assistant.embedding import open_embedder
from assistant.embedding.model import precision
from assistant.loading import load_file
from assistant.settings import load_settings
from benchmarks.contenders.stopwatch import Stopwatch


def main(corpus: Path, part: int, of: int) -> None:
    settings = load_settings()
    embedder = open_embedder(settings)
    texts = []
    for file in sorted(corpus.iterdir())[part::of]:
        for document in load_file(file, file.name, settings):
            chunks = split(document, file.name, embedder.count_tokens, settings.chunk_tokens)
            texts += [embedded_text(document.metadata.title, chunk) for chunk in chunks]
    model = SentenceTransformer(str(embedder.folder), device="cpu", model_kwargs={"dtype": precision()})
    watch = Stopwatch()
    model.encode(texts, batch_size=settings.embedding_batch_size, prompt_name="document", show_progress_bar=False)
    watch.show(passages=len(texts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
