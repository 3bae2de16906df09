"""The whole application over a tiny corpus of the test's own, with one admin."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.admin import area as area_module
from assistant.admin.area import open_area
from assistant.admin.passwords import hash_password
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.web import server

PASSWORD = "a password of our own"
TEXTS = {
    "reports/clocks.md": ("Clocks", "Clocks are made in Besançon by the watch cluster since 1793."),
    "reports/glass.md": ("Glass", "The glass valley of the Bresle makes perfume bottles for the whole world."),
    "jobs/diver.md": ("Diver", "A commercial diver inspects the foundations of wind turbines at sea."),
}


@pytest.fixture(scope="session")
def password_hash():
    return hash_password(PASSWORD)


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@dataclass
class Admin:
    """The application, its area, and a browser's worth of cookies."""

    app: FastAPI
    area: area_module.Area
    client: TestClient
    clock: Clock
    settings: object
    token: str = ""

    def log_in(self, name="admin", password=PASSWORD):
        page = self.client.get("/admin/login")
        fields = {"name": name, "password": password, "csrf": field(page.text, "csrf"), "next": ""}
        answer = self.client.post("/admin/login", data=fields)
        if answer.status_code == 303:
            self.token = field(self.client.get("/admin/audit").text, "csrf")
        return answer

    def post(self, path, **fields):
        return self.client.post(f"/admin{path}", data={"csrf": self.token, **fields})

    def page(self, path):
        answer = self.client.get(f"/admin{path}", headers={"Accept": "text/html"})
        assert answer.status_code == 200, (answer.status_code, answer.text[:300])
        return answer.text

    def upload(self, name, content, **headers):
        from urllib.parse import quote

        given = {"X-CSRF-Token": self.token, "X-File-Name": quote(name, safe=""), **headers}
        return self.client.post("/admin/uploads/file", content=content, headers=given)

    def checked(self):
        """The uploads, once none is being checked."""
        from tests.admin.waiting import until

        until(lambda: all(each.state.value != "checking" for each in self.area.quarantine.all()))
        return {each.name: each for each in self.area.quarantine.all()}

    def finish_job(self):
        self.area.jobs.wait(120)
        job = self.area.jobs.latest()
        assert job.state.value != "running"
        return job

    def update(self):
        """Run a sync to its end."""
        assert self.post("/index/sync").status_code == 303
        return self.finish_job()

    def state(self, path):
        row = self.area.corpus.state().row(path)
        return None if row is None else row.state.value


def field(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html).group(1)


@pytest.fixture
def open_admin(settings, embedder, monkeypatch, password_hash):
    """Opens the application: ``open_admin(parse_timeout_s=5)``."""
    opened = []

    def opened_with(**more):
        chosen = {"admin_password_hash": password_hash, **more}
        own = load_settings(
            corpus_dir=settings.corpus_dir, index_dir=settings.index_dir, cache_dir=settings.cache_dir, **chosen
        )
        assistant = Assistant(own)
        assistant.embedder = embedder
        clock = Clock()
        areas = []

        def with_clock(of):
            areas.append(open_area(of, clock))
            return areas[-1]

        monkeypatch.setattr(area_module, "open_area", with_clock)
        app = server.create_app(assistant)
        client = TestClient(app, client=("127.0.0.1", 50000), follow_redirects=False)
        client.__enter__()
        opened.append((client, assistant))
        return Admin(app, areas[0], client, clock, own)

    yield opened_with
    for client, assistant in opened:
        client.__exit__(None, None, None)
        assistant.close()


@pytest.fixture
def corpus(write):
    """Three small documents."""
    for path, (title, text) in TEXTS.items():
        write(path, text, title=title)


@pytest.fixture
def admin(corpus, run, open_admin):
    """Logged in, over an index of the three documents."""
    run()
    admin = open_admin()
    assert admin.log_in().status_code == 303
    return admin
