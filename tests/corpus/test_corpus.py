"""The shipped corpus is complete and consistent, and every file of it can be read."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import openpyxl
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
    assert (CORPUS / SCAN).stat().st_size < 600_000
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


def test_a_table_sums_up_the_jobs_that_are_described_in_the_other_language_only() -> None:
    jobs = [d for d in ALL.values() if isinstance(d, Job)]
    described = {language: {j.id for j in jobs if j.language == language} for language in ("fr", "en")}
    for path, language, other in (("metiers-resumes.fr.csv", "fr", "en"), ("job-summaries.en.xlsx", "en", "fr")):
        expected = {
            (j.title_fr if language == "fr" else j.title_en, frozenset(j.rome), frozenset(j.cluster))
            for j in jobs
            if j.language == other and j.id not in described[language]
        }
        rows = [row.metadata for row in loaded(f"jobs/{path}")]
        assert {(row.title, frozenset(row.rome), frozenset(row.cluster)) for row in rows} == expected


@pytest.mark.parametrize("path", sorted(set(RAW) - TABLES - {SCAN}))
def test_every_heading_of_the_source_is_a_heading_of_the_shipped_file(path: str) -> None:
    source = (CORPUS / "sources" / path).with_suffix(".md").read_text(encoding="utf-8")
    (document,) = loaded(path)
    found = {heading.replace("\xa0", " ") for block in document.blocks for heading in block.heading}
    assert set(re.findall(r"^##+ (.+)$", source, re.MULTILINE)) <= found


def test_the_tables_are_up_to_date_with_their_source() -> None:
    tables = yaml.safe_load((CORPUS / "sources/tables.yaml").read_text(encoding="utf-8"))
    assert set(tables) == TABLES
    for path, table in tables.items():
        if path.endswith(".csv"):
            with (CORPUS / path).open(encoding="utf-8-sig", newline="") as stream:
                shipped = list(csv.reader(stream, delimiter=";"))
        else:
            sheet = openpyxl.load_workbook(CORPUS / path).worksheets[0]
            shipped = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert shipped == [table["header"], *table["rows"]]
        assert RAW[path] == table["metadata"]


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.endswith(".html")])
def test_what_surrounds_the_article_of_a_web_page_is_left_out(path: str) -> None:
    assert "cookie" in (CORPUS / path).read_text(encoding="utf-8")
    (document,) = loaded(path)
    assert "cookie" not in document.text
    assert "Portail" not in document.text


def test_the_readme_counts_what_is_there() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    cells = {row[0]: row[1:] for row in re.findall(r"^\| ([^|]+?) \| (\d+|–) \| (\d+|–) \|$", readme, re.MULTILINE)}

    def count(documents: Iterable[Report | Job]) -> tuple[str, ...]:
        found = Counter(document.language for document in documents)
        return tuple(str(found[language] or "–") for language in ("fr", "en"))

    assert count(CLUSTER_REPORTS) == cells["reports on clusters"]
    assert count(d for d in ALL.values() if isinstance(d, Job)) == cells["job descriptions"]
    assert tuple(str(len(loaded(path))) for path in sorted(TABLES, reverse=True)) == cells[
        "short job descriptions, rows of a table"
    ]  # fmt: skip
    formats = Counter(Path(path).suffix for path in FILES)
    assert f"{formats['.md']} files are Markdown, {formats['.pdf']} PDF" in readme
    assert f"{formats['.docx']} DOCX, {formats['.html']} HTML" in readme


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
