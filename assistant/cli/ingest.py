"""``ingest``: runs a sync, shows how far it is, and prints its report."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from assistant.cli.text import printable
from assistant.cli.watch import watch
from assistant.errors import UsageError
from assistant.ingestion import Action, SyncReport, sync
from assistant.ingestion.report import FileOutcome, ProgressListener
from assistant.ingestion.report import Progress as SyncProgress
from assistant.loading.warnings import describe
from assistant.settings import Settings

_FILES_A_LINE, _CHUNKS_A_LINE = 50, 500


def ingest(settings: Settings, args: argparse.Namespace) -> int:
    """Exit code 0 when every file is indexed, 1 when some failed and the rest is indexed.

    Raises:
        UsageError: options that exclude each other.
    """
    if args.watch:
        if args.dry_run or args.paths:
            raise UsageError("--watch keeps the whole folder in step; it takes neither PATH nor --dry-run.")
        return watch(settings, rebuild=args.rebuild, as_json=args.json)
    with _progress(shown=not args.json) as listener:
        report = sync(settings, paths=args.paths, dry_run=args.dry_run, rebuild=args.rebuild, on_progress=listener)
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if args.json else report_text(report))
    return 1 if report.failed else 0


def report_text(report: SyncReport) -> str:
    """The report in plain lines: what is not unchanged, then the totals. Pure."""
    if report.cancelled:
        return "Cancelled: the index is as it was; what was embedded is kept for the next run."
    lines = [_line(o) for o in report.outcomes if o.action is not Action.UNCHANGED or o.warnings]
    if report.rebuilt:
        lines.insert(0, f"The index is of an earlier version ({'; '.join(report.rebuilt)}): it is built anew.")
    counted = ", ".join(f"{len(report.of(action))} {action.value}" for action in Action if report.of(action))
    lines.append(f"{'Would be: ' if report.dry_run else ''}{counted or 'The corpus folder is empty'}.")
    if not report.dry_run:
        if not report.changed:
            lines.append("Nothing to do: the index is up to date, nothing was embedded.")
        else:
            lines.append(f"{report.chunks_embedded} passages embedded, {report.chunks_reused} reused.")
        lines.append(f"The index holds {report.documents} documents in {report.chunks} passages.")
    return printable("\n".join(lines))


def _line(outcome: FileOutcome) -> str:
    text = f"{outcome.action.value:10} {_one_line(outcome.path)}"
    if outcome.origin:
        text += (
            f" (from {_one_line(outcome.origin)})"
            if outcome.action is Action.MOVE
            else f" (same as {_one_line(outcome.origin)})"
        )
    if outcome.reason:
        text += f": {outcome.reason}"
    if outcome.stale:
        text += " The version indexed before goes on answering."
    return "\n".join((text, *(f"{'':10} ! {describe(warning)}" for warning in outcome.warnings)))


def _one_line(path: str) -> str:
    """A path whose line breaks, which file names may have, are shown as such."""
    return path.replace("\n", "\\n")


@contextmanager
def _progress(*, shown: bool) -> Iterator[ProgressListener | None]:
    """A bar on a terminal, plain lines now and then elsewhere, nothing with ``--json``."""
    if not shown:
        yield None
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Plain()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TaskProgressColumn(),
               TextColumn("{task.fields[chunks]} passages"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Ingesting", total=None, chunks=0)
        yield lambda p: bar.update(task, total=p.files_total, completed=p.files_done, chunks=p.chunks_done)


class _Plain:
    """A line whenever some more has been done, and when the last file has been read."""

    def __init__(self) -> None:
        self._files = self._chunks = 0

    def __call__(self, progress: SyncProgress) -> None:
        more_files, more_chunks = progress.files_done - self._files, progress.chunks_done - self._chunks
        last = progress.files_done == progress.files_total and more_files > 0
        if more_files >= _FILES_A_LINE or more_chunks >= _CHUNKS_A_LINE or last:
            self._files, self._chunks = progress.files_done, progress.chunks_done
            counts = f"{progress.files_done}/{progress.files_total} files, {progress.chunks_done} passages"
            print(counts, file=sys.stderr)
