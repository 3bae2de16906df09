"""A set's passages through the product's own pipeline, into an index that lives as long as the measurement."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import DatasetError
from assistant.evaluation.datasets import Dataset
from assistant.ingestion import sync
from assistant.settings import Settings

_SAFE = re.compile(r"[\w.-]+")


@contextmanager
def indexed(dataset: Dataset, settings: Settings) -> Iterator[Settings]:
    """Settings of an assistant over the set, whose index is made now and removed at the end.

    Each passage becomes a Markdown file named after it; own questions use the corpus folder as it is.

    Raises:
        DatasetError: a passage has a name that cannot be a file's, or none could be read.
    """
    with tempfile.TemporaryDirectory(prefix="evaluation-") as work:
        corpus = Path(work, "corpus") if dataset.passages is not None else dataset.folder
        if dataset.passages is not None:
            _write(dataset.passages, corpus)
        own = settings.model_copy(update={"corpus_dir": corpus, "index_dir": Path(work, "index")})
        report = sync(own)
        if not any(outcome.documents for outcome in report.outcomes):
            raise DatasetError(f"{dataset.folder}: no passage could be indexed.")
        yield own


def document_name(path: str, dataset: Dataset) -> str:
    """What the set calls the document at ``path`` of the index: the passage's name, or the path itself."""
    return path.removesuffix(".md") if dataset.passages is not None else path


def _write(passages: Mapping[str, tuple[str, str]], folder: Path) -> None:
    folder.mkdir()
    for name, (title, text) in passages.items():
        if not _SAFE.fullmatch(name):
            raise DatasetError(f"The passage id {name!r} cannot be the name of a file.")
        front = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n" if title else ""
        (folder / f"{name}.md").write_text(f"{front}{text.strip()}\n", "utf-8")
