"""How well the check of written sentences, and the reader, tell faithful sentences from corrupted ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.grounding import Judgement, judge
from assistant.documents import Grounding
from assistant.evaluation.corruption import FAITHFUL, Case
from assistant.evaluation.halves import of_half, parts
from assistant.evaluation.metrics import auroc
from assistant.reader.reading import Passage, Reader
from assistant.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Judged:
    """A case as the product judges it and, where it has a reader, as the exact checks alone and the reader alone do."""

    case: Case
    half: int
    judgement: Judgement
    exact: Judgement
    support: float | None


def judge_cases(found: Sequence[Case], halves: Sequence[int], reader: Reader | None = None) -> list[Judged]:
    """Hold every case against its passage; ``halves`` are those of the cases. Raises as the reader does."""
    judged = []
    for case, half in zip(found, halves, strict=True):
        support = None if reader is None else float(reader.support(case.claim, [_to_read(case)])[0])
        with_reader, exact = (
            judge(case.claim, case.passage.language, [case.passage], read) for read in (support, None)
        )
        judged.append(Judged(case, half, with_reader, exact, support))
    return judged


def summarise_cases(judged: Sequence[Judged], half: int | None = None) -> dict[str, object]:
    """For each half and for both together, or for one ``half``, by name: of the ``faithful`` kinds and of the
    ``corrupted`` ones their number ``n`` and the shares that are ``shown`` as supported, ``marked`` and ``dropped``.

    Of corrupted ones also the ``auroc`` of the product's score against all faithful ones; where there is a reader, that
    of the ``exact checks`` and of the ``reader`` alone too. Empty halves are left out.
    """
    split = {name: of_half(judged, which) for name, which in parts(half).items()}
    return {name: _summary(group) for name, group in split.items() if group}


def _summary(judged: Sequence[Judged]) -> dict[str, dict[str, dict[str, float]]]:
    kinds: dict[str, list[Judged]] = {}
    for each in judged:
        kinds.setdefault(each.case.kind, []).append(each)
    true = [each for kind in FAITHFUL for each in kinds.get(kind, [])]
    report: dict[str, dict[str, dict[str, float]]] = {"faithful": {}, "corrupted": {}}
    for kind, group in sorted(kinds.items()):
        row = {
            "n": float(len(group)),
            "shown": _share(group, Grounding.SUPPORTED),
            "marked": _share(group, Grounding.UNSUPPORTED),
            "dropped": _share(group, None),
        }
        if kind in FAITHFUL:
            report["faithful"][kind] = row
        else:
            report["corrupted"][kind] = row | dict(_aurocs(true, group))
    return report


def _aurocs(true: Sequence[Judged], corrupted: Sequence[Judged]) -> Iterator[tuple[str, float]]:
    scores: dict[str, Callable[[Judged], float]] = {"auroc": lambda each: each.judgement.score}
    if all(each.support is not None for each in (*true, *corrupted)):
        scores["auroc of exact checks"] = lambda each: each.exact.score
        scores["auroc of the reader"] = lambda each: each.support or 0.0
    for name, of in scores.items():
        yield name, round(auroc([of(each) for each in true], [of(each) for each in corrupted]), 4)


def _to_read(case: Case) -> Passage:
    title_and_headings = " > ".join(case.passage.about.splitlines())
    return Passage(title_and_headings, case.passage.text, tuple(sentence_spans(case.passage.text)))


def _share(group: Sequence[Judged], grounding: Grounding | None) -> float:
    return round(sum(each.judgement.grounding is grounding for each in group) / len(group), 4)
