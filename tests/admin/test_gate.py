"""Nobody gets in without a login, whatever the route; and nothing changes without the session's token."""

from __future__ import annotations

import hashlib

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from assistant.admin.guard import SESSION_COOKIE
from assistant.admin.sessions import LONGEST_SESSION_S
from assistant.documents import Answer
from assistant.web.server import create_app

OPEN = {("GET", "/admin/login"), ("POST", "/admin/login")}
FORM = {
    "path": "reports/clocks.md", "title": "Changed", "id": "x", "folder": "reports", "question": "Clocks?",
    "ids": "x", "limit": "1", "model": "",
}  # fmt: skip


def routes_of(app: FastAPI) -> set[tuple[str, str]]:
    """Every method and path under /admin, as the application itself tells."""
    [mount] = [route for route in app.routes if isinstance(route, Mount) and route.path == "/admin"]
    found = {
        (method, f"/admin{context.path}")
        for context in iter_route_contexts(mount.app.routes)
        for method in context.methods or ()
    }
    assert len(found) == len(list(iter_route_contexts(mount.app.routes)))
    return found


@pytest.fixture
def traces(admin):
    """What any change would leave: files, uploads, trash, jobs, handled questions."""
    activity = admin.area.assistant.activity
    question = activity.record(Answer("Mongolia?", "en", abstained=True), 0.1, "page")
    FORM["ids"] = question

    def look():
        folder = admin.settings.corpus_dir
        files = {str(f): hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.rglob("*") if f.is_file()}
        kept = sorted(str(f) for f in admin.settings.index_dir.rglob("*") if "admin" in f.parts)
        return files, kept, admin.area.jobs.latest(), activity.entries(), admin.area.audit.latest()

    return look


def as_seen_by(client, cookie):
    client.cookies.clear()
    if cookie:
        client.cookies.set(SESSION_COOKIE, cookie, path="/admin")


def call(client, method, path, **options):
    if method == "GET":
        return client.get(path, params={"path": "reports/clocks.md"}, headers=options.get("headers"))
    if path == "/admin/uploads/file":
        headers = {"X-File-Name": "new.md", **options.pop("headers", {})}
        return client.post(path, content=b"# New\n\nText.", headers=headers, **options)
    return client.post(path, data={**FORM, **options.pop("data", {})}, **options)


def test_every_route_of_the_whole_application_refuses_whoever_is_not_logged_in(admin, traces):
    routes = routes_of(create_app(admin.area.assistant))
    assert routes == routes_of(admin.client.app)
    assert len(routes) > 25
    live = admin.client.cookies[SESSION_COOKIE]
    before = traces()
    for how, cookie in {"none": "", "wrong": "x" * 43, "expired": live}.items():
        if how == "expired":
            as_seen_by(admin.client, live)
            assert admin.client.get("/admin/audit").status_code == 200
            admin.clock.now += admin.settings.admin_session_minutes * 60 + 1
        as_seen_by(admin.client, cookie)
        for method, path in sorted(routes - OPEN):
            for headers in ({}, {"Accept": "text/html"}, {"X-CSRF-Token": admin.token}):
                answer = call(admin.client, method, path, headers=headers, data={"csrf": admin.token})
                seen = (how, method, path, answer.status_code)
                assert answer.status_code in (401, 303), seen
                if answer.status_code == 303:
                    assert answer.headers["location"].startswith("/admin/login"), seen
                assert "Besançon" not in answer.text and "reports/" not in answer.text, seen
    assert traces() == before


def test_every_change_needs_the_token_of_this_session(admin, traces):
    before = traces()
    changing = sorted(route for route in routes_of(admin.client.app) - OPEN if route[0] != "GET")
    assert len(changing) > 12
    for method, path in changing:
        for token in ("", "x" * 43, admin.token[:-1], "é"):
            answer = call(admin.client, method, path, data={"csrf": token})
            assert answer.status_code == 403, (method, path, token)
        answer = call(
            admin.client, method, path, data={"csrf": admin.token},
            headers={"X-CSRF-Token": admin.token, "Sec-Fetch-Site": "cross-site"},
        )  # fmt: skip
        assert answer.status_code == 403, (method, path)
    assert traces() == before


def test_a_page_may_ask_for_nothing_and_is_kept_nowhere(admin):
    answer = admin.client.get("/admin/documents")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert " style=" not in answer.text and " onclick=" not in answer.text and "<script>" not in answer.text


