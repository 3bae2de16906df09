"""Packs trained weights into the package and measures them: ``python -m assistant.reader.publish DATA TRAINED``.

``DATA`` is the training data, ``TRAINED`` the output folder of :mod:`assistant.reader.train`. Writes the int8 weights
and their card with the figures on held-out documents, those of the weights as they are packed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from assistant.embedding import open_embedder
from assistant.errors import AssistantError
from assistant.reader.bundled import BundledReader
from assistant.reader.training.data import load_data
from assistant.reader.training.develop import develop
from assistant.reader.training.mining import MINED, mine
from assistant.reader.training.report import REPORT, WEIGHTS
from assistant.reader.weights import FOLDER, save_weights
from assistant.settings import load_settings


def main(arguments: list[str] | None = None) -> int:
    """The command; 2 where something is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.reader.publish", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("data", type=Path, help="folder with passages, questions and claims")
    parser.add_argument("trained", type=Path, help="output folder of the training")
    parser.add_argument("--target", type=Path, default=FOLDER, help="where to write (the package's own folder)")
    given = parser.parse_args(arguments)
    settings = load_settings()
    embedder = open_embedder(settings)
    try:
        data = load_data(given.data)
        tensors = {name: each.astype(np.float32) for name, each in load_file(given.trained / WEIGHTS).items()}
        card = {"training": json.loads((given.trained / REPORT).read_text("utf-8"))}
        with tempfile.TemporaryDirectory() as work:
            save_weights(tensors, Path(work), card)
            reader = BundledReader(embedder, settings.cache_dir, Path(work))
            card["held out"] = develop(reader, data, mine(data, embedder, given.trained / MINED))
        save_weights(tensors, given.target, card)
    except (AssistantError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(card, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
