"""The training loop. Imports torch."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from assistant.embedding import Embedder, open_embedder
from assistant.errors import DatasetError
from assistant.reader.inputs import collate, open_inputs
from assistant.reader.network import WORDS, Network, count_layers, least
from assistant.reader.training.claims import load_words
from assistant.reader.training.data import load_data
from assistant.reader.training.examples import Example, Examples, Group, Mix
from assistant.reader.training.mining import MINED, mine
from assistant.reader.training.noise import load_noise
from assistant.reader.training.orders import load_orders
from assistant.reader.training.report import CHECKPOINT, REPORT, WEIGHTS
from assistant.settings import Settings

LOSSES = ("chunk", "claim", "sentences", "list", "tokens")
_WARM_UP = 60  # steps in which the rate grows
_LOWEST_RATE = 0.02  # share of the highest rate at the end
_SENTENCES, _LISTWISE, _TOKENS = 3.0, 0.3, 1.0  # weights of the losses beside that of the pair
_TOLD_EVERY, _AVERAGED = 50, 200  # steps: between two lines, and that a line is about


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training does. ``rate`` is the highest learning rate, ``tokens`` the size of a batch with padding,
    ``saved_every`` the steps between two checkpoints."""

    data: Path
    output: Path
    weights: Path | None = None
    steps: int = 4000
    minutes: float | None = None
    rate: float = 5e-5
    tokens: int = 5000
    frozen: int = 4
    seed: int = 1
    saved_every: int = 200
    resume: bool = False


def train(plan: Plan, settings: Settings, tell: Callable[[str], None]) -> dict[str, Any]:
    """Train, write the weights (float16, without the word embeddings) and say what was done; ``tell`` gets a line now
    and then.

    Raises:
        DatasetError: data, weights or checkpoint cannot be used.
        EmbeddingModelError: the embedding model cannot be loaded.
    """
    torch.manual_seed(plan.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    data, embedder = load_data(plan.data), open_embedder(settings)
    inputs = open_inputs(embedder.folder)
    plan.output.mkdir(parents=True, exist_ok=True)
    mined = mine(data, embedder, plan.output / MINED)
    examples = Examples(data, mined, inputs, load_noise(), load_orders(), load_words(), Mix(), plan.seed)
    network = _network(plan, embedder).to(device)
    trained = [each for each in network.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in trained if p.ndim > 1], "weight_decay": 0.01},
         {"params": [p for p in trained if p.ndim < 2], "weight_decay": 0.0}],
        lr=plan.rate, betas=(0.9, 0.98),
    )  # fmt: skip
    done, pairs, before = _resume(plan, network, optimizer) if plan.resume else (0, 0, 0.0)
    batches = examples.batches(plan.tokens)
    for _ in range(done):
        next(batches)
    started, losses = time.monotonic() - before, []
    network.train()
    for step, batch in enumerate(batches, done):
        spent = time.monotonic() - started
        used = max(step / plan.steps, spent / (60 * plan.minutes) if plan.minutes else 0.0)
        if used >= 1:
            break
        rate = plan.rate * min(1, (step + 1) / _WARM_UP) * max(_LOWEST_RATE, 1 - used)
        losses.append(_learn(network, optimizer, batch, rate, device))
        pairs += sum(map(len, batch))
        if (step + 1) % _TOLD_EVERY == 0:
            means = np.nanmean(losses[-_AVERAGED:], axis=0).round(4)
            shown = dict(zip(LOSSES, means.tolist(), strict=True))
            tell(f"{step + 1} steps, {spent:.0f} s, {pairs} pairs; losses {shown}")
        if (step + 1) % plan.saved_every == 0:
            _save(network, plan.output)
            _keep(plan, network, optimizer, (step + 1, pairs, spent))
    _save(network, plan.output)
    told = {"steps": done + len(losses), "pairs": pairs, "seconds": round(time.monotonic() - started)}
    report = {**told, "rate": plan.rate, "tokens": plan.tokens, "frozen": plan.frozen, "seed": plan.seed}
    (plan.output / REPORT).write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return report


def _network(plan: Plan, embedder: Embedder) -> Network:
    base = {f"bert.{name}": tensor.float() for name, tensor in load_file(embedder.folder / "model.safetensors").items()}
    given = {} if plan.weights is None else _given(plan.weights)
    network = Network(len(base[WORDS]), count_layers(given or base), dropout=0.1)
    state = {
        **{name: tensor for name, tensor in base.items() if name in network.state_dict()},
        **given,
        WORDS: base[WORDS],
    }
    fitting = {name: tensor for name, tensor in state.items() if tensor.shape == network.state_dict()[name].shape}
    network.load_state_dict(fitting, strict=False)
    for part in (network.bert.embeddings, *network.bert.encoder.layer[: plan.frozen]):
        part.requires_grad_(False)
    network.bert.embeddings.word_embeddings.requires_grad_(False)
    return network


