"""Questions that measure the product never stand in it, nor in a test: what has seen them measures nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SHORTEST = 25  # characters; shorter questions may come to anybody's mind
_BINARY = {".pyc", ".safetensors", ".npz", ".npy", ".png", ".pdf", ".docx", ".pptx", ".xlsx", ".woff2"}


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()


@pytest.mark.parametrize("folder", ["assistant", "tests"])
def test_no_question_of_the_corpus_stands_in_the_code(folder: str) -> None:
    lines = (ROOT / "corpus" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = {plain(json.loads(line)["question"]) for line in lines if line.strip()}
    long_enough = [question for question in questions if len(question) >= _SHORTEST]
    assert len(long_enough) > 100
    leaks = []
    for file in sorted((ROOT / folder).rglob("*")):
        if file.is_file() and file.suffix not in _BINARY:
            text = plain(file.read_text("utf-8", errors="replace"))
            leaks += [f"{file.relative_to(ROOT)}: {question}" for question in long_enough if question in text]
    assert not leaks, "\n".join(leaks)
