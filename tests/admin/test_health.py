"""Settings and health: true, helpful, and without a secret anywhere."""

from __future__ import annotations

import io
import json
import logging
import stat

import pytest

from assistant.admin.accounts import Accounts
from assistant.admin.effective import shown
from assistant.cli import main
from assistant.errors import SettingsError, UsageError
from assistant.settings import load_settings
from tests.admin.conftest import PASSWORD

SECRETS = {
    "chat_api_key": "sk-very-secret-key-1",
    "metrics_token": "metrics-secret-token-2",
    "api_tokens": "api-secret-token-3,api-secret-token-4",
    "mcp_token": "mcp-secret-token-5",
    "chat_base_url": "https://user:url-secret-6@host.example/v1?key=query-secret-7",
}
NEVER_SHOWN = ("very-secret", "secret-token", "url-secret", "query-secret", "$argon2", PASSWORD)


def test_no_secret_is_in_any_page_or_log_or_finding(open_admin, caplog, capsys, monkeypatch, password_hash):
    caplog.set_level(logging.DEBUG)
    admin = open_admin(**SECRETS)
    admin.log_in(password="wrong but secret-token")
    admin.log_in()
    parts = ("/", "/documents", "/uploads", "/index", "/trash", "/insight", "/health", "/audit")
    texts = [admin.page(part) for part in parts]
    assert "ASSISTANT_CHAT_API_KEY" in texts[6] and "••••" in texts[6] and "host.example" in texts[6]
    for name, value in {**SECRETS, "admin_password_hash": password_hash}.items():
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    main(["doctor", "--index", str(admin.settings.index_dir)])
    main(["doctor", "--json", "--index", str(admin.settings.index_dir)])
    files = [f for f in admin.settings.index_dir.rglob("*") if f.is_file()]
    texts += [
        caplog.text,
        capsys.readouterr().out,
        *(f.read_bytes().decode("latin-1") for f in files),
    ]
    for text in texts:
        assert not [secret for secret in NEVER_SHOWN if secret in text]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://host/v1", "http://host/v1"),
        ("https://u:p@h:1/x", "https://••••••••@h:1/x"),
        (12, "12"),
        ("http://[", "••••••••"),
    ],
)
def test_addresses_are_shown_without_their_password(value, expected):
    assert shown(value) == expected


def test_findings_come_with_remedies_and_the_answers_go_on(admin):
    (admin.settings.corpus_dir / "reports/new.md").write_text("# New\n\nText.")
    html = admin.page("/health")
    assert "1 files of the folder have changed" in html and "python ingest.py" in html
    assert admin.area.assistant.answer("Where are clocks made?").citations


def test_a_test_question_shows_what_led_to_its_answer_and_is_not_counted(admin):
    html = admin.post("/health/question", question="Where are clocks made?").text
    assert "Besançon" in html and "Passages found" in html
    assert admin.area.assistant.activity.entries() == []


def test_the_evaluation_runs_behind_and_its_results_are_kept(admin):
    questions = [
        {"id": "1", "question": "Where are clocks made?", "documents": ["reports/clocks.md"], "facts": ["Besançon"]},
        {"id": "2", "question": "What is the capital of Mongolia?", "unanswerable": "out-of-domain", "documents": []},
    ]
    lines = "\n".join(json.dumps(question) for question in questions)
    (admin.settings.corpus_dir / "questions.jsonl").write_text(lines)
    for _ in range(2):
        admin.post("/health/evaluate", limit="")
        job = admin.finish_job()
        assert (job.message, job.done, job.total) == ("", 2, 2)
    first, second = admin.area.evaluations.all()
    assert (first.questions, first.hit, first.recall_at_5, first.refused) == (2, 1.0, 1.0, 1.0)
    assert first.time < second.time
    html = admin.page("/health")
    assert html.count('<circle class="series-1"') == 2 and "100 %" in html


def test_an_evaluation_without_questions_says_what_is_missing(admin):
    assert "has no questions.jsonl" in admin.page("/health")
    admin.post("/health/evaluate")
    assert "questions.jsonl" in admin.finish_job().message or "corpus.jsonl" in admin.finish_job().message


def test_accounts_are_added_listed_and_removed_by_the_command_line(settings, tmp_path, monkeypatch, capsys):
    def run(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["users", *arguments, "--index", str(settings.index_dir)])
        out, err = capsys.readouterr()
        return code, out, err

    assert "the admin area is off" in run("list")[1]
    code, _, err = run("add", "marie", typed="short\n")
    assert code == 2 and "at least 12" in err
    assert run("add", "marie", typed="a long enough password\n")[0] == 0
    file = settings.index_dir / "admin/users.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "a long enough password" not in file.read_text()
    assert run("list")[1] == "marie\n"
    printed = run("hash", typed="a long enough password\n")[1].strip()
    assert Accounts(load_settings(index_dir=tmp_path, admin_password_hash=printed)).names() == ["admin"]
    assert [run("remove", "marie")[0], run("remove", "marie")[0]] == [0, 2]
    assert "Name the account" in run("add")[2]


def test_on_a_terminal_the_password_is_asked_for_twice(settings, monkeypatch, capsys):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    typed = iter(["a long enough password", "a long enough passwort"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert main(["users", "add", "marie", "--index", str(settings.index_dir)]) == 2
    assert "differ" in capsys.readouterr().err
    assert Accounts(settings).names() == []


@pytest.mark.parametrize("name", ["", "Marie", "../x", "a b", "x" * 41])
def test_names_of_accounts_are_plain(settings, name):
    with pytest.raises(UsageError):
        Accounts(settings).add(name, "a long enough password")


def test_a_hash_that_is_none_is_refused_at_the_start(settings):
    with pytest.raises(SettingsError, match="users hash"):
        Accounts(load_settings(index_dir=settings.index_dir, admin_password_hash="my password"))
