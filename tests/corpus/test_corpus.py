"""The shipped corpus is complete and consistent, and every file of it can be read."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from assistant.documents import LoadedDocument
from assistant.errors import DocumentError
from assistant.loading import load_file, read_sidecar
from assistant.sentences import sentence_spans
from assistant.settings import load_settings
from tests.conftest import ROOT
from tests.corpus.schema import Job, Report

CORPUS = ROOT / "corpus"
TABLES = {"jobs/metiers-resumes.fr.csv", "jobs/job-summaries.en.xlsx"}
SCAN = "reports/novalog.en.pdf"
FILES = sorted(p.relative_to(CORPUS).as_posix() for kind in ("reports", "jobs") for p in (CORPUS / kind).iterdir())
DOCUMENTS = [path for path in FILES if path not in TABLES]
SIDECAR = read_sidecar(CORPUS)
RAW = yaml.safe_load((CORPUS / "metadata.yaml").read_text(encoding="utf-8"))


def metadata(path: str) -> Mapping[str, object]:
    if path in RAW:
        return RAW[path]
    return yaml.safe_load((CORPUS / path).read_text(encoding="utf-8").split("---\n", 2)[1])


def checked(path: str) -> Report | Job:
    return (Report if path.startswith("reports/") else Job).model_validate(metadata(path))


def loaded(path: str) -> tuple[LoadedDocument, ...]:
    return load_file(CORPUS / path, path, load_settings(ocr="off"), SIDECAR.get(path))


ALL = {path: checked(path) for path in DOCUMENTS}
OVERVIEWS = {"politique-clusters", "metier-ancre", "clusters-emploi-competences"}
OTHERS = {"metiers-ancres-article", "clusters-et-ecoles"}
CLUSTER_REPORTS = [d for d in ALL.values() if isinstance(d, Report) and d.id not in OVERVIEWS | OTHERS]
CLUSTERS = {name for report in CLUSTER_REPORTS for name in report.cluster}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_metadata_conform_and_agree_with_the_name_of_the_file(path: str) -> None:
    known = checked(path)
    assert Path(path).name.split(".")[:2] == [known.id, known.language]


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.startswith("jobs/")])
def test_every_cluster_and_neighbour_of_a_job_exists(path: str) -> None:
    job = ALL[path]
    assert isinstance(job, Job)
    assert set(job.cluster) <= CLUSTERS
    assert set(job.neighbours) <= {d.id for d in ALL.values() if isinstance(d, Job)} - {job.id}


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p != SCAN])
def test_a_document_can_be_read_and_ends_with_its_sources(path: str) -> None:
    (document,) = loaded(path)
    assert document.metadata.title == ALL[path].title
    assert "Sources" in document.blocks[-1].heading
    assert len(document.text.split()) > 300


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.endswith(".md")])
def test_sentences_are_short_enough_to_be_quoted(path: str) -> None:
    (document,) = loaded(path)
    body = [b for b in document.blocks if "Sources" not in b.heading]
    for block in body:
        text = document.text[block.start : block.end]
        for start, end in sentence_spans(text):
            assert len(text[start:end].split()) <= 60, text[start:end]


def test_the_scan_is_refused_without_ocr() -> None:
    with pytest.raises(DocumentError) as caught:
        loaded(SCAN)
    assert caught.value.code == "no-text"


@pytest.mark.parametrize(("path", "jobs"), [("jobs/metiers-resumes.fr.csv", 8), ("jobs/job-summaries.en.xlsx", 11)])
def test_a_row_of_a_table_is_a_job(path: str, jobs: int) -> None:
    rows = loaded(path)
    assert len(rows) == jobs
    for row in rows:
        assert row.metadata.kind == "job"
        assert row.metadata.rome
        assert all(re.fullmatch(r"[A-N]\d{4}", code) for code in row.metadata.rome)
        assert set(row.metadata.cluster) <= CLUSTERS


def test_a_cluster_report_is_about_one_cluster_and_says_its_status() -> None:
    for report in CLUSTER_REPORTS:
        assert len(report.cluster) == 1, report.id
        assert report.status, report.id


def test_there_is_enough_of_everything() -> None:
    reports = {(d.id, d.language) for d in CLUSTER_REPORTS}
    jobs = {(d.id, d.language) for d in ALL.values() if isinstance(d, Job)}
    assert len({id_ for id_, _ in reports}) >= 24
    assert len({id_ for id_, _ in jobs}) >= 24
    assert all(sum(lang == wanted for _, lang in reports) >= least for wanted, least in (("fr", 16), ("en", 12)))
    assert all(sum(lang == wanted for _, lang in jobs) >= least for wanted, least in (("fr", 16), ("en", 14)))
    for overview in OVERVIEWS:
        assert {d.language for d in ALL.values() if d.id == overview} == {"fr", "en"}
    formats = Counter(Path(path).suffix for path in FILES)
    for suffix, least in {".pdf": 8, ".docx": 5, ".html": 3, ".csv": 1, ".xlsx": 1, ".pptx": 1, ".md": 30}.items():
        assert formats[suffix] >= least, suffix


def test_the_shipped_files_are_up_to_date_with_their_sources() -> None:
    sys.path.insert(0, str(CORPUS / "sources"))
    try:
        from blocks import read_source  # type: ignore[import-not-found]
        from build import FORMATS, SOURCES  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    for suffix, paths in FORMATS.items():
        for path in paths.split():
            if f"{path}.{suffix}" == SCAN:
                continue
            source = read_source(SOURCES / f"{path}.md", SOURCES)
            words = Counter(w for b in source.blocks if b.kind in ("paragraph", "item") for w in b.text.split())
            (document,) = loaded(f"{path}.{suffix}")
            missing = words - Counter(document.text.replace("\xa0", " ").split())
            # Long addresses are broken at the end of a line of a PDF.
            assert sum(missing.values()) <= 0.08 * sum(words.values()), (path, missing)
            assert RAW[f"{path}.{suffix}"] == dict(source.metadata)


def test_the_questions_are_about_the_corpus() -> None:
    lines = (CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    assert len({q["id"] for q in questions}) == len(questions) >= 120
    assert sum(q["cross_language"] for q in questions) >= len(questions) / 3
    unanswerable = [q for q in questions if q["unanswerable"]]
    assert len(unanswerable) >= 30
    assert {q["unanswerable"] for q in unanswerable} == {
        "out-of-domain", "missing-attribute", "false-premise", "future-year", "nonsense",
    }  # fmt: skip
    texts = {path: " ".join(loaded(path)[0].text.split()) for path in DOCUMENTS if path != SCAN}
    for question in questions:
        assert question["language"] in ("fr", "en")
        assert question["role"] in ("entrepreneur", "teacher", "admin")
        assert bool(question["documents"]) != bool(question["unanswerable"]), question["id"]
        assert set(question["documents"]) <= set(DOCUMENTS), question["id"]
        languages = {ALL[path].language for path in question["documents"]}
        assert question["cross_language"] == (bool(languages) and question["language"] not in languages)
        for fact in question["facts"]:
            plain = " ".join(fact.split())
            readable = [path for path in question["documents"] if path in texts]
            assert not readable or any(plain in texts[path] for path in readable), (question["id"], fact)
