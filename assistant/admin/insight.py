"""What the question log tells: how much is asked, what in vain, what is cited and what never, how fast. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from assistant.activity import CitedDocument, Entry
from assistant.documents import DocumentInfo

PERCENTILES = (50, 90, 95, 99)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Day:
    """The questions of one day (UTC)."""

    day: date
    answered: int
    abstained: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A document with the number of answers that cite it. ``known`` tells whether it is indexed now."""

    document: CitedDocument
    answers: int
    known: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a time."""

    questions: int
    abstained: int
    up: int
    down: int

    @property
    def abstained_share(self) -> float:
        return self.abstained / max(1, self.questions)


def totals(entries: Sequence[Entry]) -> Totals:
    return Totals(
        len(entries),
        sum(entry.abstained for entry in entries),
        sum(entry.up is True for entry in entries),
        sum(entry.up is False for entry in entries),
    )


def by_day(entries: Iterable[Entry], last: date, days: int) -> list[Day]:
    """The last ``days`` days up to ``last``, oldest first; days without questions are there, too."""
    counts: Counter[tuple[date, bool]] = Counter()
    for entry in entries:
        counts[datetime.fromtimestamp(entry.asked, UTC).date(), entry.abstained] += 1
    dates = [last - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [Day(each, counts[each, False], counts[each, True]) for each in dates]


def most_cited(entries: Iterable[Entry], known: Mapping[str, DocumentInfo]) -> list[Cited]:
    """The documents of the answers, the most cited first."""
    counts: Counter[str] = Counter()
    names: dict[str, CitedDocument] = {}
    for entry in entries:
        if not entry.abstained:
            for document in entry.documents:
                counts[document.id] += 1
                names[document.id] = document
    return [Cited(names[id_], count, id_ in known) for id_, count in counts.most_common()]


def never_cited(entries: Iterable[Entry], known: Mapping[str, DocumentInfo]) -> list[DocumentInfo]:
    """The indexed documents that no answer of this time cites, by title."""
    cited = {document.id for entry in entries if not entry.abstained for document in entry.documents}
    unused = (document for id_, document in known.items() if id_ not in cited)
    return sorted(unused, key=lambda document: document.metadata.title.casefold())


def latency(entries: Sequence[Entry]) -> dict[int, float]:
    """Seconds to the whole answer, by percentile; empty without questions."""
    if not entries:
        return {}
    values = np.percentile([entry.seconds for entry in entries], PERCENTILES)
    return {percent: float(value) for percent, value in zip(PERCENTILES, values, strict=True)}


def as_csv(entries: Iterable[Entry]) -> str:
    """The questions as a table for a spreadsheet, in which no cell begins a formula."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(
        ("asked", "question", "language", "origin", "abstained", "confidence", "seconds", "filters", "thumb", "reason",
         "handled", "documents")
    )  # fmt: skip
    for entry in entries:
        cells = (
            datetime.fromtimestamp(entry.asked, UTC).isoformat(timespec="seconds"), entry.question, entry.language,
            entry.origin, "yes" if entry.abstained else "no", f"{entry.confidence:.3f}", f"{entry.seconds:.3f}",
            entry.filters, {True: "up", False: "down", None: ""}[entry.up], entry.reason,
            "yes" if entry.handled else "no", "; ".join(document.title for document in entry.documents),
        )  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    return output.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless('=HYPERLINK("http://x")'), harmless("plain")
    ('\\'=HYPERLINK("http://x")', 'plain')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