def _learn(
    network: Network, optimizer: torch.optim.Optimizer, batch: list[Group], rate: float, device: str
) -> tuple[float, ...]:
    """One step at a learning ``rate``; the losses before it, as :data:`LOSSES` names them."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    loss, parts = _loss(network, batch, device)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_([each for each in network.parameters() if each.requires_grad], 1.0)
    optimizer.step()
    return parts


def _given(path: Path) -> dict[str, Tensor]:
    try:
        tensors = {name: tensor.float() for name, tensor in load_file(path).items()}
    except (OSError, SafetensorError):
        tensors = {}
    if not any(name.startswith("answers.") for name in tensors):
        raise DatasetError(f"{path} does not hold the reader's weights.")
    return tensors


def _loss(network: Network, batch: list[Group], device: str) -> tuple[Tensor, tuple[float, ...]]:
    pairs = [example for group in batch for example in group]
    arrays = collate([(example.question, example.passage) for example in pairs])
    ids, types, mask, sentence = (
        torch.as_tensor(each, device=device) for each in (arrays.ids, arrays.types, arrays.mask, arrays.sentence)
    )
    label = torch.tensor([float(example.label) for example in pairs], device=device)
    asks = torch.tensor([example.task == "question" for example in pairs], device=device)
    gold = torch.zeros(len(pairs), arrays.sentences, device=device)
    for row, example in enumerate(pairs):
        for n in example.sentences:
            gold[row, n] = 1
    with torch.autocast(device, torch.bfloat16):
        answers, belongs, tokens = network(ids, types, mask, sentence, arrays.sentences)
    there = (
        functional.one_hot((sentence + 1).clamp(min=0), arrays.sentences + 1)[:, :, 1:].sum(1).gt(0).float()
        * asks[:, None]
    )
    judged = torch.where(asks, answers.float(), least(tokens.float()))
    each = functional.binary_cross_entropy_with_logits(judged, label, reduction="none")
    inside = functional.binary_cross_entropy_with_logits(belongs.float(), gold, reduction="none") * there
    losses = (
        _mean(each[asks]),
        _mean(each[~asks]),
        inside.sum() / there.sum().clamp(min=1),
        _listwise(answers.float(), batch),
        _spoilt(tokens.float(), pairs),
    )
    total = each.mean() + _SENTENCES * losses[2] + _LISTWISE * losses[3] + _TOKENS * losses[4]
    return total, tuple(float(loss.detach()) for loss in losses)


def _mean(losses: Tensor) -> Tensor:
    return losses.mean() if len(losses) else losses.sum()


def _spoilt(tokens: Tensor, pairs: Sequence[Example]) -> Tensor:
    """For claims of which it is known: whether each token is one that departs from the passage."""
    rows = [row for row, example in enumerate(pairs) if example.spoilt is not None]
    if not rows:
        return tokens[:0].sum()
    gold = torch.ones_like(tokens[rows])
    for at, row in enumerate(rows):
        for token in pairs[row].spoilt or ():
            gold[at, token + 1] = 0  # after the first special token
    known = tokens[rows].isfinite()
    # Spoilt tokens are few: all of them together weigh as much as all the others.
    weights = torch.where(
        gold == 0, 0.5 / (gold == 0).sum().clamp(min=1), 0.5 / (known & (gold == 1)).sum().clamp(min=1)
    )
    each = functional.binary_cross_entropy_with_logits(tokens[rows].masked_fill(~known, 0.0), gold, reduction="none")
    return (each * weights * known).sum()


def _listwise(answers: Tensor, batch: list[Group]) -> Tensor:
    """How unlikely the right passages of each question are among its candidates (softmax), on average."""
    losses, at = [], 0
    for group in batch:
        right = torch.tensor([example.label for example in group], device=answers.device)
        if group[0].task == "question" and right.any() and not right.all():
            scores = answers[at : at + len(group)]
            losses.append(scores.logsumexp(0) - scores[right].logsumexp(0))
        at += len(group)
    return torch.stack(losses).mean() if losses else answers.sum() * 0


def _keep(plan: Plan, network: Network, optimizer: torch.optim.Optimizer, done: tuple[int, int, float]) -> None:
    """Write the checkpoint; ``done`` are steps, pairs and seconds. Dropout goes on with the same random numbers too."""
    random = [torch.get_rng_state(), *(torch.cuda.get_rng_state_all() if torch.cuda.is_available() else ())]
    state = {"done": done, "random": random, "optimizer": optimizer.state_dict(), "network": network.state_dict()}
    torch.save(state, plan.output / CHECKPOINT)


def _resume(plan: Plan, network: Network, optimizer: torch.optim.Optimizer) -> tuple[int, int, float]:
    path = plan.output / CHECKPOINT
    if not path.is_file():
        raise DatasetError(f"There is no {path} to resume from; leave --resume away.")
    stored = torch.load(path, weights_only=True)
    network.load_state_dict(stored["network"])
    optimizer.load_state_dict(stored["optimizer"])
    torch.set_rng_state(stored["random"][0])
    torch.cuda.set_rng_state_all(stored["random"][1:])
    steps, pairs, seconds = stored["done"]
    return steps, pairs, seconds


def _save(network: Network, output: Path) -> None:
    tensors = {n: t.detach().half().cpu().contiguous() for n, t in network.state_dict().items() if n != WORDS}
    save_file(tensors, output / WEIGHTS, metadata={"format": "pt"})
