"""Parses the command line, calls a command, and turns every error into one line and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from assistant import __version__
from assistant.cli.evaluate import add_evaluate
from assistant.documents import KINDS
from assistant.errors import AssistantError

DONE, PARTLY_DONE, NOTHING_DONE = 0, 1, 2
_INTERRUPTED = 130  # what a shell reports for SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """``python -m assistant …`` and ``cluster-assistant …``."""
    parser = argparse.ArgumentParser(prog="cluster-assistant", description="Ask the documents of industrial clusters.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_ask(commands.add_parser("ask", help="answer a question, or many from a file"))
    _add_search(commands.add_parser("search", help="show the passages that bear on a question"))
    _add_documents(commands.add_parser("documents", help="list what is indexed, with its state"))
    _add_doctor(commands.add_parser("doctor", help="check settings, model and index, and name every remedy"))
    _add_ingest(commands.add_parser("ingest", help="make the index equal to the corpus folder"))
    _add_serve(commands.add_parser("serve", help="start the chat page"))
    _add_evaluate(commands.add_parser("evaluate", help="measure retrieval and answers on a set of questions"))
    _add_users(commands.add_parser("users", help="manage the accounts of the admin area"))
    return _run(parser, argv)


def ingest_main(argv: Sequence[str] | None = None) -> int:
    """``python ingest.py …``."""
    parser = argparse.ArgumentParser(prog="ingest.py", description="Make the index equal to the corpus folder.")
    _add_ingest(parser)
    return _run(parser, argv)


def serve_main(argv: Sequence[str] | None = None) -> int:
    """``python app.py …``."""
    parser = argparse.ArgumentParser(prog="app.py", description="Start the chat page.")
    _add_serve(parser)
    return _run(parser, argv)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (ASSISTANT_INDEX_DIR)")
    parser.add_argument("--debug", action="store_true", help="show the trace of an unexpected error")


def _add_question(parser: argparse.ArgumentParser, noun: str) -> None:
    parser.add_argument("question", nargs="?", metavar=noun)
    parser.add_argument("--input", type=Path, metavar="FILE.jsonl", help="many questions: an {id, question} a line")
    parser.add_argument("--output", type=Path, metavar="FILE.jsonl", help="where their results go, one a line")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only documents of this kind")
    parser.add_argument("--cluster", action="append", metavar="NAME", help="only documents about this cluster")
    parser.add_argument("--language", action="append", metavar="CODE", help="only documents in this language (fr, en)")
    parser.add_argument("--region", action="append", metavar="NAME", help="only documents about this region")
    parser.add_argument("--sector", action="append", metavar="NAME", help="only documents about this sector")
    parser.add_argument("--json", action="store_true", help="print JSON")
    _add_common(parser)


def _add_ask(parser: argparse.ArgumentParser) -> None:
    _add_question(parser, "QUESTION")
    parser.set_defaults(command="ask")


def _add_search(parser: argparse.ArgumentParser) -> None:
    _add_question(parser, "QUERY")
    parser.add_argument("-k", type=int, default=10, metavar="N", help="how many passages (default 10)")
    parser.set_defaults(command="search")


def _add_documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    _add_common(parser)
    parser.set_defaults(command="documents")


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="mend what is safe to mend")
    parser.add_argument("--json", action="store_true", help="print JSON")
    _add_common(parser)
    parser.set_defaults(command="doctor")


def _add_ingest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only these files or folders of the corpus")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the documents (ASSISTANT_CORPUS_DIR)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--rebuild", action="store_true", help="build the index anew, beside the one that answers")
    parser.add_argument("--watch", action="store_true", help="go on, and sync after each change until Ctrl+C")
    parser.add_argument("--json", action="store_true", help="print the report as JSON; with --watch one a line")
    _add_common(parser)
    parser.set_defaults(command="ingest")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (ASSISTANT_HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (ASSISTANT_PORT)")
    _add_common(parser)
    parser.set_defaults(command="serve")


def _add_users(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("add", "remove", "list", "hash"), help="hash prints one for the settings")
    parser.add_argument("name", nargs="?", metavar="NAME")
    _add_common(parser)
    parser.set_defaults(command="users")


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    add_evaluate(parser)
    _add_common(parser)
    parser.set_defaults(command="evaluate")


def _run(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> int:
    args = parser.parse_args(argv)
    try:
        return _command(args)
    except AssistantError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return NOTHING_DONE
    except KeyboardInterrupt:
        print(f"{parser.prog}: interrupted; nothing is lost.", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as in `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if args.debug:
            traceback.print_exc()
        else:
            what = str(error).splitlines()[0] if str(error) else ""
            line = f"unexpected error, {type(error).__name__}: {what} (run again with --debug for the trace)"
            print(f"{parser.prog}: {line}", file=sys.stderr)
        return NOTHING_DONE


def _command(args: argparse.Namespace) -> int:
    # Imported here: each command loads only what it needs, and --help loads nothing.
    from assistant.memory import limit_arenas
    from assistant.settings import load_settings

    limit_arenas()
    settings = load_settings(
        index_dir=args.index,
        corpus_dir=getattr(args, "corpus", None),
        host=getattr(args, "host", None),
        port=getattr(args, "port", None),
    )
    if args.command == "ingest":
        from assistant.cli.ingest import ingest

        return ingest(settings, args)
    if args.command == "documents":
        from assistant.cli.documents import documents

        return documents(settings, as_json=args.json)
    if args.command == "doctor":
        from assistant.cli.doctor import doctor

        return doctor(settings, fix=args.fix, as_json=args.json)
    if args.command == "serve":
        from assistant.web import serve

        serve(settings)
        return DONE
    if args.command == "users":
        from assistant.cli.users import users

        return users(settings, args.action, args.name or "")
    if args.command == "evaluate":
        from assistant.cli.evaluate import evaluate

        return evaluate(settings, args)
    from assistant.cli.questions import ask, search

    return ask(settings, args) if args.command == "ask" else search(settings, args)
