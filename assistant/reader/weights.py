"""The reader's weights as they are kept: matrices in int8 with a scale a row, the rest in float16; safetensors.

A row of a matrix is what one output is made of, so each keeps its own scale: round(w / s) with s the row's largest
weight over 127. The weights are a quarter of float32 that way, and logits stay within a few hundredths.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from assistant.errors import ReaderError

FOLDER = Path(str(files(__package__).joinpath("weights")))
"""Where the weights lie that come with the package."""

WEIGHTS, CARD = "reader.safetensors", "card.json"
_SCALE = ".scale"


def pack(tensors: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.generic]]:
    """Tensors as they are stored: each matrix as int8 beside its scales, shape (rows,)."""
    packed: dict[str, NDArray[np.generic]] = {}
    for name, tensor in tensors.items():
        if tensor.ndim < 2:
            packed[name] = tensor.astype(np.float16)
            continue
        scale = np.maximum(np.abs(tensor).max(axis=1), 1e-8) / 127
        packed[name] = np.round(tensor / scale[:, None]).astype(np.int8)
        packed[name + _SCALE] = scale.astype(np.float32)
    return packed


def unpack(packed: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
    """The tensors again, in float32. Those that were stored as they are come back as they are."""
    return {
        name: tensor.astype(np.float32) * packed[name + _SCALE][:, None].astype(np.float32)
        if name + _SCALE in packed
        else tensor.astype(np.float32)
        for name, tensor in packed.items()
        if not name.endswith(_SCALE)
    }


def save_weights(tensors: Mapping[str, NDArray[np.float32]], folder: Path, card: Mapping[str, object]) -> None:
    """Write packed weights and, beside them, their card with the checksum."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(pack(tensors), folder / WEIGHTS, metadata={"format": "np"})
    stored = {**card, "sha256": _checksum(folder / WEIGHTS)}
    (folder / CARD).write_text(json.dumps(stored, ensure_ascii=False, indent=2) + "\n", "utf-8")


def load_weights(folder: Path = FOLDER) -> dict[str, NDArray[np.float32]]:
    """The tensors in ``folder``.

    Raises:
        ReaderError: they are missing, or not what their card says.
    """
    try:
        expected = json.loads((folder / CARD).read_text("utf-8"))["sha256"]
        intact = _checksum(folder / WEIGHTS) == expected
        packed = load_file(folder / WEIGHTS) if intact else {}
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ReaderError(f"The reader's weights cannot be read ({type(error).__name__}); {_REMEDY}") from None
    if not intact:
        raise ReaderError(f"The reader's weights are damaged (their checksum is not that of the card); {_REMEDY}")
    return unpack(packed)


_REMEDY = "install the package again, or set ASSISTANT_READER=off to rank without it."


def weights_name(folder: Path = FOLDER) -> str:
    """What the weights are called: it changes with them. ``unknown`` where the card cannot be read."""
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        return f"reader-{card['sha256'][:12]}"
    except (OSError, ValueError, KeyError, TypeError):
        return "reader-unknown"


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
