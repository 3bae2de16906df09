"""Asks every question of a set and gathers what the measures need."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.documents import Answer
from assistant.evaluation.baselines import baseline
from assistant.evaluation.datasets import Dataset, Question
from assistant.evaluation.indexing import document_name
from assistant.evaluation.metrics import (
    ANY,
    Abstention,
    Bin,
    Interval,
    abstention,
    as_one,
    contains,
    interval,
    percentiles,
    ranking_scores,
    reliability,
)
from assistant.retrieval import understand
from assistant.service import Assistant

_DEPTH = 10  # passages that a search returns; the measures look no further
_FIRST_SENTENCES = 3  # what a reader sees without scrolling


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what came back: documents in order, confidence, the answer, seconds of each."""

    question: Question
    documents: tuple[str, ...]
    confidence: float
    search_s: float
    answer: Answer
    answer_s: float


@dataclass(frozen=True, slots=True)
class AnswerQuality:
    """Shares over the answerable questions that were answered (``hit`` …) and over all citations.

    ``hit``: the expected strings stand in the answer, ``hit_first_sentences``: in its first three sentences.
    ``citation_precision``: citations of an expected document, or of one that holds the expected string.
    ``citation_recall``: questions with such a citation. ``quotes_verbatim``: quotes that stand in their document.
    """

    answered: int
    hit: Interval
    hit_first_sentences: Interval
    citation_precision: float
    citation_recall: float
    quotes: int
    quotes_verbatim: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured on one set."""

    dataset: str
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


def measure(
    assistant: Assistant, dataset: Dataset, baselines: Sequence[str], on_asked: Callable[[int], None] = lambda _: None
) -> Report:
    """Ask everything. Raises as :meth:`Assistant.search` does.

    Args:
        on_asked: is told after each question how many have been asked; what it raises ends the run.
    """
    assistant.load()
    asked: list[Asked] = []
    for question in dataset.questions:
        asked.append(_ask(assistant, dataset, question))
        on_asked(len(asked))
    able = [each for each in asked if not each.question.unanswerable]
    unable = [each for each in asked if each.question.unanswerable]
    ours = _ranking(dataset, {each.question: each.documents for each in able})
    with assistant.snapshot() as snapshot:
        passages = len(snapshot.documents)
        others = {}
        for name in baselines:
            search = baseline(name, snapshot, assistant.embedder)
            paths = {
                each.question: [
                    document_name(snapshot.documents[id_].path, dataset)
                    for id_ in search(understand(each.question.text))[:_DEPTH]
                ]
                for each in able
            }
            others[name] = _compared(ours, _ranking(dataset, paths))
        answers = _answer_quality(able, assistant, dataset) if any(each.question.answers for each in able) else None
    sure, unsure = ([each.confidence for each in group] for group in (able, unable))
    return Report(
        dataset.name, passages, len(able), len(unable), _intervals(ours),
        _by_language({each.question.id: ours["recall@5"][each.question.id] for each in able}, able),
        _by_language(_hits(able), able), others, answers,
        abstention(sure, unsure, assistant.settings.abstain_below) if unable else None,
        reliability(sure, unsure) if unable else (),
        _refused(unable), {
            "search": percentiles([each.search_s for each in asked]),
            "answer": percentiles([each.answer_s for each in asked]),
        },
    )  # fmt: skip


def _ask(assistant: Assistant, dataset: Dataset, question: Question) -> Asked:
    start = time.perf_counter()
    retrieval = assistant.search(question.text, k=_DEPTH)
    middle = time.perf_counter()
    answer = assistant.answer(question.text)
    documents = tuple(dict.fromkeys(document_name(each.document.path, dataset) for each in retrieval.evidence))
    return Asked(question, documents, retrieval.confidence, middle - start, answer, time.perf_counter() - middle)


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


def _hits(able: Sequence[Asked]) -> dict[str, float]:
    """Whether each answer, of those that are given, holds what is expected, by question."""
    return {
        each.question.id: float(contains(each.answer.text, each.question.answers, each.question.every_answer))
        for each in able
        if each.question.answers and not each.answer.abstained
    }


def _intervals(scores: dict[str, dict[str, float]]) -> dict[str, Interval]:
    return {label: interval(list(by_question.values())) for label, by_question in scores.items()}


def _compared(ours: dict[str, dict[str, float]], theirs: dict[str, dict[str, float]]) -> dict[str, Interval]:
    differences = [ours["nDCG@10"][question] - score for question, score in theirs["nDCG@10"].items()]
    return _intervals(theirs) | {"nDCG@10 difference": interval(differences)}


def _refused(unable: Sequence[Asked]) -> dict[str, float]:
    reasons = sorted({each.question.unanswerable for each in unable})
    groups = {reason: [each for each in unable if each.question.unanswerable == reason] for reason in reasons}
    return {reason: sum(each.answer.abstained for each in group) / len(group) for reason, group in groups.items()}


def _answer_quality(able: Sequence[Asked], assistant: Assistant, dataset: Dataset) -> AnswerQuality:
    answered = [each for each in able if not each.answer.abstained]
    hits = list(_hits(able).values())
    first_hits, recalled = [], []
    cited = right = verbatim = 0
    with assistant.snapshot() as snapshot:
        for each in answered:
            question, answer = each.question, each.answer
            if question.answers:
                first = " ".join(sentence.text for sentence in answer.sentences[:_FIRST_SENTENCES])
                first_hits.append(float(contains(first, question.answers, question.every_answer)))
            good = 0
            for citation in answer.citations:
                text = snapshot.text(citation.document.id)
                verbatim += bool(citation.quote) and citation.quote == text[citation.start : citation.end]
                expected = document_name(citation.document.path, dataset) in question.relevant
                good += expected or (bool(question.answers) and contains(text, question.answers, question.every_answer))
            cited, right = cited + len(answer.citations), right + good
            recalled.append(good > 0)
    return AnswerQuality(
        len(answered), interval(hits), interval(first_hits), right / max(1, cited),
        sum(recalled) / max(1, len(recalled)), cited, verbatim / max(1, cited),
    )  # fmt: skip
