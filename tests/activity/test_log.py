"""The question log: what is kept, for how long, and that an answer never depends on it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.activity import ActivityLog, CitedDocument, open_activity
from assistant.documents import Answer, Chunk, Citation, DocumentInfo, Evidence, Filters, Metadata
from assistant.settings import load_settings
from tests.conftest import ROOT

DAY = 86_400.0
CHUNK = Chunk("c1", "d1", "Clocks are made here.", 0, 21, 0)
DOCUMENT = DocumentInfo("d1", "reports/a.md", Metadata("Clocks"))
CITED = Answer(
    "Who makes clocks?", "en", confidence=0.9,
    citations=(Citation(1, CHUNK, DOCUMENT, "Clocks", 0, 6, 0.9), Citation(2, CHUNK, DOCUMENT, "made", 11, 15, 0.8)),
)  # fmt: skip
REFUSED = Answer("Capital of Mongolia?", "en", abstained=True, nearest=(Evidence(CHUNK, DOCUMENT, 0.2, 1),))


class Clock:
    now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log(tmp_path, clock):
    return ActivityLog(tmp_path / "index" / "activity.sqlite", 30, clock)


def test_an_answer_is_kept_with_its_documents_and_nothing_of_the_visitor(log, clock):
    id_ = log.record(CITED, 0.25, "page", filters=Filters(kind=("job",)))
    [entry] = log.entries()
    assert (entry.id, entry.question, entry.origin, entry.seconds) == (id_, "Who makes clocks?", "page", 0.25)
    assert entry.documents == (CitedDocument("d1", "Clocks"),)
    assert entry.filters == "kind=job"
    assert entry.asked == clock.now
    columns = {row[1] for row in sqlite3.connect(log.path).execute("PRAGMA table_info(questions)")}
    assert columns == {
        "id", "asked", "question", "language", "origin", "abstained", "confidence", "seconds", "filters", "up",
        "reason", "handled",
    }  # fmt: skip


def test_of_an_abstention_the_nearest_documents_are_kept(log):
    log.record(REFUSED, 0.1, "api")
    [entry] = log.entries()
    assert entry.abstained
    assert entry.documents == (CitedDocument("d1", "Clocks"),)


def test_a_thumb_is_kept_with_its_reason(log):
    id_ = log.record(CITED, 0.25, "page")
    assert log.rate(id_, False, "wrong year")
    [entry] = log.entries()
    assert (entry.up, entry.reason) == (False, "wrong year")
    assert log.rate("unknown", True) is False


def test_questions_are_marked_as_handled(log):
    id_ = log.record(REFUSED, 0.1, "page")
    assert log.mark_handled([id_, "unknown"]) == 1
    assert log.entries()[0].handled


def test_what_is_older_than_the_retention_is_neither_shown_nor_left_in_the_file(log, clock):
    log.record(REFUSED, 0.1, "page")
    log.put_vectors({REFUSED.question: np.ones(2, np.float32)}, "m")
    clock.now += 31 * DAY
    assert log.entries() == []
    log.record(CITED, 0.1, "page")
    assert [entry.question for entry in log.entries()] == [CITED.question]
    assert log.vectors([REFUSED.question], "m") == {}
    sqlite3.connect(log.path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Mongolia" not in log.path.read_bytes()


def test_vectors_are_kept_by_model(log):
    log.put_vectors({"a": np.array([1, 2], np.float32)}, "m")
    assert log.vectors(["a", "b"], "m")["a"].tolist() == [1, 2]
    assert log.vectors(["a"], "other") == {}


def test_switched_off_nothing_is_written(settings):
    log = open_activity(load_settings(index_dir=settings.index_dir, activity="off"))
    assert log.record(CITED, 0.1, "page") == ""
    assert not settings.index_dir.exists()


@pytest.mark.parametrize("spoil", ["folder", "garbage"])
def test_a_log_that_cannot_be_written_costs_nothing_but_itself(tmp_path, caplog, spoil):
    path = tmp_path / "activity.sqlite"
    if spoil == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"this is no database" * 100)
    log = ActivityLog(path, 30)
    assert log.record(CITED, 0.1, "page") == ""
    assert log.entries() == []
    assert log.rate("x", True) is False
    assert "could not be kept" in caplog.text
    assert CITED.question not in caplog.text


def test_several_processes_write_at_once(log):
    code = (
        "import sys; from pathlib import Path; from assistant.activity import ActivityLog;"
        "from assistant.documents import Answer\n"
        "log = ActivityLog(Path(sys.argv[1]), 30, lambda: 1e9)\n"
        "assert all(log.record(Answer(f'{sys.argv[2]}-{i}', 'en'), 0.1, 'page') for i in range(25))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(log.path), str(n)], cwd=Path(ROOT)) for n in range(4)]
    assert [writer.wait(120) for writer in writers] == [0] * 4
    assert len({entry.question for entry in log.entries()}) == 100