def test_the_session_is_new_at_login_hidden_from_scripts_and_gone_after_logout(admin):
    first = admin.client.cookies[SESSION_COOKIE]
    answer = admin.log_in()
    set_cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{SESSION_COOKIE}="))
    assert "HttpOnly" in set_cookie and "SameSite=strict" in set_cookie and "Path=/admin" in set_cookie
    second = admin.client.cookies[SESSION_COOKIE]
    assert first != second
    assert admin.area.sessions.find(first) is None
    admin.post("/logout")
    assert admin.area.sessions.find(second) is None
    assert admin.client.get("/admin/audit").status_code == 401


def test_cookies_go_over_tls_only_where_that_is_set(open_admin):
    admin = open_admin(admin_secure_cookies="on")
    cookie = admin.client.get("/admin/login").headers["set-cookie"]
    assert "Secure" in cookie


def test_a_session_ends_after_its_longest_time_however_busy(admin):
    for _ in range(int(LONGEST_SESSION_S // 1000) + 1):
        admin.clock.now += 1000
        last = admin.client.get("/admin/jobs/state").status_code
    assert last == 401


def test_a_removed_account_and_a_changed_password_end_the_session(open_admin):
    admin = open_admin()
    admin.area.accounts.add("marie", "another good password")
    assert admin.log_in("marie", "another good password").status_code == 303
    admin.area.accounts.add("marie", "yet another password")
    assert admin.client.get("/admin/audit").status_code == 401
    assert admin.log_in("marie", "yet another password").status_code == 303
    admin.area.accounts.remove("marie")
    assert admin.client.get("/admin/audit").status_code == 401


def test_without_an_account_the_area_is_off_and_says_how_to_turn_it_on(open_admin):
    admin = open_admin(admin_password_hash="")
    for method, path in sorted(routes_of(admin.client.app)):
        answer = call(admin.client, method, path, headers={"Accept": "text/html"})
        assert answer.status_code == 403, (method, path)
    page = admin.client.get("/admin/", headers={"Accept": "text/html"}).text
    assert "python -m assistant users add" in page
    assert "password" not in admin.client.get("/admin/login", headers={"Accept": "text/html"}).text.split("<pre>")[2]


def test_guessing_is_slowed_down_and_locks_the_account(open_admin):
    admin = open_admin()
    assert [admin.log_in(password="wrong").status_code for _ in range(4)] == [401] * 4
    assert admin.log_in().status_code == 429, "the right password waits as well"
    for _ in range(5):  # checking a password takes its time, so these failures are noted without
        assert admin.area.throttle.failed("admin") is False
    admin.clock.now += 70
    assert admin.log_in(password="wrong").status_code == 401, "the tenth failure"
    admin.clock.now += 800
    assert admin.log_in().status_code == 429
    admin.clock.now += 101
    assert admin.log_in().status_code == 303
    actions = [entry.action for entry in admin.area.audit.latest()]
    assert actions.count("login failed") == 4 and actions.count("login locked") == 1


def test_guessing_at_many_names_is_slowed_down_too(open_admin):
    admin = open_admin()
    for number in range(29):
        admin.area.throttle.failed(f"user{number}")
    assert admin.log_in(name="user30", password="wrong").status_code == 401
    assert admin.log_in(name="user31", password="wrong").status_code == 429
    admin.clock.now += 61
    assert admin.log_in().status_code == 303


def test_an_account_that_does_not_exist_is_refused_in_the_same_words(open_admin):
    admin = open_admin()
    texts = [admin.log_in(name, "wrong").text for name in ("admin", "nobody")]
    assert texts[0].partition("message problem")[2][:60] == texts[1].partition("message problem")[2][:60]


def test_the_login_form_is_not_to_be_forged(open_admin):
    admin = open_admin()
    admin.client.get("/admin/login")
    for accept in ("*/*", "text/html"):
        fields = {"name": "admin", "password": "x", "csrf": "guess"}
        answer = admin.client.post("/admin/login", data=fields, headers={"Accept": accept})
        assert answer.status_code == 403 and "too old" in answer.text
    assert admin.area.audit.latest() == []


def test_after_the_login_the_way_leads_nowhere_else(open_admin):
    admin = open_admin()
    for target, reached in {
        "/admin/insight?days=7": "/admin/insight?days=7",
        "https://evil.example/admin/": "/admin/",
        "//evil.example": "/admin/",
        "/admin/..//evil.example": "/admin/",
    }.items():
        form = admin.client.get("/admin/login", params={"next": target}).text
        csrf = form.split('name="csrf" value="')[1].split('"')[0]
        fields = {"name": "admin", "password": "a password of our own", "csrf": csrf, "next": target}
        assert admin.client.post("/admin/login", data=fields).headers["location"] == reached


def test_a_form_larger_than_any_of_ours_is_refused(admin):
    answer = admin.client.post("/admin/logout", data={"csrf": admin.token, "x": "y" * 3_000_000})
    assert answer.status_code == 413
