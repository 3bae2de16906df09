"""The reader that comes with the package, on torch."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.batching import Batcher
from assistant.embedding import Embedder
from assistant.embedding.bundled import bundled_model
from assistant.embedding.model import precision
from assistant.errors import ReaderError
from assistant.reader.inputs import CLAIM, Inputs, Tokens, collate, length, open_inputs
from assistant.reader.reading import Passage, Reading, sigmoid
from assistant.reader.weights import FOLDER, load_weights, weights_name

BATCH_TOKENS = 1400
"""Tokens, padding included, that go through the network at once. On two cores half of twelve chunks at a time is as
fast a pair as all of them at once, and pads less."""

_UNREAD = -12.0
"""Logit of a sentence that lies beyond what is read of a long passage: the network has seen no word of it."""

_SUPPORT_SHIFT = 2.4
"""Added to the logit that a claim is borne out, which is that of its least likely token and so errs on the low side:
with it, five in six sentences of held-out passages, word for word, are over one half, and one in ten with a fault."""

_Pair = tuple[tuple[int, ...], Tokens]


@dataclass(frozen=True, slots=True)
class _Logits:
    """Of one pair: that the passage answers, that it supports, and that each sentence belongs to the answer."""

    answers: float
    supports: float
    sentences: tuple[float, ...]


class BundledReader:
    """The trained network, loaded at first use; :class:`~assistant.reader.reading.Reader` says what it does."""

    def __init__(self, embedder: Embedder, cache_dir: Path, weights: Path = FOLDER) -> None:
        """Where ``embedder`` is the default model, its word embeddings are shared; else they are loaded beside it."""
        self._embedder, self._cache_dir, self._weights = embedder, cache_dir, weights
        self._loading = threading.Lock()
        self._network: Any = None
        self._failed: ReaderError | None = None
        self._scored = Batcher(self._score, lambda pair: length(*pair), BATCH_TOKENS)

    @property
    def name(self) -> str:
        return weights_name(self._weights)

    @property
    def settled(self) -> bool:
        return self._network is not None or self._failed is not None

    def load(self) -> None:
        self._loaded()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        return [Reading(logits.answers, logits.sentences) for logits in self._read(question, passages)]

    def support(self, sentence: str, passages: Sequence[Passage]) -> NDArray[np.float32]:
        logits = np.array([each.supports for each in self._read(CLAIM + sentence, passages)], np.float32)
        return sigmoid(logits + _SUPPORT_SHIFT)

    def _read(self, first: str, passages: Sequence[Passage]) -> list[_Logits]:
        asked = self._inputs.question(first)
        return self._scored([(asked, self._inputs.passage(each)) for each in passages])

    def _score(self, pairs: Sequence[_Pair]) -> list[_Logits]:
        import torch

        from assistant.reader.network import least

        network, batch = self._loaded(), collate(pairs)
        with torch.inference_mode():
            given = (batch.ids, batch.types, batch.mask, batch.sentence)
            arrays = [torch.from_numpy(each).to(network.device) for each in given]
            answers, belongs, tokens = (each.float() for each in network(*arrays, batch.sentences))
            supports = least(tokens).tolist()
        return [
            _Logits(float(answers[row]), supports[row], _sentences(belongs[row].tolist(), passage))
            for row, (_, passage) in enumerate(pairs)
        ]

    @cached_property
    def _inputs(self) -> Inputs:
        return open_inputs(self._folder)

    @cached_property
    def _folder(self) -> Path:
        return self._embedder.folder if self._embedder.is_bundled else bundled_model(self._cache_dir)

    def _loaded(self) -> Any:
        if self._network is None:
            with self._loading:
                if self._failed is not None:
                    raise self._failed
                if self._network is None:
                    try:
                        self._network = self.build(precision())
                    except ReaderError as error:
                        self._failed = error
                        raise
        return self._network

    def build(self, dtype: Any) -> Any:
        """The network in evaluation mode, with weights of the torch type ``dtype``."""
        import torch
        from safetensors.torch import load_file

        from assistant.reader.network import WORDS, Network, count_layers

        tensors = {name: torch.from_numpy(each) for name, each in load_weights(self._weights).items()}
        if self._embedder.is_bundled:
            words = self._embedder.word_embeddings
        else:
            words = load_file(self._folder / "model.safetensors")["embeddings.word_embeddings.weight"]
        with torch.device("meta"):  # no memory for weights that are replaced at once
            network = Network(len(words), count_layers(tensors))
        kept = {name: each.to(dtype) for name, each in tensors.items()}
        network.load_state_dict({**kept, WORDS: words.to(dtype)}, strict=False, assign=True)
        # What the encoder counts with is no weight, and was left without memory too.
        places, positions = network.bert.embeddings, torch.arange(network.bert.config.max_position_embeddings)[None]
        places.register_buffer("position_ids", positions, persistent=False)
        places.register_buffer("token_type_ids", torch.zeros_like(positions), persistent=False)
        return network.to(words.device).eval()


def _sentences(logits: Sequence[float], passage: Tokens) -> tuple[float, ...]:
    read = set(passage.sentence)
    return tuple(logits[n] if n in read else _UNREAD for n in range(passage.sentences))
