"""The admin area over a tiny corpus of the test's own, with one admin."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.admin.app import create_admin
from assistant.admin.area import Area, open_area
from assistant.admin.passwords import hash_password
from assistant.ingestion import sync
from assistant.service import Assistant
from assistant.settings import Settings, load_settings

PASSWORD = "a password of our own"
TEXTS = {
    "reports/clocks.md": ("Clocks", "Clocks are made in Besançon by the watch cluster since 1793."),
    "reports/glass.md": ("Glass", "The glass valley of the Bresle makes perfume bottles for the whole world."),
    "jobs/diver.md": ("Diver", "A commercial diver inspects the foundations of wind turbines at sea."),
}


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@dataclass
class Admin:
    """The area, and a browser's worth of cookies."""

    area: Area
    client: TestClient
    clock: Clock
    settings: Settings
    token: str = ""

    def log_in(self, name="admin", password=PASSWORD):
        form = self.client.get("/admin/login").text
        fields = {"name": name, "password": password, "csrf": field(form, "csrf"), "next": ""}
        answer = self.client.post("/admin/login", data=fields)
        if answer.status_code == 303:
            self.token = field(self.client.get("/admin/audit").text, "csrf")
        return answer

    def post(self, to, /, **fields):
        answer = self.client.post(f"/admin{to}", data={"csrf": self.token, **fields})
        assert answer.status_code in (200, 303), (answer.status_code, answer.text)
        return answer

    def page(self, path):
        answer = self.client.get(f"/admin{path}", headers={"Accept": "text/html"})
        assert answer.status_code == 200, (answer.status_code, answer.text[:300])
        return answer.text

    def upload(self, name, content, **headers):
        given = {"X-CSRF-Token": self.token, "X-File-Name": quote(name, safe=""), **headers}
        return self.client.post("/admin/uploads/file", content=content, headers=given)

    def checked(self):
        """The uploads by name, once none is being checked."""
        until(lambda: all(each.state.value != "checking" for each in self.area.quarantine.all()))
        return {each.name: each for each in self.area.quarantine.all()}

    def accept(self, folder="reports", **fields):
        ids = [each.id for each in self.checked().values()]
        return self.post("/uploads/accept", id=ids, folder=folder, **fields)

    def finish_job(self):
        self.area.jobs.wait(120)
        job = self.area.jobs.latest()
        assert job is not None
        assert job.state.value != "running"
        return job

    def update(self):
        """Run a sync to its end."""
        self.post("/index/sync")
        job = self.finish_job()
        assert job.message == ""
        return job

    def state(self, path):
        row = self.area.corpus.state().row(path)
        return None if row is None else row.state.value


def field(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html).group(1)


def until(condition, patience_s=60.0):
    """Returns once ``condition()`` holds; fails when it never does."""
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def password_hash():
    return hash_password(PASSWORD)


@pytest.fixture(scope="session")
def prepared(embedder, model_cache, tmp_path_factory) -> Path:
    """A folder with the three documents and their index, to be copied."""
    folder = tmp_path_factory.mktemp("admin")
    for path, (title, text) in TEXTS.items():
        file = folder / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {title}\n---\n{text}\n", encoding="utf-8")
    sync(
        load_settings(corpus_dir=folder / "corpus", index_dir=folder / "index", cache_dir=model_cache),
        embedder=embedder,
    )
    return folder


@pytest.fixture
def open_admin(prepared, tmp_path, share, model_cache, password_hash):
    """Opens the area over a copy of the three documents: ``open_admin(max_file_mb=1)``."""
    with ExitStack() as stack:

        @contextmanager
        def opened(**more):
            chosen = {"admin_password_hash": password_hash, "cache_dir": model_cache, **more}
            for name in ("corpus", "index"):
                if not (tmp_path / name).exists():
                    shutil.copytree(prepared / name, tmp_path / name)
            settings = load_settings(corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index", **chosen)
            with Assistant(settings) as assistant:
                share(assistant)
                clock = Clock()
                area = open_area(assistant, clock)
                app = FastAPI()
                app.mount("/admin", create_admin(area))
                client = TestClient(app, follow_redirects=False, headers={"Accept-Language": "en"})
                with client:
                    yield Admin(area, client, clock, settings)
                area.close()

        yield lambda **more: stack.enter_context(opened(**more))


@pytest.fixture
def admin(open_admin):
    """Logged in."""
    admin = open_admin()
    assert admin.log_in().status_code == 303
    return admin
