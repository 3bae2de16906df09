"""The reader that comes with the package: robust things that any weights worth shipping do."""

from __future__ import annotations

import gc
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from assistant.embedding import Embedder
from assistant.errors import ReaderError
from assistant.reader import Passage, Reading
from assistant.reader.bundled import BundledReader
from assistant.reader.inputs import TEXT_TOKENS
from assistant.sentences import sentence_spans

pytestmark = pytest.mark.model

NEAR = 0.3  # logits; bfloat16 sums differ with the padding


def passage(text: str, about: str = "") -> Passage:
    return Passage(about, text, tuple(sentence_spans(text)))


SEAT = passage("Fontaral réunit 60 fonderies. Son siège est à Rodez. Il recrute.", "Fontaral : rapport")
WELDER = passage("Le soudeur assemble des pièces de métal. Il lit des plans.", "Soudeur > En bref")
ODD = [
    passage(""),
    passage("Soudeur"),
    passage("🙂🙂🙂"),
    passage("Это совсем другой алфавит. 这是另一种文字。"),
    passage("La fonderie de Rodez accueille des apprentis. " * 44),
    passage("La sede está en Rodez. El centro forma a 30 soldadores al año.", "Documento en español"),
    passage("***"),
]
QUESTIONS = ["Où est le siège de Fontaral ?", "What does a welder do?", "", "🙂", "где?", "Rodez " * 400]


@pytest.fixture(scope="module")
def reader(embedder: Embedder, model_cache: Path) -> BundledReader:
    return BundledReader(embedder, model_cache)


def alike(one: Reading, other: Reading) -> bool:
    return np.allclose((one.answers, *one.sentences), (other.answers, *other.sentences), atol=NEAR)


def test_what_answers_is_likelier_than_what_does_not(reader: BundledReader) -> None:
    for question in ("Où est le siège de Fontaral ?", "Where is the seat of Fontaral?"):
        seat, welder = reader.read(question, [SEAT, WELDER])
        assert seat.answers > welder.answers
        assert max(seat.sentences) == seat.sentences[1]


def test_read_together_is_as_read_alone(reader: BundledReader) -> None:
    together = reader.read(QUESTIONS[0], [SEAT, *ODD, WELDER])
    alone = [reader.read(QUESTIONS[0], [each])[0] for each in (SEAT, *ODD, WELDER)]
    assert all(map(alike, together, alone))


@pytest.mark.parametrize("question", QUESTIONS)
def test_odd_questions_and_passages_are_read(reader: BundledReader, question: str) -> None:
    readings = reader.read(question, ODD)
    assert [len(each.sentences) for each in readings] == [len(each.sentences) for each in ODD]
    assert all(np.isfinite((each.answers, *each.sentences)).all() for each in readings)


def test_nothing_is_read_from_nothing(reader: BundledReader) -> None:
    assert reader.read("Où ?", []) == []
    assert reader.support("Alpha est à Rodez.", []).shape == (0,)


def test_threads_get_their_own_readings(reader: BundledReader) -> None:
    alone = {question: reader.read(question, [SEAT, WELDER]) for question in QUESTIONS}
    with ThreadPoolExecutor(6) as threads:
        for question, readings in zip(
            QUESTIONS * 3, threads.map(lambda q: reader.read(q, [SEAT, WELDER]), QUESTIONS * 3), strict=True
        ):
            assert all(map(alike, readings, alone[question]))


def test_a_sentence_beyond_what_is_read_is_not_likely(reader: BundledReader) -> None:
    far = "Son siège est à Rodez."
    text = (
        "\n".join(["La fonderie accueille chaque année des apprentis de la région."] * (TEXT_TOKENS // 8)) + f"\n{far}"
    )
    reading = reader.read("Où est le siège ?", [passage(text)])[0]
    assert reading.sentences[-1] < -3


def test_support_is_a_probability_a_passage(reader: BundledReader) -> None:
    support = reader.support("Le siège de Fontaral est à Rodez.", [SEAT, WELDER, *ODD])
    assert support.dtype == np.float32
    assert support.shape == (2 + len(ODD),)
    assert ((support >= 0) & (support <= 1)).all()


def test_what_a_passage_says_is_supported_more_than_what_it_does_not(reader: BundledReader) -> None:
    said = reader.support("Fontaral réunit 60 fonderies.", [SEAT])[0]
    for wrong in ("Fontaral réunit 85 fonderies.", "Rodez réunit 60 fonderies.", "Le soudeur lit des plans."):
        assert said > reader.support(wrong, [SEAT])[0], wrong


def tables(rows: int) -> set[int]:
    """Addresses of the matrices of word embeddings in memory."""
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tensors = [each for each in gc.get_objects() if isinstance(each, torch.Tensor) and each.device.type == "cpu"]
    return {each.data_ptr() for each in tensors if each.ndim == 2 and each.shape[0] == rows}


def test_the_word_embeddings_are_the_embedding_models_own(embedder: Embedder, model_cache: Path) -> None:
    rows = len(embedder.word_embeddings)
    before = tables(rows)
    reader = BundledReader(embedder, model_cache)
    reader.load()
    assert tables(rows) == before


def test_beside_another_embedding_model_it_reads_the_same(reader: BundledReader, model_cache: Path) -> None:
    other = BundledReader(SimpleNamespace(is_bundled=False), model_cache)  # type: ignore[arg-type]
    assert alike(other.read(QUESTIONS[0], [SEAT])[0], reader.read(QUESTIONS[0], [SEAT])[0])
    assert other.name == reader.name != "reader-unknown"


def test_missing_weights_are_one_clear_line_whatever_is_asked(
    embedder: Embedder, model_cache: Path, tmp_path: Path
) -> None:
    reader = BundledReader(embedder, model_cache, weights=tmp_path)
    assert reader.name == "reader-unknown"
    for ask in (reader.load, lambda: reader.read("Où ?", [SEAT]), lambda: reader.support("Alpha.", [SEAT])):
        with pytest.raises(ReaderError, match="ASSISTANT_READER=off") as caught:
            ask()
        assert "\n" not in str(caught.value)
