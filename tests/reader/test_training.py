"""One whole training, as small as one can be: an encoder of two layers with random weights and two dozen passages."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tiny import save_encoder
from training_set import write_set

from assistant.errors import DatasetError
from assistant.reader.train import main
from assistant.reader.training.loop import CHECKPOINT, MINED, WEIGHTS, Plan, train
from assistant.settings import Settings

STEPS = 3


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    save_encoder(folder, layers=2)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_set(folder)
    return folder


@pytest.fixture(scope="module")
def settings(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(embedding_model=str(model), cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture
def plan(data: Path, tmp_path: Path) -> Plan:
    return planned(data, tmp_path / "trained")


def planned(data: Path, output: Path) -> Plan:
    return Plan(data, output, steps=STEPS, tokens=1500, frozen=1, saved_every=2)


def quiet(line: str) -> None:
    """Lets a training say what it likes."""


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / WEIGHTS)


@dataclass(frozen=True, slots=True)
class Trained:
    """A training that went through."""

    plan: Plan
    report: dict[str, Any]


@pytest.fixture(scope="module")
def trained(data: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    plan = planned(data, tmp_path_factory.mktemp("through"))
    return Trained(plan, train(plan, settings, quiet))


def test_a_training_writes_weights_that_learned_something(trained: Trained, model: Path) -> None:
    assert trained.report["steps"] == STEPS
    assert trained.report["pairs"] > STEPS
    after, before = weights(trained.plan.output), load_file(model / "model.safetensors")
    moved = {
        name: not torch.equal(after[f"bert.{name}"].float(), tensor.half().float())
        for name, tensor in before.items()
        if f"bert.{name}" in after
    }
    assert any(moved[name] for name in moved if name.startswith("encoder.layer.1."))
    assert not any(moved[name] for name in moved if name.startswith(("embeddings.", "encoder.layer.0.")))
    assert "bert.embeddings.word_embeddings.weight" not in after
    assert {"answers", "supports", "belongs"} < {name.split(".")[0] for name in after}
    mined = json.loads((trained.plan.output / MINED).read_text("utf-8"))
    assert mined
    assert all(mined.values()), "passages of other documents that are near each question"


def test_another_seed_gives_other_weights(trained: Trained, settings: Settings, plan: Plan) -> None:
    train(replace(plan, seed=2), settings, quiet)
    first, second = weights(trained.plan.output), weights(plan.output)
    assert not all(torch.equal(first[name], second[name]) for name in first)


def test_a_resumed_training_ends_as_one_that_went_through(
    trained: Trained, plan: Plan, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off after the last checkpoint but one, and taken up again: the same weights to the last bit."""
    allowed, step = iter(range(STEPS - 1)), torch.optim.AdamW.step

    def break_off(*arguments: Any, **options: Any) -> Any:
        if next(allowed, None) is None:
            raise KeyboardInterrupt
        return step(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(torch.optim.AdamW, "step", break_off)
        with pytest.raises(KeyboardInterrupt):
            train(plan, settings, quiet)
    resumed = train(replace(plan, resume=True), settings, quiet)
    assert (resumed["steps"], resumed["pairs"]) == (trained.report["steps"], trained.report["pairs"])
    one, other = weights(trained.plan.output), weights(plan.output)
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_training_goes_on_from_given_weights(trained: Trained, plan: Plan, settings: Settings) -> None:
    train(replace(plan, weights=trained.plan.output / WEIGHTS, steps=1, frozen=2), settings, quiet)
    before, after = weights(trained.plan.output), weights(plan.output)
    kept = "bert.encoder.layer.1.output.dense.bias"
    assert torch.equal(before[kept], after[kept])
    assert not torch.equal(before["answers.0.weight"], after["answers.0.weight"])


def test_what_cannot_be_trained_with_is_one_clear_line(plan: Plan, settings: Settings, model: Path) -> None:
    for wrong in (
        replace(plan, data=model),
        replace(plan, weights=model / "model.safetensors"),
        replace(plan, weights=model / "none.safetensors"),
        replace(plan, weights=model / "config.json"),
        replace(plan, resume=True),
    ):
        with pytest.raises(DatasetError) as caught:
            train(wrong, settings, quiet)
        assert "\n" not in str(caught.value)
    assert not (plan.output / CHECKPOINT).exists()


def test_the_command_reports_or_says_what_is_wrong(
    data: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", str(model))
    assert main([str(data), str(tmp_path / "out"), "--steps", "1", "--tokens", "900"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == 1
    assert main([str(tmp_path), str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "passages.jsonl" in error
