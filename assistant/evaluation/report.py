"""``python -m assistant evaluate``: measure a set and show the result as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.evaluation.asking import reply_row
from assistant.evaluation.baselines import parse_baselines
from assistant.evaluation.datasets import load_dataset, together
from assistant.evaluation.halves import HALVES
from assistant.evaluation.indexing import indexed
from assistant.evaluation.keeping import keep, keep_lines, require_folder, require_positive
from assistant.evaluation.measure import Asked, measure
from assistant.evaluation.metrics import Interval
from assistant.evaluation.plot import drawing
from assistant.evaluation.summary import Report, reports
from assistant.service import Assistant
from assistant.settings import Settings


def run(
    settings: Settings,
    datasets: Sequence[Path] = (),
    compare: str = "",
    half: int | None = None,
    limit: int | None = None,
    output: Path | None = None,
    answers: Path | None = None,
    as_json: bool = False,
) -> int:
    """Measure and print. Returns the exit status 0.

    Args:
        datasets: folders in BEIR layout, or one with ``questions.jsonl`` over its own files; none: the corpus. The
            passages of several share one index.
        compare: baselines, separated by commas.
        half: only this half of each set; None reports each half and both together.
        limit: how many answerable and how many unanswerable questions of each set, from the first.
        output: keeps the JSON, and a plot of each set beside it.
        answers: keeps every answer, one JSON object a line.

    Raises:
        UsageError: an unknown baseline, a limit below 1, or a file that cannot be written.
        DatasetError: a set is not in either layout.
    """
    baselines = parse_baselines(compare)
    require_positive("--limit", limit)
    require_folder("--output", output)
    require_folder("--answers", answers)
    sets = tuple(load_dataset(folder, limit, half) for folder in datasets or (settings.corpus_dir,))
    if len(sets) > 1:
        sets = together(sets)
    with indexed(sets[0], settings) as own, Assistant(own) as assistant:
        asked = [measure(assistant, each, baselines) for each in sets]
        found = [reports(assistant, *each, half) for each in zip(sets, asked, strict=True)]
    text = json.dumps([asdict(each) for group in found for each in group], ensure_ascii=False, indent=2)
    if output is not None:
        keep("--output", output, text + "\n")
        for group in found:
            name = output.stem if len(found) == 1 else f"{output.stem}-{group[0].dataset}"
            keep("--output", output.with_name(f"{name}.svg"), plot(_to_plot(group)))
    if answers is not None:
        keep_lines("--answers", answers, (_row(each) for group in asked for each in group))
    console = Console()
    if as_json:
        console.out(text, highlight=False)
    else:
        for table in (table for group in found for table in tables(group)):
            console.print(table)
    return 0


def _to_plot(found: Sequence[Report]) -> Report:
    """The held-out half where it was measured."""
    return next((each for each in found if each.part == HALVES[1]), found[0])


def _row(asked: Asked) -> dict[str, object]:
    question = asked.question
    judged = {"half": asked.half, "unanswerable": question.unanswerable, "hit": asked.hit}
    return reply_row(question.id, [question.text], asked.reply, **judged, expected=list(question.answers))


def plot(report: Report) -> str:
    """The ranking of each system and the reliability of the confidence, as SVG."""
    systems = {"assistant": report.ranking["nDCG@10"]}
    systems |= {name: scores["nDCG@10"] for name, scores in report.baselines.items()}
    return drawing(f"{report.dataset}, {report.part}: nDCG@10, 95 % intervals", systems, report.reliability)


def tables(found: Sequence[Report]) -> Iterator[Table]:
    """The reports on one set as tables for a terminal: a ranking for each part, the rest side by side."""
    for report in found:
        yield _ranking(report)
    columns = [dict(_rows(report)) for report in found]
    title = f"{found[0].dataset}: answers, abstention, latency"
    table = Table("Measure", *(report.part for report in found), title=title)
    for name in dict.fromkeys(name for column in columns for name in column):
        table.add_row(name, *(column.get(name, "–") for column in columns))
    yield table


def _ranking(report: Report) -> Table:
    about = f"{report.dataset}, {report.part}"
    title = f"{about}: {report.answerable} questions over {report.passages} documents (95 % intervals)"
    table = Table("System", *report.ranking, "nDCG@10 gained", title=title)
    table.add_row("assistant", *map(_shown, report.ranking.values()), "")
    for name, scores in report.baselines.items():
        table.add_row(name, *(_shown(scores[label]) for label in report.ranking), _shown(scores["nDCG@10 difference"]))
    return table


def _rows(report: Report) -> Iterator[tuple[str, str]]:
    for group, share in report.recall_at_5.items():
        yield f"recall@5, {group}", f"{share:.3f}"
    if (answers := report.answers) is not None:
        yield "questions answered", f"{answers.answered} of {report.answerable}"
        yield "expected string in the answer", _shown(answers.hit)
        for group, share in report.hit.items():
            yield f"… {group}", f"{share:.3f}"
        yield "… in its first three sentences", _shown(answers.hit_first_sentences)
        yield "… of all, refusals as misses", _shown(answers.hit_of_all)
        yield "citation precision", f"{answers.citation_precision:.3f}"
        yield "citation recall", f"{answers.citation_recall:.3f}"
        yield "quotes verbatim", f"{answers.quotes_verbatim:.4f} of {answers.quotes}"
    if (refusals := report.abstention) is not None:
        yield "unanswerable refused (recall)", f"{refusals.recall:.3f} of {report.unanswerable}"
        yield "refusals that are right (precision)", f"{refusals.precision:.3f}"
        yield "answerable refused", f"{refusals.false_refusals:.3f}"
        yield "confidence AUROC", f"{refusals.auroc:.3f}"
    for reason, share in report.refused_by_reason.items():
        yield f"refused: {reason}", f"{share:.3f}"
    for step, times in report.latency_s.items():
        yield f"{step}: p50, p95", f"{times['p50'] * 1000:.0f} ms, {times['p95'] * 1000:.0f} ms"


def _shown(value: Interval) -> str:
    return f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]"
