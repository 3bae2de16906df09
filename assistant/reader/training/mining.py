"""Passages that retrieval would bring for a question although they do not answer it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from assistant.embedding import Embedder
from assistant.reader.training.data import Data
from assistant.reader.training.examples import OWN

MINED = "mined.json"
"""File of a training's output folder that keeps what was found."""

NEAREST = 16
"""Passages kept a question, of those of other documents than its own."""

_SLICE = 1024  # questions compared at once


def mine(data: Data, embedder: Embedder, kept: Path) -> Mapping[int, tuple[int, ...]]:
    """For each of our own questions, by its number, the passages of other documents that are nearest in meaning.

    Read from the file ``kept`` where it is there, else found (minutes) and written to it.
    """
    if kept.is_file():
        return {int(n): tuple(found) for n, found in json.loads(kept.read_text("utf-8")).items()}
    mined = _mine(data, embedder)
    kept.write_text(json.dumps(mined), "utf-8")
    return mined


def _mine(data: Data, embedder: Embedder) -> dict[int, tuple[int, ...]]:
    passages = [n for n, source in enumerate(data.passages) if source.set == OWN]
    questions = [n for n, question in enumerate(data.questions) if question.set == OWN]
    texts = [f"{data.passages[n].passage.about}\n{data.passages[n].passage.text}" for n in passages]
    there = embedder.encode_passages(texts)
    there -= there.mean(axis=0)
    asked = embedder.encode_queries([data.questions[n].text for n in questions])
    documents = np.array([data.passages[n].document for n in passages])
    mined: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(questions), _SLICE):
        rows = questions[start : start + _SLICE]
        nearest = np.argsort(-(asked[start : start + _SLICE] @ there.T), axis=1)[:, : 4 * NEAREST]
        for n, row in zip(rows, nearest, strict=True):
            question = data.questions[n]
            own = {data.passages[p].document for p in (*(p for p, _ in question.answers), *question.not_in)}
            mined[n] = tuple(passages[p] for p in row.tolist() if documents[p] not in own)[:NEAREST]
    return mined
