"""What every request passes: the limit of its size, and the log."""

import json
import logging

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from assistant.server.body_limit import BodyLimit
from assistant.server.request_log import JsonFormatter, RequestLog


@pytest.fixture
def client():
    app = FastAPI()
    app.add_middleware(BodyLimit, most=100, except_under=("/admin/",))
    app.add_middleware(RequestLog)

    @app.post("/length")
    @app.post("/admin/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    return TestClient(app)


def chunks(number):
    for _ in range(number):
        yield b"x" * 10


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/length", b"x" * 100, 200),
        ("/length", b"x" * 101, 413),
        ("/length", chunks(10), 200),
        ("/length", chunks(11), 413),
        ("/admin/length", b"x" * 101, 200),
    ],
    ids=["fits", "declared", "streamed and fits", "streamed", "elsewhere"],
)
def test_a_body_that_is_too_large_is_refused(client, path, body, status):
    answer = client.post(path, content=body)
    assert answer.status_code == status
    if status == 413:
        assert answer.json() == {"error": "The request is larger than 100 bytes."}


def test_a_declared_length_is_refused_before_anything_is_read(client):
    answer = client.post("/length", content=b"x", headers={"content-length": str(3 * 1024**3)})
    assert answer.status_code == 413


def test_a_request_is_one_line_without_its_query(client, caplog):
    caplog.set_level(logging.INFO, logger="assistant.requests")
    logging.getLogger("assistant").propagate = True
    answer = client.post("/length?q=secret-question", content=b"another secret")
    (record,) = [r for r in caplog.records if r.name == "assistant.requests"]
    entry = json.loads(JsonFormatter().format(record))
    assert entry["method"] == "POST"
    assert entry["path"] == "/length"
    assert entry["status"] == 200
    assert entry["ms"] >= 0
    assert "secret" not in json.dumps(entry)
    assert len(answer.headers["x-request-id"]) == 16


@pytest.mark.parametrize(("given", "kept"), [("trace-12345678", True), ("bad id\twith spaces", False), ("x", False)])
def test_a_plain_request_id_of_the_caller_is_kept(client, given, kept):
    answer = client.post("/length", headers={"x-request-id": given})
    assert (answer.headers["x-request-id"] == given) is kept


def test_an_error_in_the_log_is_one_json_object():
    try:
        raise ValueError("broken")
    except ValueError as error:
        record = logging.LogRecord("assistant.x", logging.ERROR, "", 0, "it failed", None, (type(error), error, None))
    entry = json.loads(JsonFormatter().format(record))
    assert entry["message"] == "it failed"
    assert "ValueError: broken" in entry["error"]
