"""The HTTP interface, through the whole application."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

QUESTION = "Which jobs does the Cluster Drones Paris Region train for?"


def events(text):
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_an_answer_cites_the_documents_letter_by_letter(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert not answer["abstained"]
    assert "pilot" in answer["answer"]
    assert answer["citations"]
    for citation in answer["citations"]:
        document = client.get(f"/api/documents/{citation['document']}").json()
        assert document["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_an_answer_can_be_streamed(client):
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    *partial, (name, last) = events(answer.text)
    assert {name for name, _ in partial} <= {"partial"}
    assert name == "answer"
    assert last["sentences"]
    assert last["answer"] == client.post("/api/ask", json={"question": QUESTION}).json()["answer"]


def test_a_follow_up_is_understood_from_the_citations_of_the_answer_before(client):
    first = client.post("/api/ask", json={"question": "What does the Réseau Mesure offer to its members?"}).json()
    turn = {"question": "What does the Réseau Mesure offer to its members?", "citations": first["citations"]}
    body = {"question": "How many members did it count?", "conversation": [turn]}
    second = client.post("/api/ask", json=body).json()
    assert all("Réseau Mesure" in citation["quote"] for citation in second["citations"])
    assert (first["understood_as"], second["understood_as"]) == ("", "How many members did it count? (Réseau Mesure)")
    alone = client.post("/api/ask", json={"question": "How many members did it count?"}).json()
    assert alone["answer"] != second["answer"]


def test_what_the_documents_do_not_say_is_an_abstention_with_what_is_nearest(client):
    answer = client.post("/api/ask", json={"question": "What is the capital of Mongolia?"}).json()
    assert answer["abstained"]
    assert answer["nearest"]


def test_a_search_is_ranked_and_filtered(client):
    body = {"question": "soudage", "k": 3, "filters": {"kind": ["job"], "language": ["fr"]}}
    found = client.post("/api/search", json=body).json()
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    ids = {d["id"] for d in client.get("/api/documents", params={"kind": "job", "language": "fr"}).json()["documents"]}
    assert {hit["document"] for hit in found["hits"]} <= ids


def test_the_catalogue_comes_in_pages(client):
    whole = client.get("/api/documents", params={"limit": 500}).json()
    assert whole["total"] == len(whole["documents"]) > 50
    page = client.get("/api/documents", params={"offset": 10, "limit": 5}).json()
    assert page["documents"] == whole["documents"][10:15]
    jobs = client.get("/api/professions").json()
    assert {d["kind"] for d in jobs} == {"job"}
    assert len(jobs) == sum(d["kind"] == "job" for d in whole["documents"])


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("ask", {"question": "   "}, 400, "empty"),
        ("ask", {"question": "x" * 2001}, 400, "2000 characters"),
        ("ask", {"question": ""}, 422, "question"),
        ("ask", {"frage": "?"}, 422, "question"),
        ("ask", {"question": "?", "filters": {"kind": ["poem"]}}, 422, "filters.kind"),
        ("search", {"question": "?", "k": 0}, 422, "k"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(client, path, body, status, said):
    answer = client.post(f"/api/{path}", json=body)
    assert answer.status_code == status
    assert said in answer.json()["error"]


def test_an_unknown_document_is_not_found(client):
    answer = client.get("/api/documents/..%2f..%2fetc%2fpasswd")
    assert answer.status_code == 404
    assert client.get("/api/documents/nothing").json() == {"error": "No such document is indexed."}


def test_with_tokens_nothing_answers_without_one(serving):
    with serving(api_tokens="first-long-token-1234,second-long-token-5678") as client:
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "first-long-token-1234"}):
            assert client.post("/api/ask", json={"question": "?"}, headers=headers).status_code == 401
            assert client.get("/api/documents", headers=headers).status_code == 401
        for token in ("first-long-token-1234", "second-long-token-5678"):
            assert client.get("/api/documents", headers={"authorization": f"Bearer {token}"}).status_code == 200


def test_over_the_rate_one_is_told_when_to_go_on(serving):
    with serving(questions_per_minute=2) as client:
        statuses = [client.post("/api/search", json={"question": "acier"}).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        refused = client.post("/api/search", json={"question": "acier"})
        assert int(refused.headers["retry-after"]) > 0
        assert "try again" in refused.json()["error"]


def test_without_an_index_the_remedy_is_named(serving, tmp_path):
    with serving(index_dir=tmp_path / "none") as client:
        answer = client.post("/api/ask", json={"question": QUESTION})
        assert answer.status_code == 503
        assert "ingest.py" in answer.json()["error"]
        ready = client.get("/ready")
        assert ready.status_code == 503
        assert "ingest.py" in ready.json()["problem"]
        assert client.get("/health").status_code == 200


def test_metrics_count_answers_and_are_read_on_this_machine_only(serving):
    with serving() as client:
        client.post("/api/ask", json={"question": "What is the capital of Mongolia?"})
        text = client.get("/metrics").text
        assert 'assistant_questions_total{origin="api",outcome="abstained"} 1.0' in text
        assert "assistant_ready 1.0" in text
        assert "Mongolia" not in text
        assert client.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 401
    with serving(host="192.0.2.7") as client:
        assert client.get("/metrics").status_code == 401
    with serving(host="192.0.2.7", metrics_token="a-long-metrics-token") as client:
        assert client.get("/metrics", headers={"authorization": "Bearer a-long-metrics-token"}).status_code == 200


def test_requests_made_from_the_description_find_no_server_error(client):
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", client.app)
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy())
        def probe(case):
            answer = case.call()
            assert answer.status_code < 500, answer.content
            case.validate_response(answer)

        probe()
