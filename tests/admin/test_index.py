"""The index: what an update will do, running it, watching it, stopping it; and whoever else is writing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading

import openpyxl
import pytest

from assistant.admin.jobs import Job, JobCancelledError, Jobs
from assistant.errors import UsageError
from assistant.ingestion import Action
from tests.admin.conftest import until
from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from assistant.index.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_the_update_will_do_is_shown_before(admin):
    corpus = admin.settings.corpus_dir
    (corpus / "reports/new.md").write_text("# New\n\nA new report.")
    (corpus / "reports/clocks.md").rename(corpus / "reports/watches.md")
    (corpus / "jobs/diver.md").unlink()
    steps = {(step.action, step.path) for step in admin.area.corpus.state().changes}
    assert steps == {
        (Action.ADD, "reports/new.md"),
        (Action.MOVE, "reports/watches.md"),
        (Action.DELETE, "jobs/diver.md"),
    }
    html = admin.page("/index")
    assert 'class="diff diff-added"' in html and 'class="diff diff-deleted"' in html
    assert "← reports/clocks.md" in html
    report = admin.update().result
    assert {(o.action, o.path) for o in report.outcomes if o.action is not Action.UNCHANGED} == steps
    assert admin.area.corpus.state().changes == ()


def test_what_was_left_out_of_a_file_is_told_on_every_page_that_shows_it(admin):
    book = openpyxl.Workbook()
    book.active.append(["Site", "Places"])
    book.active.append(["Laon", 4])
    book.create_sheet("Payroll").sheet_state = "hidden"
    book.save(admin.settings.corpus_dir / "reports/sites.xlsx")
    admin.update()
    for path in ("/index", "/documents", "/documents/file?path=reports/sites.xlsx"):
        assert "Payroll" in admin.page(path), path


def test_an_index_of_an_earlier_version_is_updated_by_the_ordinary_button(admin):
    generation = admin.area.assistant.state().generation
    manifest = admin.settings.index_dir / "generations" / str(generation) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"chunker": "0"}))
    assert re.search(r"<button[^>]*disabled", admin.page("/index")) is None
    assert admin.update().result.rebuilt


def test_chosen_files_are_read_again_though_unchanged(admin):
    admin.post("/documents/ingest", path=["reports/clocks.md"])
    report = admin.finish_job().result
    assert [o.path for o in report.of(Action.UPDATE)] == ["reports/clocks.md"]
    assert report.chunks_embedded == 0, "their passages are known"


def test_a_rebuild_answers_from_the_old_index_until_the_new_one_is_there(admin):
    before = admin.area.assistant.state().generation
    admin.post("/index/rebuild")
    assert admin.area.assistant.answer("Where are clocks made?").citations
    job = admin.finish_job()
    assert (job.kind, job.state.value, job.total) == ("rebuild", "done", 3)
    assert admin.area.assistant.state().generation > before
    assert admin.area.assistant.answer("Where are clocks made?").citations


def test_a_rebuild_with_another_model_switches_to_it_without_a_restart(admin, embedder, tmp_path):
    other = tmp_path / "other-model"
    other.symlink_to(embedder.folder)
    admin.post("/index/rebuild", model=str(other))
    assert admin.finish_job().message == ""
    assert admin.area.assistant.answer("Where are clocks made?").citations
    assert admin.area.assistant.embedder.model_id.startswith(f"{embedder.folder.name}@")
    assert "ASSISTANT_EMBEDDING_MODEL" in admin.page("/index")
    (admin.settings.corpus_dir / "reports/new.md").write_text("# New\n\nA new report.")
    assert admin.update().result.documents == 4


def test_an_index_made_otherwise_asks_to_be_rebuilt_here(open_admin):
    admin = open_admin(chunk_tokens=100)
    admin.log_in()
    html = admin.page("/index")
    assert "has to be rebuilt" in html and "chunk size 160 → 100" in html and "<details open>" in html
    admin.post("/index/rebuild")
    assert admin.finish_job().message == ""
    assert "has to be rebuilt" not in admin.page("/index")


def test_a_model_that_does_not_exist_costs_nothing(admin):
    admin.post("/index/rebuild", model="/no/such/model")
    assert "no such model" in admin.finish_job().message
    assert admin.area.assistant.answer("Where are clocks made?").citations


def test_a_running_update_is_watched_and_cancelled(admin):
    for number in range(400):
        text = " ".join(f"Sentence {n} of report {number} tells of machine {n * number}." for n in range(30))
        (admin.settings.corpus_dir / f"reports/r{number}.md").write_text(f"# R{number}\n\n{text}")
    generation = admin.area.assistant.state().generation
    admin.post("/index/sync")

    def progress():
        return admin.client.get("/admin/jobs/state").json()["job"]

    until(lambda: progress()["done"] > 0)
    seen = progress()
    assert seen["total"] == 400 and seen["state"] == "running" and seen["rate"] > 0
    assert 'id="job"' in admin.page("/index")
    answer = admin.client.post("/admin/index/sync", data={"csrf": admin.token}, headers={"Accept": "application/json"})
    assert "Another job is running" in answer.json()["error"]
    admin.post("/jobs/cancel")
    assert admin.finish_job().state.value == "cancelled"
    assert admin.area.assistant.state().generation == generation
    assert len(admin.area.corpus.state().changes) == 400


def test_an_ingestion_elsewhere_is_named_and_not_disturbed(admin):
    lock = admin.settings.index_dir / "lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert other.stdout.readline() == "held\n"
    try:
        assert f"process {other.pid} on" in admin.page("/index")
        assert "disabled" in admin.page("/index")
        assert admin.page("/documents").count('name="path"') == 3
        admin.post("/index/sync")
        assert admin.area.jobs.latest() is None
        assert f"process {other.pid}" in admin.page("/audit")
    finally:
        other.communicate()
    assert "running elsewhere" not in admin.page("/index")
    admin.update()


def test_closing_the_area_stops_the_job_cleanly():
    jobs = Jobs()
    begun = threading.Event()

    def work(job: Job) -> None:
        begun.set()
        assert job.cancel.wait(60)
        raise JobCancelledError

    jobs.start("sync", "admin", work)
    assert begun.wait(60)
    jobs.close()
    assert jobs.latest().state.value == "cancelled"
    with pytest.raises(UsageError):
        jobs.start("sync", "admin", work)


def test_a_job_that_fails_unexpectedly_says_so_without_a_trace(caplog):
    jobs = Jobs()
    jobs.start("sync", "admin", lambda _: 1 / 0)
    jobs.wait(60)
    assert jobs.latest().message == "Unexpected error (ZeroDivisionError); the server's log has more."
    assert "ZeroDivisionError" in caplog.text


def test_remaining_time_follows_from_the_speed_so_far():
    job = Job(1, "sync", "admin", started=100.0, done=10, total=40, passages=50)
    assert (job.remaining_s(110.0), job.rate(110.0)) == (30.0, 5.0)
    job.done = 0
    assert job.remaining_s(110.0) is None
