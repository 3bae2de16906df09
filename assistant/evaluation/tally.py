"""Verdicts counted: over all questions, by who asks what, and over the wordings of one question. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.asking import Reply
from assistant.evaluation.devset import STYLES, Item
from assistant.evaluation.scoring import Score, Verdict

GROUPS: Mapping[str, Callable[[Item], str]] = {
    "role": lambda item: item.role,
    "type": lambda item: item.type,
    "language": lambda item: item.language,
    "set": lambda item: item.id[:1],
    "turns": lambda item: "one" if len(item.turns) == 1 else "several",
}
"""What verdicts are told apart by. The set is the first letter of an id."""

WORDINGS = ("canonical", *STYLES)


@dataclass(frozen=True, slots=True)
class Scored:
    """An item with what was replied and how good that is."""

    item: Item
    reply: Reply
    score: Score

    @property
    def half(self) -> int:
        return self.item.half


@dataclass(frozen=True, slots=True)
class Tally:
    """Verdicts counted. ``facts``: the mean share of key facts shown, of the answerable questions, with 0 for refusals.
    ``good``: right and declined, of all questions. None where there is no question."""

    answerable: int
    right: int
    partly: int
    wrong: int
    refused: int
    facts: float | None
    unanswerable: int
    declined: int
    not_declined: int
    good: float | None


@dataclass(frozen=True, slots=True)
class WrappingTally:
    """``alike``: questions with one verdict for every wording; ``all_right``: with only right ones.

    ``verdicts``: for each wording how many questions have which verdict; ``as_canonical``: how many have the verdict of
    the canonical question.
    """

    questions: int
    alike: int
    all_right: int
    verdicts: Mapping[str, Mapping[str, int]]
    as_canonical: Mapping[str, int]


def tally(scores: Sequence[Score]) -> Tally:
    """Count verdicts."""
    counts = Counter(each.verdict for each in scores)
    able = [each for each in scores if each.verdict not in (Verdict.DECLINED, Verdict.NOT_DECLINED)]
    good = counts[Verdict.RIGHT] + counts[Verdict.DECLINED]
    return Tally(
        answerable=len(able),
        right=counts[Verdict.RIGHT],
        partly=counts[Verdict.PARTLY],
        wrong=counts[Verdict.WRONG],
        refused=counts[Verdict.REFUSED],
        facts=sum(each.facts for each in able) / len(able) if able else None,
        unanswerable=len(scores) - len(able),
        declined=counts[Verdict.DECLINED],
        not_declined=counts[Verdict.NOT_DECLINED],
        good=good / len(scores) if scores else None,
    )


def tally_by(scored: Sequence[Scored], group: Callable[[Item], str]) -> dict[str, Tally]:
    """A tally for each value of ``group``, in alphabetical order."""
    names = sorted({group(each.item) for each in scored})
    return {name: tally([each.score for each in scored if group(each.item) == name]) for name in names}


def tally_reasons(scored: Sequence[Scored]) -> dict[str, int]:
    """How many replies came about which way, and of the refusals and partial ones why: ``extracted``, ``not-told`` …"""
    ways = (each.reply.answer.why.value or each.reply.answer.by.value for each in scored)
    return dict(sorted(Counter(ways).items()))


def tally_wrappings(wrappings: Sequence[Sequence[Score]]) -> WrappingTally:
    """``wrappings``: for each question the scores of its wordings, the canonical one first."""
    rows = [[each.verdict for each in scores] for scores in wrappings]
    columns: list[list[Verdict]] = []
    for row in rows:
        columns += [[] for _ in range(len(row) - len(columns))]
        for column, verdict in zip(columns, row, strict=False):
            column.append(verdict)
    names = [WORDINGS[at] if at < len(WORDINGS) else f"wording {at}" for at in range(len(columns))]
    return WrappingTally(
        questions=len(rows),
        alike=sum(len(set(row)) == 1 for row in rows),
        all_right=sum(set(row) == {Verdict.RIGHT} for row in rows),
        verdicts={name: dict(Counter(column)) for name, column in zip(names, columns, strict=True)},
        as_canonical={name: sum(row[at] == row[0] for row in rows if at < len(row)) for at, name in enumerate(names)},
    )
