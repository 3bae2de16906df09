"""``python -m assistant evaluate --devset …``: asks a development set of natural questions and shows how it went."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.evaluation.asking import reply_row
from assistant.evaluation.devset import load_devset
from assistant.evaluation.keeping import keep, keep_lines, require_folder, require_positive
from assistant.evaluation.natural import Asked, Part, ask_devset, summarise_devset
from assistant.evaluation.scoring import Verdict
from assistant.evaluation.tally import Scored, Tally, WrappingTally
from assistant.service import Assistant
from assistant.settings import Settings


def run_devset(
    settings: Settings,
    path: Path,
    wrappings: Path | None = None,
    half: int | None = None,
    limit: int | None = None,
    output: Path | None = None,
    answers: Path | None = None,
    as_json: bool = False,
) -> int:
    """Ask a set on the index as it is, and print; ``output`` keeps the JSON too, ``answers`` every answer with its
    verdict. Returns the exit status 0.

    Args:
        path: a file of natural questions, or a folder with one; see :mod:`assistant.evaluation.devset`.
        wrappings: a file of wrappings, if the folder has none.
        half: only this half; None reports each half and both together.
        limit: only the first so many questions, and so many wrappings.

    Raises:
        UsageError: a limit below 1, or a file that cannot be written.
        DatasetError: the set is malformed.
        IndexUnusableError: there is no index, or it cannot be used.
    """
    require_positive("--limit", limit)
    require_folder("--output", output)
    require_folder("--answers", answers)
    devset = load_devset(path, wrappings, half, limit)
    with Assistant(settings) as assistant:
        assistant.load()
        asked = ask_devset(assistant, devset)
    found = summarise_devset(asked, half)
    text = json.dumps(_report(asked, found), ensure_ascii=False, indent=2)
    if output is not None:
        keep("--output", output, text + "\n")
    if answers is not None:
        keep_lines(
            "--answers",
            answers,
            map(_row, [*asked.scored, *(each for wrapped in asked.wrapped for each in wrapped.scored)]),
        )
    console = Console()
    if as_json:
        console.out(text, highlight=False)
    else:
        for table in _tables(asked.name, found):
            console.print(table)
    return 0


def _report(asked: Asked, found: Mapping[str, Part]) -> dict[str, object]:
    return {
        "devset": asked.name,
        "parts": {name: asdict(part) for name, part in found.items()},
        "verdicts": {each.item.id: each.score.verdict for each in asked.scored},
    }


def _row(scored: Scored) -> dict[str, object]:
    return reply_row(
        scored.item.id, scored.item.turns, scored.reply,
        half=scored.half, verdict=scored.score.verdict, missing=list(scored.score.missing), gold=scored.item.note,
    )  # fmt: skip


def _tables(name: str, found: Mapping[str, Part]) -> Iterator[Table]:
    for part, measured in found.items():
        if measured.everything.good is not None:
            yield _verdicts(f"{name}, {part}", measured)
    for part, measured in found.items():
        if measured.wrappings is not None:
            yield _wrappings(f"{name}, {part}", measured.wrappings)


def _verdicts(title: str, part: Part) -> Table:
    ways = ", ".join(f"{way} {count}" for way, count in part.ways.items())
    columns = ("asked", "right", "partly", "wrong", "refused", "facts", "declined", "good")
    table = Table(title=title, caption=f"How answers came about, and why not: {ways}.", box=None)
    for column in ("", *columns):
        table.add_column(column, no_wrap=True)
    table.add_row("all", *_cells(part.everything))
    table.add_row("of one turn", *_cells(part.singles))
    for group, tallies in part.groups.items():
        table.add_row()
        for value, each in tallies.items():
            table.add_row(f"{group} {value or '–'}", *_cells(each))
    return table


def _cells(found: Tally) -> list[str]:
    counts = (found.answerable + found.unanswerable, found.right, found.partly, found.wrong, found.refused)
    declined = f"{found.declined}/{found.unanswerable}" if found.unanswerable else "–"
    return [*map(str, counts), _percent(found.facts), declined, _percent(found.good)]


def _wrappings(title: str, found: WrappingTally) -> Table:
    shares = f"{found.alike} of {found.questions} alike, {found.all_right} right in all wordings"
    shown = (Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG, Verdict.REFUSED)
    table = Table("wording", *shown, "as canonical", title=f"{title}: {shares}", box=None)
    for wording, counts in found.verdicts.items():
        cells = [str(counts.get(verdict, 0)) for verdict in shown]
        table.add_row(wording, *cells, _percent(found.as_canonical[wording] / max(1, found.questions)))
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}%"
