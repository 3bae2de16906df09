"""How a question and a passage become the input of the network, in training and at run time alike.

``<s> question </s></s> title > headings`` *newline* ``text </s>``; the first segment has token type 0, the second 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.reader.reading import Passage

BOS, PAD, EOS = 0, 1, 2
QUESTION_TOKENS, ABOUT_TOKENS, TEXT_TOKENS = 96, 48, 240
"""Longest parts that are read; what is longer is cut. A chunk has 160 tokens by default."""

CLAIM = "claim: "
"""Stands before a sentence whose support is asked for, so that the network can tell it from a question."""

_ABOUT_CHARS = 300
_KEPT = 4096  # passages whose tokens are kept: the same ones come up question after question

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A passage in tokens; ``sentence`` tells for each the index of its sentence, -1 outside of any."""

    ids: tuple[int, ...]
    sentence: tuple[int, ...]
    sentences: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded arrays of shape (pairs, tokens); ``sentence`` is -1 where no sentence of the passage stands.

    ``sentences`` is the largest number of sentences of a passage.
    """

    ids: Ids
    types: Ids
    mask: Ids
    sentence: Ids
    sentences: int


class Inputs:
    """Makes inputs with the tokenizer of the embedding model, whose word embeddings the reader shares."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.passage = lru_cache(_KEPT)(self.tokens)

    def question(self, text: str) -> tuple[int, ...]:
        """The tokens of a question, or of a claim with its mark."""
        return tuple(self._encode(text).ids[:QUESTION_TOKENS])

    def tokens(self, passage: Passage) -> Tokens:
        """The tokens of a passage, made anew; ``passage`` gives the same and keeps them."""
        about: list[int] = []
        if passage.about:
            about = self._encode(passage.about[:_ABOUT_CHARS]).ids[:ABOUT_TOKENS] + self._encode("\n").ids
        encoded = self._encode(passage.text)
        ids, offsets = encoded.ids[:TEXT_TOKENS], encoded.offsets[:TEXT_TOKENS]
        return Tokens(
            (*about, *ids), (*[-1] * len(about), *_owners(offsets, passage.sentences)), len(passage.sentences)
        )

    def _encode(self, text: str) -> Any:
        return self._tokenizer.encode(text, add_special_tokens=False)


def open_inputs(folder: Path) -> Inputs:
    """Inputs for the model saved in ``folder``."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Inputs(tokenizer)


def length(question: Sequence[int], passage: Tokens) -> int:
    """Tokens of a pair with its special ones."""
    return len(question) + len(passage.ids) + 4


def collate(pairs: Sequence[tuple[Sequence[int], Tokens]]) -> Batch:
    """Question and passage pairs as one padded batch."""
    longest = max(length(question, passage) for question, passage in pairs)
    shape = (len(pairs), longest)
    ids, types = np.full(shape, PAD, np.int64), np.zeros(shape, np.int64)
    mask, sentence = np.zeros(shape, np.int64), np.full(shape, -1, np.int64)
    for row, (question, passage) in enumerate(pairs):
        first = len(question) + 3
        end = first + len(passage.ids)
        ids[row, :first] = (BOS, *question, EOS, EOS)
        ids[row, first:end] = passage.ids
        ids[row, end] = EOS
        types[row, first : end + 1] = 1
        mask[row, : end + 1] = 1
        sentence[row, first:end] = passage.sentence
    return Batch(ids, types, mask, sentence, max(1, *(passage.sentences for _, passage in pairs)))


def _owners(offsets: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]]) -> list[int]:
    """For each token the first sentence that it shares a character with; both run in the order of the text."""
    owners, at = [], 0
    for start, end in offsets:
        while at < len(sentences) and sentences[at][1] <= start:
            at += 1
        owners.append(at if at < len(sentences) and end > sentences[at][0] else -1)
    return owners
