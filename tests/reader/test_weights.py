from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ReaderError
from assistant.reader.weights import CARD, FOLDER, WEIGHTS, load_weights, pack, save_weights, unpack, weights_name

Tensors = dict[str, np.ndarray]


@pytest.fixture
def tensors() -> Tensors:
    chance = np.random.default_rng(1)
    rows = chance.normal(0, 1, (40, 60)) * chance.uniform(0.001, 30, (40, 1))
    rows[3] = 0
    return {"layer.weight": rows.astype(np.float32), "layer.bias": chance.normal(0, 1, 60).astype(np.float32)}


def test_a_weight_is_off_by_half_a_step_of_its_row_at_most(tensors: Tensors) -> None:
    weight, again = tensors["layer.weight"], unpack(pack(tensors))["layer.weight"]
    step = np.abs(weight).max(axis=1, keepdims=True) / 127
    assert (np.abs(again - weight) <= step / 2 * 1.001).all()
    assert (again[3] == 0).all()
    assert np.allclose(unpack(pack(tensors))["layer.bias"], tensors["layer.bias"], atol=2e-3)


def test_matrices_are_stored_in_a_quarter_of_their_size(tensors: Tensors) -> None:
    packed = pack(tensors)
    assert packed["layer.weight"].dtype == np.int8
    assert sum(each.nbytes for each in packed.values()) < 0.3 * sum(each.nbytes for each in tensors.values())


def test_weights_come_back_with_their_names(tensors: Tensors, tmp_path: Path) -> None:
    save_weights(tensors, tmp_path / "new", {"figures": {"AUROC": 0.9}})
    loaded = load_weights(tmp_path / "new")
    assert {name: each.shape for name, each in loaded.items()} == {n: each.shape for n, each in tensors.items()}
    assert all(each.dtype == np.float32 for each in loaded.values())
    card = json.loads((tmp_path / "new" / CARD).read_text("utf-8"))
    assert card["figures"] == {"AUROC": 0.9}
    assert weights_name(tmp_path / "new") == f"reader-{card['sha256'][:12]}"


def test_other_weights_have_another_name(tensors: Tensors, tmp_path: Path) -> None:
    save_weights(tensors, tmp_path / "a", {})
    save_weights({**tensors, "layer.bias": tensors["layer.bias"] + 1}, tmp_path / "b", {})
    assert len({weights_name(tmp_path / "a"), weights_name(tmp_path / "b"), weights_name(tmp_path / "none")}) == 3


@pytest.mark.parametrize(
    "damage", ["no folder", "no weights", "no card", "card", "card without", "a byte", "short", "not safetensors"]
)
def test_missing_and_damaged_weights_are_one_clear_line(tensors: Tensors, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "weights"
    if damage != "no folder":
        save_weights(tensors, folder, {})
    file, card = folder / WEIGHTS, folder / CARD
    match damage:
        case "no weights":
            file.unlink()
        case "no card":
            card.unlink()
        case "card":
            card.write_text("[", "utf-8")
        case "card without":
            card.write_text("[]", "utf-8")
        case "a byte":
            content = bytearray(file.read_bytes())
            content[-7] ^= 1
            file.write_bytes(content)
        case "short":
            file.write_bytes(file.read_bytes()[:-100])
        case "not safetensors":
            import hashlib

            file.write_bytes(b"nothing of the kind")
            card.write_text(json.dumps({"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}), "utf-8")
    with pytest.raises(ReaderError, match="ASSISTANT_READER=off") as caught:
        load_weights(folder)
    assert "\n" not in str(caught.value)


def test_the_weights_that_come_with_the_package_are_whole_and_small() -> None:
    tensors = load_weights()
    assert {"answers", "belongs", "supports"} < {name.split(".")[0] for name in tensors}
    assert (FOLDER / WEIGHTS).stat().st_size < 25_000_000
    assert weights_name() != "reader-unknown"
    assert all(np.isfinite(each).all() for each in tensors.values())
