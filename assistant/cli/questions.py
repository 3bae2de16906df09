"""``ask`` and ``search``: one question from the command line, or many from a JSON-lines file."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.cli.text import answer_text, hits_text
from assistant.documents import Answer, Filters, Retrieval
from assistant.errors import UsageError
from assistant.serialize import answer_dict, filters_from, retrieval_dict
from assistant.service import Assistant
from assistant.settings import Settings


def ask(settings: Settings, args: argparse.Namespace) -> int:
    """Print an answer, as text that grows or as JSON; or answer a file of questions."""
    with Assistant(settings) as assistant:

        def answer(question: str, filters: Filters) -> dict[str, object]:
            start = time.perf_counter()
            return answer_dict(assistant.answer(question, filters), time.perf_counter() - start)

        if _is_batch(args):
            _batch(assistant, args, answer)
        elif args.json:
            _print_json(answer(args.question, _filters(args)))
        else:
            _print_growing(assistant.ask(args.question, (), _filters(args)))
    return 0


def search(settings: Settings, args: argparse.Namespace) -> int:
    """Print passages, as text or as JSON; or search for a file of questions."""
    if args.k < 1:
        raise UsageError("-k must be at least 1.")
    with Assistant(settings) as assistant:

        def find(question: str, filters: Filters) -> tuple[Retrieval, float]:
            start = time.perf_counter()
            return assistant.search(question, filters, args.k), time.perf_counter() - start

        if _is_batch(args):
            _batch(assistant, args, lambda question, filters: retrieval_dict(*find(question, filters)))
        elif args.json:
            _print_json(retrieval_dict(*find(args.question, _filters(args))))
        else:
            print(hits_text(find(args.question, _filters(args))[0]))
    return 0


def _is_batch(args: argparse.Namespace) -> bool:
    if args.input is None and args.output is None:
        if not args.question or not args.question.strip():
            raise UsageError("Ask a question, or name a file of questions with --input and --output.")
        return False
    if args.input is None or args.output is None or args.question:
        raise UsageError("Many questions take both --input and --output, and no question on the command line.")
    return True


def _filters(args: argparse.Namespace) -> Filters:
    return filters_from(vars(args))


def _batch(assistant: Assistant, args: argparse.Namespace, one: Callable[[str, Filters], dict[str, object]]) -> None:
    questions = list(_read_questions(args.input, _filters(args)))
    assistant.load()  # so that the first question's seconds are its own
    try:
        with args.output.open("w", encoding="utf-8") as output:
            for id_, question, filters in questions:
                line = {"id": id_, "question": question, **one(question, filters)}
                output.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UsageError(f"{args.output} cannot be written: {error.strerror}.") from error


def _read_questions(path: Path, default: Filters) -> Iterator[tuple[object, str, Filters]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as UTF-8 text ({error}).") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            question = fields["question"]
        except (ValueError, KeyError, TypeError):
            raise UsageError(f'{path}, line {number}: not a JSON object with a "question".') from None
        if not isinstance(question, str) or not question.strip():
            raise UsageError(f'{path}, line {number}: "question" must be a text that is not empty.')
        own = filters_from(fields)
        yield fields.get("id", number), question, default if own == Filters() else own


def _print_json(value: dict[str, object]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_growing(versions: Iterator[Answer]) -> None:
    """Print each new sentence when it is there, and what belongs to the whole at the end."""
    shown = 0
    answer: Answer | None = None
    for answer in versions:
        # While a sentence may still change (its citations follow it), hold it back.
        ready = len(answer.sentences) if answer.complete else len(answer.sentences) - 1
        for sentence in answer.sentences[shown:ready]:
            sys.stdout.write(sentence.text + "".join(f" [{n}]" for n in sentence.citations) + "\n")
            sys.stdout.flush()
        shown = max(shown, ready)
    if answer is not None:
        print(answer_text(answer))
