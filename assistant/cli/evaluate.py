"""``python -m assistant evaluate``: which measurement the arguments ask for."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError

if TYPE_CHECKING:  # --help loads nothing
    from assistant.settings import Settings

CHECKS = ("recall", "grounding", "dialogues", "written")

_ONLY: Mapping[str, tuple[str, ...]] = {
    "dataset": ("dataset", "recall"),
    "devset": ("devset", "recall"),
    "wrappings": ("devset", "recall"),
    "claims": ("grounding",),
    "misses": ("recall",),
    "compare": ("dataset",),
    "answers": ("dataset", "devset"),
}
"""The options that not every measurement knows, with those that do: a set, natural questions, or a check."""


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command, but for those that every command has."""
    parser.add_argument(
        "--dataset", type=Path, nargs="+", default=(), metavar="DIR",
        help="a set in BEIR layout, or several that share an index (default: our own questions)",
    )  # fmt: skip
    parser.add_argument("--devset", type=Path, metavar="PATH", help="natural questions on the index: a file or folder")
    parser.add_argument("--wrappings", type=Path, metavar="FILE", help="their wrappings, if that folder has none")
    parser.add_argument(
        "--check", choices=CHECKS,
        help="measure the first candidates, the check of sentences, follow-ups, or a chat model's answers instead",
    )  # fmt: skip
    parser.add_argument(
        "--claims", type=Path, metavar="DIR", help="training data whose held-out claims are checked too"
    )
    parser.add_argument("--misses", action="store_true", help="with --check recall: list what is not found")
    parser.add_argument(
        "--half", choices=("0", "1", "both"), default="both",
        help="of each set the half that may be looked at (0), the held-out one (1), or each apart (default)",
    )  # fmt: skip
    parser.add_argument("--compare", default="", metavar="LIST", help="baselines, of: bm25,dense,rrf")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
    parser.add_argument("--output", type=Path, metavar="FILE.json", help="keep the result here")
    parser.add_argument("--answers", type=Path, metavar="FILE.jsonl", help="keep every answer here, to be read")
    parser.add_argument("--json", action="store_true", help="print JSON")


def evaluate(settings: Settings, args: argparse.Namespace) -> int:
    """Measure what was asked for, and print it.

    Raises:
        UsageError: options that do not go together; also what the measurement raises.
    """
    what = args.check or ("devset" if args.devset is not None else "dataset")
    for option, allowed in _ONLY.items():
        if getattr(args, option) and what not in allowed:
            raise UsageError(f"--{option} does not go with {'--check ' if args.check else '--'}{what}.")
    half = None if args.half == "both" else int(args.half)
    if args.check:
        from assistant.evaluation.checks import Scope, run_check

        scope = Scope(
            half, args.limit, tuple(args.dataset), args.devset, args.wrappings, args.claims, misses=args.misses
        )
        return run_check(settings, args.check, scope, args.output, as_json=args.json)
    if args.devset is not None:
        from assistant.evaluation.natural_report import run_devset

        return run_devset(
            settings, args.devset, args.wrappings, half, args.limit, args.output, args.answers, as_json=args.json
        )
    from assistant.evaluation.report import run

    return run(settings, args.dataset, args.compare, half, args.limit, args.output, args.answers, as_json=args.json)
