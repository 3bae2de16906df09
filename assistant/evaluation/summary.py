"""Sums up what was asked: ranking, answers, abstention, time; for each half of a set apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.datasets import Dataset, Question
from assistant.evaluation.halves import WHOLE, of_half, parts
from assistant.evaluation.indexing import document_name
from assistant.evaluation.measure import Asked
from assistant.evaluation.metrics import (
    ANY,
    Abstention,
    Bin,
    Interval,
    as_one,
    interval,
    percentiles,
    ranking_scores,
    refusals,
    reliability,
)
from assistant.service import Assistant

_FIRST_SENTENCES = 3  # what a reader sees without scrolling


@dataclass(frozen=True, slots=True)
class AnswerQuality:
    """Shares over the answerable questions that were answered (``hit`` …) and over all citations.

    ``hit``: the expected strings stand in the answer, ``hit_first_sentences``: in its first three sentences.
    ``hit_of_all``: of all answerable questions, so that refusing gains nothing.
    ``citation_precision``: citations of an expected document, or of one that holds the expected string.
    ``citation_recall``: questions with such a citation. ``quotes_verbatim``: quotes that stand in their document.
    """

    answered: int
    hit: Interval
    hit_first_sentences: Interval
    hit_of_all: Interval
    citation_precision: float
    citation_recall: float
    quotes: int
    quotes_verbatim: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured on one half of a set, or on all of it; ``part`` says which."""

    dataset: str
    part: str
    passages: int
    answerable: int
    unanswerable: int
    ranking: dict[str, Interval]
    recall_at_5: dict[str, float]
    """Of the questions in the language of a document that answers them, and of those across languages."""
    hit: dict[str, float]
    """Share of answers that hold what is expected, likewise; of the questions that were answered."""
    baselines: dict[str, dict[str, Interval]]
    """For each baseline, its scores; ``nDCG@10 difference`` is ours minus its, question by question."""
    answers: AnswerQuality | None
    abstention: Abstention | None
    reliability: tuple[Bin, ...]
    """How many of the questions with a given confidence can be answered; empty where all can."""
    refused_by_reason: dict[str, float]
    latency_s: dict[str, dict[str, float]]


def reports(assistant: Assistant, dataset: Dataset, asked: Sequence[Asked], half: int | None = None) -> list[Report]:
    """What was ``asked``, summed up for each half and for both together, or for one ``half``, empty ones left out."""
    split = {name: of_half(asked, which) for name, which in parts(half).items()}
    return [report(assistant, dataset, group, name) for name, group in split.items() if group]


def report(assistant: Assistant, dataset: Dataset, asked: Sequence[Asked], part: str = WHOLE) -> Report:
    """What was ``asked``, summed up."""
    able = [each for each in asked if not each.question.unanswerable]
    unable = [each for each in asked if each.question.unanswerable]
    ours = _ranking(dataset, {each.question: each.documents for each in able})
    theirs = {
        name: _ranking(dataset, {each.question: each.baselines[name] for each in able})
        for name in (able[0].baselines if able else ())
    }
    with assistant.snapshot() as snapshot:
        passages = len(snapshot.documents)
    sure, unsure = ([each.outcome for each in group] for group in (able, unable))
    return Report(
        dataset=dataset.name,
        part=part,
        passages=passages,
        answerable=len(able),
        unanswerable=len(unable),
        ranking=_intervals(ours),
        recall_at_5=_by_language({each.question.id: ours["recall@5"][each.question.id] for each in able}, able),
        hit=_by_language({each.question.id: float(each.hit) for each in _answered(able)}, able),
        baselines={name: _compared(ours, scores) for name, scores in theirs.items()},
        answers=_answer_quality(able, assistant, dataset) if any(each.question.answers for each in able) else None,
        abstention=refusals(sure, unsure) if unable else None,
        reliability=reliability([o.confidence for o in sure], [o.confidence for o in unsure]) if unable else (),
        refused_by_reason=_refused(unable),
        latency_s={
            "search": percentiles([each.search_s for each in asked]),
            "answer": percentiles([each.reply.seconds for each in asked]),
        },
    )


def _answered(able: Sequence[Asked]) -> list[Asked]:
    return [each for each in able if each.question.answers and not each.reply.answer.abstained]


def _ranking(dataset: Dataset, ranked: Mapping[Question, Sequence[str]]) -> dict[str, dict[str, float]]:
    """The ranking measures of each question. Of our own questions, any of the expected documents answers."""
    if dataset.passages is not None:
        return ranking_scores({q.id: q.relevant for q in ranked}, {q.id: names for q, names in ranked.items()})
    return ranking_scores(
        {q.id: {ANY: 1} for q in ranked}, {q.id: as_one(q.relevant, names) for q, names in ranked.items()}
    )


def _by_language(scores: Mapping[str, float], able: Sequence[Asked]) -> dict[str, float]:
    """The mean of scores, given by question, in the same language and across languages; empty where there is no
    question across."""
    groups = {"same language": False, "across languages": True}
    if not any(each.question.cross_language for each in able):
        return {}
    values = {
        name: [
            scores[each.question.id]
            for each in able
            if each.question.cross_language is across and each.question.id in scores
        ]
        for name, across in groups.items()
    }
    return {name: sum(group) / len(group) for name, group in values.items() if group}


def _intervals(scores: dict[str, dict[str, float]]) -> dict[str, Interval]:
    return {label: interval(list(by_question.values())) for label, by_question in scores.items()}


def _compared(ours: dict[str, dict[str, float]], theirs: dict[str, dict[str, float]]) -> dict[str, Interval]:
    differences = [ours["nDCG@10"][question] - score for question, score in theirs["nDCG@10"].items()]
    return _intervals(theirs) | {"nDCG@10 difference": interval(differences)}


def _refused(unable: Sequence[Asked]) -> dict[str, float]:
    reasons = sorted({each.question.unanswerable for each in unable})
    groups = {reason: [each for each in unable if each.question.unanswerable == reason] for reason in reasons}
    return {reason: sum(each.reply.answer.abstained for each in group) / len(group) for reason, group in groups.items()}


def _answer_quality(able: Sequence[Asked], assistant: Assistant, dataset: Dataset) -> AnswerQuality:
    answered = [each for each in able if not each.reply.answer.abstained]
    first_hits, recalled = [], []
    cited = right = verbatim = 0
    with assistant.snapshot() as snapshot:
        for each in answered:
            answer = each.reply.answer
            if each.question.answers:
                first = " ".join(sentence.text for sentence in answer.sentences[:_FIRST_SENTENCES])
                first_hits.append(float(each.holds(first)))
            good = 0
            for citation in answer.citations:
                text = snapshot.text(citation.document.id)
                verbatim += bool(citation.quote) and citation.quote == text[citation.start : citation.end]
                expected = document_name(citation.document.path, dataset) in each.question.relevant
                good += expected or each.holds(text)
            cited, right = cited + len(answer.citations), right + good
            recalled.append(good > 0)
    return AnswerQuality(
        answered=len(answered),
        hit=interval([float(each.hit) for each in _answered(able)]),
        hit_first_sentences=interval(first_hits),
        hit_of_all=interval([float(each.hit) for each in able if each.question.answers]),
        citation_precision=right / max(1, cited),
        citation_recall=sum(recalled) / max(1, len(recalled)),
        quotes=cited,
        quotes_verbatim=verbatim / max(1, cited),
    )
