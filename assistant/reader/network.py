"""The network: the encoder of multilingual-e5-small with three small heads. Imports torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

HIDDEN = 384
WORDS = "bert.embeddings.word_embeddings.weight"
"""The one tensor that is not the reader's own: it comes from the embedding model, unchanged, and is shared with it."""


class Network(nn.Module):
    """``answers`` reads the state of the first token; ``belongs`` the mean state of a sentence beside it, ``supports``
    that of each token of a claim: a claim is borne out as far as its least likely token is."""

    def __init__(self, vocabulary: int, layers: int, dropout: float = 0.0) -> None:
        super().__init__()
        # Dropout inside the encoder is off: torch's fused attention trains twice as fast on a CPU without it.
        config = BertConfig(
            vocab_size=vocabulary, hidden_size=HIDDEN, num_hidden_layers=layers, num_attention_heads=12,
            intermediate_size=4 * HIDDEN, max_position_embeddings=512, type_vocab_size=2, pad_token_id=1,
            layer_norm_eps=1e-12, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        self.bert = BertModel(config, add_pooling_layer=False)
        self.answers = _head(HIDDEN, nn.Tanh(), dropout)
        self.supports = _head(2 * HIDDEN, nn.GELU(), dropout)
        self.belongs = _head(2 * HIDDEN, nn.GELU(), dropout)

    @property
    def device(self) -> torch.device:
        """Where its weights are."""
        return self.bert.embeddings.word_embeddings.weight.device

    def forward(
        self, ids: Tensor, types: Tensor, mask: Tensor, sentence: Tensor, sentences: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits: that each passage answers (n,), of its sentences (n, s), and that it bears out each token of the
        first segment (n, t), infinite for all others."""
        states = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        first = states[:, 0]
        inside = functional.one_hot((sentence + 1).clamp(min=0), sentences + 1)[:, :, 1:].to(states.dtype)
        means = inside.transpose(1, 2) @ states / inside.sum(1).clamp(min=1).unsqueeze(-1)
        claimed = (types == 0) & (mask == 1)
        tokens = self.supports(_beside(states, first)).squeeze(-1).masked_fill(~claimed, torch.inf)
        return self.answers(first).squeeze(-1), self.belongs(_beside(means, first)).squeeze(-1), tokens


def least(tokens: Tensor) -> Tensor:
    """One logit a row from those of its tokens, (n, t) to (n,): their soft minimum, since one wrong token is enough."""
    return -torch.logsumexp(-tokens, -1)


def _beside(states: Tensor, first: Tensor) -> Tensor:
    return torch.cat([states, first[:, None].expand_as(states)], -1)


def _head(width: int, activation: nn.Module, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, HIDDEN), activation, nn.Dropout(dropout), nn.Linear(HIDDEN, 1))


def count_layers(tensors: Mapping[str, Any]) -> int:
    """How many layers the tensors of a network have."""
    return 1 + max(int(name.split(".")[3]) for name in tensors if name.startswith("bert.encoder.layer."))
