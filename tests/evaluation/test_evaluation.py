"""Evaluation sets, measures, and one whole run over a small set."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.errors import DatasetError, UsageError
from assistant.evaluation.baselines import parse_baselines, reciprocal_rank_fusion
from assistant.evaluation.datasets import load_dataset, together
from assistant.evaluation.halves import HALVES, half_of
from assistant.evaluation.metrics import (
    ANY,
    Outcome,
    as_one,
    auroc,
    contains,
    interval,
    percentiles,
    ranking_scores,
    refusals,
    reliability,
)
from assistant.evaluation.plot import plot_reliability
from assistant.evaluation.report import run
from assistant.settings import Settings

CORPUS = [
    ("p1", "Soudeur", "Le soudeur assemble des pièces de métal. Il travaille à Nantes."),
    ("p2", "Tonnelier", "Le tonnelier fabrique des tonneaux en chêne. Il travaille à Cognac."),
    ("p3", "Verrier", "Le verrier souffle le verre en fusion. Il travaille à Biot."),
]


def write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    write_lines(folder / "corpus.jsonl", [{"_id": i, "title": t, "text": x} for i, t, x in CORPUS])
    queries = [("q1", "Où travaille le soudeur ?", "Nantes"), ("q2", "Où travaille le tonnelier ?", "Cognac")]
    write_lines(folder / "queries.jsonl", [{"_id": i, "text": x, "metadata": {"answers": [a]}} for i, x, a in queries])
    write_lines(folder / "unanswerable.jsonl", [{"_id": "u1", "text": "What is the capital of Mongolia?"}])
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp2\t1\nq2\tp3\t0\n")
    return folder


def test_beir_sets_are_read(beir: Path) -> None:
    dataset = load_dataset(beir)
    assert [question.id for question in dataset.answerable] == ["q1", "q2"]
    assert dataset.answerable[1].relevant == {"p2": 1}
    assert dataset.answerable[0].answers == ("Nantes",)
    assert [question.unanswerable for question in dataset.unanswerable] == ["no-passage"]
    assert dataset.passages is not None
    assert set(dataset.passages) == {"p1", "p2", "p3"}
    assert len(load_dataset(beir, limit=1).questions) == 2


def test_the_halves_of_a_set_keep_the_passages_of_a_title_together(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    passages = [{"_id": f"p{n}", "title": f"Métier {n // 2}", "text": f"Passage {n}."} for n in range(40)]
    write_lines(tmp_path / "corpus.jsonl", passages)
    write_lines(tmp_path / "queries.jsonl", [{"_id": f"q{n}", "text": f"Question {n} ?"} for n in range(40)])
    judged = "".join(f"q{n}\tp{n}\t1\n" for n in range(40))
    (tmp_path / "qrels" / "test.tsv").write_text(f"query\tpassage\tgrade\n{judged}")
    first, second = (load_dataset(tmp_path, half=half).questions for half in (0, 1))
    assert len(first) + len(second) == 40
    assert first and second
    assert not {question.subject for question in first} & {question.subject for question in second}
    assert {half_of(question.subject) for question in second} == {1}


def test_sets_that_share_an_index_keep_their_questions_and_passages_apart(beir: Path, tmp_path: Path) -> None:
    shutil.copytree(beir, tmp_path / "other")
    first, second = together([load_dataset(beir), load_dataset(tmp_path / "other")])
    assert first.passages == second.passages
    assert set(first.passages or ()) == {f"{name}.{passage}" for name in ("tiny", "other") for passage, _, _ in CORPUS}
    assert [dict(question.relevant) for question in first.answerable] == [{"tiny.p1": 1}, {"tiny.p2": 1}]
    with pytest.raises(DatasetError, match="different names"):
        together([load_dataset(beir), load_dataset(beir)])


def test_reliability_groups_questions_by_confidence() -> None:
    low, high = reliability([0.95, 1.0, 0.05], [0.01, 0.02, 0.03])
    assert (low.questions, low.answerable) == (4, 0.25)
    assert (high.questions, high.answerable) == (2, 1.0)
    assert high.confidence == pytest.approx(0.975)
    assert reliability([], []) == ()


def test_the_reliability_of_probabilities_is_drawn(tmp_path: Path) -> None:
    plot_reliability(tmp_path / "curve.svg", [0.95, 0.9, 0.1, 0.2], [True, True, False, True])
    drawn = ElementTree.fromstring((tmp_path / "curve.svg").read_text("utf-8"))
    assert [title.text for title in drawn.iter() if title.tag.endswith("title")] == [
        "1 questions", "1 questions", "2 questions",
    ]  # fmt: skip


def test_own_questions_are_read(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {
            "id": "a",
            "question": "Où ?",
            "language": "fr",
            "documents": ["x.md"],
            "facts": ["Nantes"],
            "unanswerable": None,
        },
        {"id": "b", "question": "En 2031 ?", "documents": [], "facts": [], "unanswerable": "future-year"},
    ]
    write_lines(tmp_path / "questions.jsonl", rows)
    dataset = load_dataset(tmp_path)
    assert dataset.passages is None
    assert dataset.answerable[0].relevant == {"x.md": 1}
    assert dataset.unanswerable[0].unanswerable == "future-year"


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("corpus.jsonl", None, "corpus.jsonl is missing"),
        ("queries.jsonl", None, "queries.jsonl is missing"),
        ("qrels/test.tsv", None, "test.tsv is missing"),
        ("corpus.jsonl", "", "no passage"),
        ("queries.jsonl", "{}\n", "line 1"),
        ("queries.jsonl", "not json\n", "line 1"),
        ("qrels/test.tsv", "head\nq1 p1 1\n", "line 2"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\n", None),
    ],
)
def test_a_folder_in_another_layout_is_one_clear_line(
    beir: Path, file: str, content: str | None, reason: str | None
) -> None:
    (beir / "unanswerable.jsonl").unlink()
    (beir / file).unlink()
    if content is not None:
        (beir / file).write_text(content, "utf-8")
    with pytest.raises(DatasetError, match=reason or "no question") as error:
        load_dataset(beir)
    assert "\n" not in str(error.value)


def test_ranking_measures() -> None:
    relevant = {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"a": 1}}
    scores = ranking_scores(relevant, {"q1": ["a", "b"], "q2": ["b", "b", "a"], "q3": []})
    assert scores["nDCG@10"] == pytest.approx({"q1": 1.0, "q2": 0.6309, "q3": 0.0}, abs=1e-4)
    assert scores["MRR@10"] == pytest.approx({"q1": 1.0, "q2": 0.5, "q3": 0.0})
    assert scores["recall@1"] == {"q1": 1.0, "q2": 0.0, "q3": 0.0}
    assert scores["recall@5"] == {"q1": 1.0, "q2": 1.0, "q3": 0.0}


def test_intervals_hold_the_mean_and_narrow_with_more_values() -> None:
    few, many = interval([0.0, 1.0] * 5), interval([0.0, 1.0] * 500)
    assert few.low < few.mean == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert interval([]).mean == 0


def test_a_refusal_counts_whatever_its_confidence() -> None:
    found = refusals([Outcome(0.9, True), Outcome(0.4, False)], [Outcome(0.6, True), Outcome(0.1, False)])
    assert (found.recall, found.precision, found.false_refusals) == (0.5, 0.5, 0.5)
    assert found.auroc == 0.75
    assert auroc([], [0.1]) == 0.5


@pytest.mark.parametrize(
    ("answers", "every", "expected"),
    [
        (["nantes"], False, True),
        (["Nantes", "Biot"], False, True),
        (["Nantes", "Biot"], True, False),
        ([], False, False),
    ],
)
def test_answer_strings_are_found_whatever_their_case_and_spacing(
    answers: list[str], every: bool, expected: bool
) -> None:
    assert contains("Il travaille à\n Nantes.", answers, every) is expected


def test_percentiles() -> None:
    assert percentiles([0.1] * 99 + [9.0])["p50"] == pytest.approx(0.1)
    assert percentiles([]) == {"p50": 0.0, "p95": 0.0}


def test_reciprocal_rank_fusion_prefers_what_both_find() -> None:
    assert reciprocal_rank_fusion([["a", "b", "c"], ["d", "b", "e"]])[0] == "b"


def test_baselines_are_named() -> None:
    assert parse_baselines("bm25, rrf,bm25") == ("bm25", "rrf")
    assert parse_baselines("") == ()
    with pytest.raises(UsageError, match="--compare colbert"):
        parse_baselines("colbert")


@pytest.mark.parametrize("options", [{"limit": 0}, {"compare": "x"}, {"output": Path("/nowhere/x.json")}])
def test_wrong_options_are_refused_before_anything_is_done(beir: Path, options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        run(Settings(), [beir], **options)  # type: ignore[arg-type]


@pytest.mark.model
def test_a_whole_run(beir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output, answers = tmp_path / "result.json", tmp_path / "answers.jsonl"
    assert run(Settings(reader="off"), [beir], "bm25,dense,rrf", output=output, answers=answers) == 0
    shown = capsys.readouterr().out
    assert "tiny" in shown
    *halves, result = json.loads(output.read_text("utf-8"))
    assert result["part"] == "both halves"
    assert {each["part"] for each in halves} <= set(HALVES)
    assert sum(each["answerable"] + each["unanswerable"] for each in halves) == 3
    rows = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    assert {row["id"] for row in rows} == {"q1", "q2", "u1"}
    assert all(row["answer"] and {"abstained", "why", "by", "confidence", "half"} <= row.keys() for row in rows)
    assert result["ranking"]["nDCG@10"]["mean"] == 1.0
    assert set(result["baselines"]) == {"bm25", "dense", "rrf"}
    assert result["abstention"]["recall"] == 1.0
    assert result["answers"]["quotes_verbatim"] == 1.0
    assert result["latency_s"]["search"]["p95"] > 0
    assert (result["answerable"], result["unanswerable"], result["passages"]) == (2, 1, 3)
    assert sum(each["questions"] for each in result["reliability"]) == 3
    plot = ElementTree.fromstring(output.with_suffix(".svg").read_text("utf-8"))
    assert {"assistant", "bm25", "dense", "rrf"} <= {text.text for text in plot.iter() if text.tag.endswith("text")}


def test_any_of_several_documents_answers_a_question_of_our_own() -> None:
    assert as_one({"a.fr", "a.en"}, ["b", "a.en", "c", "a.fr"]) == ["b", ANY, "c"]
    scores = ranking_scores({"q": {ANY: 1}}, {"q": as_one({"a.fr", "a.en"}, ["a.en", "b"])})
    assert scores["recall@5"]["q"] == 1
