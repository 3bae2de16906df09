"""Any cross-encoder with one score a pair can read: a tiny one with random weights stands in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tiny import save_cross_encoder

from assistant.errors import ReaderError
from assistant.reader import Passage
from assistant.reader.cross_encoder import CrossEncoderReader
from assistant.sentences import sentence_spans

TEXTS = ["alpha est à brest. beta forme.", "soudeurs", "le siège. où ?", "1 2 3", "beta est à 5.", "6 7. 8 9. alpha"]
PASSAGES = [Passage("report", text, tuple(sentence_spans(text))) for text in TEXTS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cross-encoder")
    save_cross_encoder(folder)
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> CrossEncoderReader:
    return CrossEncoderReader(str(folder))


def test_passages_are_scored_as_the_model_scores_them(reader: CrossEncoderReader, folder: Path) -> None:
    import torch
    from sentence_transformers import CrossEncoder

    readings = reader.read("où est alpha ?", PASSAGES)
    pairs = [("où est alpha ?", f"report\n{text}") for text in TEXTS]
    expected = CrossEncoder(str(folder), activation_fn=torch.nn.Identity()).predict(pairs)
    assert np.allclose([each.answers for each in readings], expected, atol=1e-4)
    assert len(set(np.round(expected, 3))) > 3, "the stand-in tells passages apart"


def test_sentences_of_the_best_passages_are_pairs_of_their_own(reader: CrossEncoderReader) -> None:
    readings = reader.read("où est alpha ?", PASSAGES)
    assert [len(each.sentences) for each in readings] == [len(each.sentences) for each in PASSAGES]
    ranked = sorted(zip(readings, PASSAGES, strict=True), key=lambda pair: -pair[0].answers)
    scored = [reading for reading, _ in ranked if any(logit > -10 for logit in reading.sentences)]
    assert scored == [reading for reading, _ in ranked[:4]]
    reading, best = ranked[0]
    for (start, end), logit in zip(best.sentences, reading.sentences, strict=True):
        alone = reader.read("où est alpha ?", [Passage("", best.text[start:end], ())])[0]
        assert logit == pytest.approx(alone.answers, abs=1e-4)


def test_support_is_a_probability_a_passage(reader: CrossEncoderReader) -> None:
    support = reader.support("alpha est à brest.", PASSAGES)
    assert support.dtype == np.float32
    assert support.shape == (len(PASSAGES),)
    assert ((support > 0) & (support < 1)).all()


def test_nothing_and_nearly_nothing_are_read(reader: CrossEncoderReader) -> None:
    assert reader.read("où ?", []) == []
    assert reader.support("alpha.", []).shape == (0,)
    assert len(reader.read("", [Passage("", "", ())])) == 1


def test_threads_get_their_own_readings(reader: CrossEncoderReader) -> None:
    questions = ["où est alpha ?", "qui forme ?", "1 2 3 ?"] * 4
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda question: reader.read(question, PASSAGES), questions))
    for question, readings in zip(questions, found, strict=True):
        assert [each.answers for each in readings] == pytest.approx(
            [each.answers for each in reader.read(question, PASSAGES)], abs=1e-4
        )


def test_it_is_called_what_the_settings_call_it(reader: CrossEncoderReader, folder: Path) -> None:
    assert reader.name == str(folder)


@pytest.mark.parametrize("kind", ["missing", "empty", "damaged", "no name"])
def test_a_model_that_cannot_be_loaded_is_one_clear_line(folder: Path, tmp_path: Path, kind: str) -> None:
    name = {"missing": "/nowhere/model", "no name": "not a name"}.get(kind, str(tmp_path))
    if kind == "damaged":
        for file in folder.iterdir():
            (tmp_path / file.name).write_bytes(file.read_bytes()[:50])
    reader = CrossEncoderReader(name)
    for ask in (reader.load, lambda: reader.read("où ?", PASSAGES)):
        with pytest.raises(ReaderError, match=f"ASSISTANT_READER={name}") as caught:
            ask()
        assert "\n" not in str(caught.value)
        assert "bundled" in str(caught.value)


def test_a_model_with_several_scores_a_pair_is_refused(tmp_path: Path) -> None:
    save_cross_encoder(tmp_path, labels=3)
    with pytest.raises(ReaderError, match="one score a passage"):
        CrossEncoderReader(str(tmp_path)).read("où ?", PASSAGES)
