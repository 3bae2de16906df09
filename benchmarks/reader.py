"""How fast the reader reads twelve chunks on this machine, by what runs it, and what each costs in ranking.

``python -m benchmarks.reader DATA``: ``DATA`` is the training data, of which held-out questions are read; needs the
extra ``benchmarks`` (onnx, openvino). AUROC is that of passages that answer against near ones.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from assistant.embedding import open_embedder
from assistant.reader.bundled import BundledReader
from assistant.reader.inputs import Batch, collate, open_inputs
from assistant.reader.training.data import Data, load_data
from assistant.reader.training.examples import OWN
from assistant.settings import load_settings
from benchmarks.ingestion import processor

CHUNKS = 12
QUESTIONS = 80
_WARM_UP = 3
_SHORTEST = 350  # characters of a passage that is as long as most chunks

Run = Callable[[Batch], NDArray[np.float32]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = load_data(parser.parse_args().data)
    settings = load_settings()
    embedder = open_embedder(settings)
    reader = BundledReader(embedder, settings.cache_dir)
    network = reader.build(torch.float32)
    batches, labels = _batches(data, embedder.folder)
    tokens = round(float(np.mean([batch.mask.sum() for batch in batches])))
    result: dict[str, object] = {"processor": processor(), "chunks": CHUNKS, "tokens": tokens}
    with tempfile.TemporaryDirectory() as work:
        for name, run in _contenders(reader, network, batches[0], Path(work)):
            result[name] = _measure(run, batches, labels)
    print(json.dumps(result, indent=2))


def _batches(data: Data, folder: Path) -> tuple[list[Batch], list[list[bool]]]:
    """For each question the passages that answer, near ones, and others of our own to make twelve."""
    inputs, chance = open_inputs(folder), random.Random(2)
    own = [n for n, s in enumerate(data.passages) if s.set == OWN and s.held_out and len(s.passage.text) >= _SHORTEST]
    batches, labels = [], []
    for question in data.questions:
        if question.set != OWN or not data.held_out(question) or not question.answers or len(batches) == QUESTIONS:
            continue
        answers = [n for n, _ in question.answers][:2]
        near = [n for n in question.not_in if n not in answers][: CHUNKS - len(answers)]
        chosen = [*answers, *near]
        chosen += chance.sample([n for n in own if n not in chosen], CHUNKS - len(chosen))
        asked = inputs.question(question.text)
        batches.append(collate([(asked, inputs.passage(data.passages[n].passage)) for n in chosen]))
        labels.append([n in answers for n in chosen])
    return batches, labels


def _measure(run: Run, batches: Sequence[Batch], labels: Sequence[Sequence[bool]]) -> dict[str, float]:
    for batch in batches[:_WARM_UP]:
        run(batch)
    seconds, scores = [], []
    for batch in batches:
        began = time.perf_counter()
        scores.append(run(batch))
        seconds.append(time.perf_counter() - began)
    auroc = roc_auc_score(np.concatenate(labels), np.concatenate(scores))
    return {"p50_ms": round(1000 * float(np.median(seconds)), 1), "auroc": round(float(auroc), 4)}


def _contenders(reader: BundledReader, network: Any, example: Batch, work: Path) -> Iterator[tuple[str, Run]]:
    yield "torch float32", _torch(network)
    yield "torch bfloat16", _torch(reader.build(torch.bfloat16))
    words = network.bert.embeddings.word_embeddings.weight.detach().numpy()
    whole, small = work / "whole.onnx", work / "int8.onnx"
    _export(network, example, whole)
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(whole), str(small), weight_type=QuantType.QInt8, per_channel=True)
    yield "onnxruntime float32", _onnxruntime(whole, words, network)
    yield "onnxruntime int8", _onnxruntime(small, words, network)
    for precision in ("f32", "bf16"):
        yield f"openvino {precision}", _openvino(whole, words, network, precision)
    yield "openvino int8", _openvino(small, words, network, "f32")


def _torch(network: Any) -> Run:
    def run(batch: Batch) -> NDArray[np.float32]:
        arrays = (torch.from_numpy(each) for each in (batch.ids, batch.types, batch.mask, batch.sentence))
        with torch.inference_mode():
            answers: NDArray[np.float32] = network(*arrays, batch.sentences)[0].float().numpy()
        return answers

    return run


class _States(torch.nn.Module):
    """The encoder alone, from word embeddings to states: what the other libraries run."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, words: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> Any:
        return self.bert(inputs_embeds=words, token_type_ids=types, attention_mask=mask).last_hidden_state


def _export(network: Any, example: Batch, path: Path) -> None:
    network.bert.config._attn_implementation = "eager"
    words = network.bert.embeddings.word_embeddings(torch.from_numpy(example.ids)).detach()
    torch.onnx.export(
        _States(network.bert), (words, torch.from_numpy(example.types), torch.from_numpy(example.mask)), str(path),
        input_names=["words", "types", "mask"], output_names=["states"], opset_version=17, dynamo=False,
        dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in ("words", "types", "mask", "states")},
    )  # fmt: skip


def _answers(network: Any, states: Any) -> NDArray[np.float32]:
    with torch.inference_mode():
        answers: NDArray[np.float32] = network.answers(torch.from_numpy(np.asarray(states)[:, 0])).squeeze(-1).numpy()
    return answers


def _onnxruntime(path: Path, words: NDArray[np.float32], network: Any) -> Run:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return lambda batch: _answers(
        network, session.run(None, {"words": words[batch.ids], "types": batch.types, "mask": batch.mask})[0]
    )


def _openvino(path: Path, words: NDArray[np.float32], network: Any, precision: str) -> Run:
    import openvino

    model = openvino.Core().compile_model(str(path), "CPU", {"INFERENCE_PRECISION_HINT": precision})
    return lambda batch: _answers(
        network, model({"words": words[batch.ids], "types": batch.types, "mask": batch.mask})[0]
    )


if __name__ == "__main__":
    main()
