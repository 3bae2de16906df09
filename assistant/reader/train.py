"""Trains the reader: ``python -m assistant.reader.train DATA OUTPUT``.

From given weights or from the embedding model itself, on a GPU where there is one, else on the CPU. On two cores
(avx512_bf16) about 11 pairs a second: bfloat16 (1.4 times float32), no dropout in the encoder (fused attention: 1.9
times), the four lowest layers as they are (1.1 times). See :mod:`assistant.reader.training.data` for the format.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from assistant.errors import AssistantError
from assistant.reader.training.loop import Plan, train
from assistant.settings import load_settings


def main(arguments: list[str] | None = None) -> int:
    """The command; 2 where it cannot begin."""
    plan = Plan(Path(), Path())  # for the defaults
    parser = argparse.ArgumentParser(prog="python -m assistant.reader.train", description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with passages, questions and claims (.jsonl or .jsonl.xz)")
    parser.add_argument("output", type=Path, help="folder for weights, report and checkpoint")
    parser.add_argument("--weights", type=Path, help="go on from this file instead of from the embedding model")
    parser.add_argument("--steps", type=int, default=plan.steps, help="steps of the whole training (%(default)s)")
    parser.add_argument("--minutes", type=float, help="end after so long; the result then depends on the machine")
    parser.add_argument("--rate", type=float, default=plan.rate, help="highest learning rate (%(default)s)")
    parser.add_argument("--tokens", type=int, default=plan.tokens, help="tokens of a batch (%(default)s)")
    parser.add_argument(
        "--frozen", type=int, default=plan.frozen, help="lowest layers that are not trained (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=plan.seed, help="(%(default)s)")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in the output folder")
    given = parser.parse_args(arguments)
    try:
        report = train(Plan(**vars(given)), load_settings(), lambda line: print(line, file=sys.stderr, flush=True))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(report, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
