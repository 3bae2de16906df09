"""What the server hands out, and with which headers: nothing but its pages, and indexed files by their id."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.web import errors
from assistant.web.pages import Pages
from assistant.web.security import gradio_policy
from tests.web.conftest import Site

PAGES = ("/", "/about", "/documents", "/nonsense")


@pytest.mark.parametrize("address", [*PAGES, "/health", "/page-assets/site.css", "/config", "/favicon.ico"])
def test_every_response_carries_a_policy_that_names_no_other_host(site: Site, address: str) -> None:
    headers = site.visitor().get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_allows_inline_scripts_in_general(site: Site, address: str) -> None:
    policy = site.visitor().get(address).headers["content-security-policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in scripts


def test_a_script_that_was_not_in_gradios_page_has_no_hash() -> None:
    assert gradio_policy("<script>a</script>") != gradio_policy("<script>b</script>")
    assert "sha256" not in gradio_policy('<script src="/x.js"></script><p onclick="a()">')


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file={secret}",
        "/gradio_api/file={corpus}",
        "/gradio_api/file=http://127.0.0.1:1/",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/gradio_api/file/{secret}",
        "/gradio_api/openapi.json",
        "/gradio_api/deep_link",
        "/gradio_api/runs",
        "/custom_component/1/client/component/index.js",
        "/monitoring",
        "/documents/..%2f..%2fsecret.env",
        "/documents/../secret.env/file",
        "/documents/%2e%2e%2fsecret.env/file",
        "/documents/reports%2falpha.fr.md/file",
        "/documents/{secret}/file",
        "/page-assets/..%2fserver.py",
        "/page-assets/%2e%2e/%2e%2e/site.settings.py",
        "/assets/..%2f..%2f..%2f..%2fetc/passwd",
        "/static/%2e%2e/%2e%2e/routes.py",
        "/secret.env",
        "/.env",
        "/.index/CURRENT",
    ],
)
def test_no_address_leads_to_a_file_by_its_path(site: Site, path: str) -> None:
    secret = site.settings.corpus_dir.parent / "secret.env"
    secret.write_text("KEY=hunter2")
    (site.settings.corpus_dir / "unindexed.bin").write_text("hunter2")
    address = path.format(secret=secret, corpus=site.settings.corpus_dir / "reports" / "alpha.fr.md")
    response = site.visitor().get(address)
    assert response.status_code in (403, 404), address
    assert "hunter2" not in response.text
    assert "soudeurs" not in response.text


def test_gradio_takes_no_uploads_and_names_no_functions(site: Site) -> None:
    browser = site.visitor()
    assert browser.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
    assert browser.post("/gradio_api/call/asked", json={"data": []}).status_code == 404
    assert browser.post("/gradio_api/run/asked", json={"data": []}).status_code == 404
    assert browser.post("/gradio_api/component_server", json={}).status_code == 404
    assert browser.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_every_event_of_the_chat_page_is_private(site: Site) -> None:
    events = site.visitor().get("/config").json()["dependencies"]
    assert events
    assert {event["api_visibility"] for event in events} == {"private"}


def test_the_configuration_of_the_page_tells_no_path(site: Site) -> None:
    shown = site.visitor().get("/config").text
    assert str(site.settings.corpus_dir) not in shown
    assert str(site.settings.index_dir) not in shown


@pytest.mark.parametrize(("language", "words"), [("fr", "Page introuvable"), ("en", "Page not found")])
def test_an_unknown_address_gets_the_page_that_says_so(site: Site, language: str, words: str) -> None:
    for address in ("/nonsense", "/documents/nothing", "/documents/nothing/file", "/a/b/c.php"):
        response = site.visitor(language).get(address)
        assert response.status_code == 404, address
        assert f"<h1>{words}</h1>" in response.text
        assert '<nav aria-label="' in response.text


def test_a_program_gets_one_line_of_json(site: Site) -> None:
    response = site.visitor().get("/nonsense", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert response.json() == {"detail": "Page not found"}


@pytest.mark.parametrize("accepted", ["text/html", "application/json"])
def test_a_crash_tells_one_line_and_no_traceback(accepted: str) -> None:
    app = FastAPI()
    errors.install(app, Pages())

    @app.get("/crash")
    def crash() -> None:
        raise RuntimeError("hunter2")

    response = TestClient(app, raise_server_exceptions=False).get("/crash", headers={"Accept": accepted})
    assert response.status_code == 500
    assert "could not be shown" in response.text
    assert "hunter2" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["content-security-policy"]


def test_a_malformed_event_gets_no_traceback(site: Site) -> None:
    for body in ({"fn_index": 10_000, "session_hash": "x", "data": []}, {"data": "x"}, {"fn_index": "a"}):
        response = site.visitor().post("/gradio_api/queue/join", json=body)
        assert response.status_code >= 400
        assert "Traceback" not in response.text
        assert ".py" not in response.text


def test_the_page_of_an_assistant_without_index_says_what_to_do(empty_site: Site) -> None:
    response = empty_site.visitor("fr").get("/documents")
    assert response.status_code == 503
    assert "python ingest.py" in response.text
    assert empty_site.visitor().get("/about").status_code == 200


def test_a_file_outside_the_corpus_is_not_served_even_if_a_link_leads_to_it(site: Site, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("hunter2")
    inside = site.settings.corpus_dir / "reports" / "beta.fr.txt"
    address = f"/documents/{site.id_of('reports/beta.fr.txt')}/file"
    assert site.visitor().get(address).status_code == 200
    kept = inside.read_bytes()
    inside.unlink()
    try:
        inside.symlink_to(outside)
        response = site.visitor().get(address)
    finally:
        inside.unlink()
        inside.write_bytes(kept)
    assert response.status_code == 404
    assert "hunter2" not in response.text
