from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from training_set import write_set

from assistant.errors import DatasetError
from assistant.reader.training.data import load_data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_set(tmp_path)
    return tmp_path


def test_the_three_files_are_read(folder: Path) -> None:
    data = load_data(folder)
    assert (len(data.passages), len(data.questions), len(data.claims)) == (24, 24, 24)
    question = data.questions[0]
    passage = data.passages[question.about].passage
    start, end = passage.sentences[question.answers[0][1][0]]
    assert question.strings[0] in passage.text[start:end]
    assert {claim.supported for claim in data.claims} == {True, False}


def test_packed_files_are_read_alike(folder: Path) -> None:
    plain = load_data(folder)
    for file in folder.glob("*.jsonl"):
        file.with_name(f"{file.name}.xz").write_bytes(lzma.compress(file.read_bytes()))
        file.unlink()
    assert load_data(folder) == plain


def test_a_near_miss_is_about_the_passage_that_does_not_answer_it(folder: Path) -> None:
    row = {"set": "own", "language": "fr", "question": "Qui ?", "answers": [], "not_in": [3, 4]}
    (folder / "questions.jsonl").write_text(json.dumps(row), "utf-8")
    (question,) = load_data(folder).questions
    assert (question.about, question.answers, question.strings) == (3, (), ())


def test_one_document_in_so_many_is_held_out_with_all_that_is_about_it(folder: Path) -> None:
    data = load_data(folder)
    held = {source.document for source in data.passages if source.held_out}
    assert 0 < len(held) < 12
    for item in (*data.questions, *data.claims):
        about = item.about if hasattr(item, "about") else item.passage
        assert data.held_out(item) == (data.passages[about].document in held)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("passages.jsonl", None),
        ("questions.jsonl", None),
        ("claims.jsonl", None),
        ("questions.jsonl", "not json\n"),
        ("questions.jsonl", '{"set": "own"}\n'),
        ("passages.jsonl", '["a list"]\n'),
        ("passages.jsonl", '{"set": "a", "document": "d", "heading": "", "text": "", "sentences": [[1]]}\n'),
        ("claims.jsonl", '{"passage": 1}\n'),
        ("claims.jsonl.xz", "no archive"),
    ],
)
def test_data_in_another_form_is_one_clear_line(folder: Path, file: str, content: str | None) -> None:
    (folder / file.removesuffix(".xz")).unlink()
    if content is not None:
        (folder / file).write_text(content, "utf-8")
    with pytest.raises(DatasetError, match=str(folder)) as caught:
        load_data(folder)
    assert "\n" not in str(caught.value)
