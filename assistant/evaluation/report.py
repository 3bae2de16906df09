"""``python -m assistant evaluate``: measure a set and show the result as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.errors import UsageError
from assistant.evaluation.baselines import parse_baselines
from assistant.evaluation.datasets import load_dataset, together
from assistant.evaluation.indexing import indexed
from assistant.evaluation.measure import Report, measure
from assistant.evaluation.metrics import Interval
from assistant.evaluation.plot import drawing
from assistant.service import Assistant
from assistant.settings import Settings


def run(
    settings: Settings,
    datasets: Sequence[Path] = (),
    compare: str = "",
    limit: int | None = None,
    output: Path | None = None,
    as_json: bool = False,
) -> int:
    """Measure and print; ``output`` keeps the JSON too, and a plot of each set beside it. Returns the exit status 0.

    Args:
        datasets: folders in BEIR layout, or one with ``questions.jsonl`` over its own files; none: the corpus. The
            passages of several share one index.
        compare: baselines, separated by commas.
        limit: how many answerable and how many unanswerable questions of each set, from the first.

    Raises:
        UsageError: an unknown baseline, a limit below 1, or an output that cannot be written.
        DatasetError: a set is not in either layout.
    """
    baselines = parse_baselines(compare)
    if limit is not None and limit < 1:
        raise UsageError("--limit must be at least 1.")
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"--output {output}: the folder {output.parent} does not exist.")
    sets = tuple(load_dataset(folder, limit) for folder in datasets or (settings.corpus_dir,))
    if len(sets) > 1:
        sets = together(sets)
    with indexed(sets[0], settings) as own, Assistant(own) as assistant:
        reports = [measure(assistant, each, baselines) for each in sets]
    found = [asdict(report) for report in reports]
    text = json.dumps(found if len(found) > 1 else found[0], ensure_ascii=False, indent=2)
    if output is not None:
        _keep(output, text, reports)
    console = Console()
    if as_json:
        console.out(text, highlight=False)
    else:
        for table in (table for report in reports for table in tables(report)):
            console.print(table)
    return 0


def _keep(output: Path, text: str, reports: Sequence[Report]) -> None:
    try:
        output.write_text(text + "\n", "utf-8")
        for report in reports:
            name = output.stem if len(reports) == 1 else f"{output.stem}-{report.dataset}"
            output.with_name(f"{name}.svg").write_text(plot(report), "utf-8")
    except OSError as error:
        raise UsageError(f"--output {output} cannot be written: {error.strerror}.") from None


def plot(report: Report) -> str:
    """The ranking of each system and the reliability of the confidence, as SVG."""
    systems = {"assistant": report.ranking["nDCG@10"]}
    systems |= {name: scores["nDCG@10"] for name, scores in report.baselines.items()}
    return drawing(f"{report.dataset}: nDCG@10, 95 % intervals", systems, report.reliability)


def tables(report: Report) -> Iterator[Table]:
    """The report as tables for a terminal."""
    yield _ranking(report)
    rows = list(_rows(report))
    table = Table("Measure", "Value", title="Answers, abstention, latency")
    for name, value in rows:
        table.add_row(name, value)
    yield table


def _ranking(report: Report) -> Table:
    title = f"{report.dataset}: {report.answerable} questions over {report.passages} documents (95 % intervals)"
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
