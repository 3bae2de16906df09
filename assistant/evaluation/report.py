"""``python -m assistant evaluate``: measure a set and show the result as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.errors import UsageError
from assistant.evaluation.baselines import parse_baselines
from assistant.evaluation.datasets import load_dataset
from assistant.evaluation.indexing import indexed
from assistant.evaluation.measure import Report, measure
from assistant.evaluation.metrics import Interval
from assistant.service import Assistant
from assistant.settings import Settings


def run(
    settings: Settings,
    dataset: Path | None = None,
    compare: str = "",
    limit: int | None = None,
    output: Path | None = None,
    as_json: bool = False,
) -> int:
    """Measure and print; ``output`` keeps the JSON too. Returns the exit status 0.

    Args:
        dataset: a folder in BEIR layout, or one with ``questions.jsonl`` over its own files; the corpus if None.
        compare: baselines, separated by commas.
        limit: how many answerable and how many unanswerable questions, from the first.

    Raises:
        UsageError: an unknown baseline, a limit below 1, or an output that cannot be written.
        DatasetError: the set is not in either layout.
    """
    baselines = parse_baselines(compare)
    if limit is not None and limit < 1:
        raise UsageError("--limit must be at least 1.")
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"--output {output}: the folder {output.parent} does not exist.")
    loaded = load_dataset(dataset if dataset is not None else settings.corpus_dir, limit)
    with indexed(loaded, settings) as own, Assistant(own) as assistant:
        report = measure(assistant, loaded, baselines)
    text = json.dumps(asdict(report), ensure_ascii=False, indent=2)
    if output is not None:
        try:
            output.write_text(text + "\n", "utf-8")
        except OSError as error:
            raise UsageError(f"--output {output} cannot be written: {error.strerror}.") from None
    console = Console()
    if as_json:
        console.out(text, highlight=False)
    else:
        for table in tables(report):
            console.print(table)
    return 0


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
