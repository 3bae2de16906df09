"""Each command as a user runs it: exact exit codes, one line for every error, JSON for scripts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import ingest_main, main
from assistant.index.generations import IndexFolder
from assistant.index.lock import writer_lock
from assistant.settings import Settings

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]
Write = Callable[..., Path]


@pytest.fixture
def command(settings: Settings) -> Command:
    """Runs a script of the project: ``command("ingest.py", "--json")``, ``command("-m", "assistant", "ask", "…")``."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        script = [str(ROOT / arguments[0]), *arguments[1:]] if arguments[0].endswith(".py") else list(arguments)
        variables = {
            "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir),
            "ASSISTANT_INDEX_DIR": str(settings.index_dir),
            "ASSISTANT_CACHE_DIR": str(settings.cache_dir),
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(
            [sys.executable, *script], capture_output=True, text=True, timeout=120,
            env=os.environ | variables | environment, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command as ``command`` does, but in this process, which has the heavy libraries loaded already."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {
            "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir),
            "ASSISTANT_INDEX_DIR": str(settings.index_dir),
            "ASSISTANT_CACHE_DIR": str(settings.cache_dir),
        }
        capsys.readouterr()
        with monkeypatch.context() as patched:
            for name, value in (variables | environment).items():
                patched.setenv(name, value)
            code = ingest_main(arguments[1:]) if arguments[0] == "ingest.py" else main(arguments)
        shown = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, shown.out, shown.err)

    return run


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and "Traceback" not in text


def test_ingest_ask_search_and_documents(
    command: Command, here: Command, write: Write, settings: Settings, tmp_path: Path
) -> None:
    write(
        "reports/clock.md", "# Clock Valley\n\nThe Clock Valley cluster trains watchmakers and engravers in Besançon."
    )
    write("jobs/glass.md", "# Glassblower\n\nA glassblower shapes molten glass with a blowpipe.")
    result = command("ingest.py", "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert (report["added"], report["failed"], report["documents"]) == (2, 0, 2)

    again = here("ingest.py")
    assert again.returncode == 0
    assert "nothing was embedded" in again.stdout

    result = command("-m", "assistant", "ask", "Whom does the Clock Valley cluster train?", "--json")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert "watchmakers" in answer["answer"]
    assert answer["abstained"] is False
    (citation, *_) = answer["citations"]
    assert citation["path"] == "reports/clock.md"
    assert citation["quote"] in (settings.corpus_dir / "reports/clock.md").read_text()

    result = here("search", "molten glass", "-k", "1", "--json")
    hits = json.loads(result.stdout)["hits"]
    assert [hit["path"] for hit in hits] == ["jobs/glass.md"]

    result = here("search", "molten glass", "--kind", "report", "--json")
    assert {hit["path"] for hit in json.loads(result.stdout)["hits"]} <= {"reports/clock.md"}

    result = here("documents", "--json")
    listed = json.loads(result.stdout)["documents"]
    assert {(d["path"], d["state"], d["kind"]) for d in listed} == {
        ("jobs/glass.md", "indexed", "job"),
        ("reports/clock.md", "indexed", "report"),
    }

    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "q1", "question": "What does a glassblower shape?"}\n\n{"id": 2, "question": "Hello?"}\n'
    )
    for name in ("ask", "search"):
        output = tmp_path / f"{name}.jsonl"
        result = here(name, "--input", str(questions), "--output", str(output))
        assert result.returncode == 0, result.stderr
        lines = [json.loads(line) for line in output.read_text().splitlines()]
        assert [line["id"] for line in lines] == ["q1", 2]
        assert all("seconds" in line for line in lines)

    result = here("ask", "What does a glassblower shape?")
    assert "[1]" in result.stdout
    assert "jobs/glass.md" in result.stdout


def test_files_that_fail_are_named_and_the_rest_is_indexed(here: Command, write: Write) -> None:
    write("good.md", "# Good\n\nA good text.")
    write("empty.md", "").write_bytes(b"")
    write("broken.pdf", "").write_bytes(b"%PDF-1.7 and then nothing")
    result = here("ingest.py")
    assert result.returncode == 1
    lines = [line for line in result.stdout.splitlines() if line.startswith("failed")]
    assert [line.split()[1].rstrip(":") for line in lines] == ["broken.pdf", "empty.md"]
    assert "1 documents" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("ingest.py", "--corpus", "nowhere"), {}, "nowhere"),
        (("ingest.py", "/etc/passwd"), {}, "not inside the corpus"),
        (("ingest.py",), {"ASSISTANT_PORT": "0"}, "ASSISTANT_PORT"),
        (("ingest.py",), {"ASSISTANT_COLOUR": "red"}, "ASSISTANT_COLOUR"),
        (("-m", "assistant", "ask", "Anything?"), {}, "ingest.py"),
        (("-m", "assistant", "search", "anything"), {}, "ingest.py"),
        (("-m", "assistant", "documents"), {}, "ingest.py"),
        (("-m", "assistant", "ask"), {}, "question"),
        (("-m", "assistant", "ask", "--input", "missing.jsonl", "--output", "out.jsonl"), {}, "missing.jsonl"),
        (("-m", "assistant", "search", "x", "-k", "0"), {}, "-k"),
        (("app.py", "--host", "256.1.1.1"), {}, "256.1.1.1"),
    ],
)
def test_an_error_is_one_line_and_exit_code_2(
    command: Command, arguments: tuple[str, ...], environment: dict[str, str], words: str
) -> None:
    result = command(*arguments, **environment)
    assert result.returncode == 2
    assert words in result.stderr
    assert one_line(result.stderr), result.stderr


def test_a_wrong_model_is_one_line_and_loses_nothing(here: Command, write: Write) -> None:
    write("a.md", "# A\n\nText of a.")
    assert here("ingest.py").returncode == 0
    result = here("ingest.py", "--rebuild", ASSISTANT_EMBEDDING_MODEL="./no-such-model")
    assert result.returncode == 2
    assert "no-such-model" in result.stderr
    assert one_line(result.stderr), result.stderr
    assert "nothing was embedded" in here("ingest.py").stdout


def test_a_locked_index_is_one_line(command: Command, write: Write, settings: Settings) -> None:
    write("a.md", "# A\n\nText of a.")
    with writer_lock(IndexFolder(settings.index_dir).lock):
        result = command("ingest.py")
    assert result.returncode == 2
    assert f"process {os.getpid()}" in result.stderr
    assert one_line(result.stderr), result.stderr


def test_a_malformed_line_of_questions_is_named(here: Command, write: Write, tmp_path: Path) -> None:
    write("a.md", "# A\n\nText of a.")
    here("ingest.py")
    (tmp_path / "q.jsonl").write_text('{"question": "Fine?"}\nnot json\n')
    result = here("ask", "--input", str(tmp_path / "q.jsonl"), "--output", str(tmp_path / "o"))
    assert result.returncode == 2
    assert "line 2" in result.stderr


@pytest.mark.parametrize("arguments", [("ingest.py", "--help"), ("app.py", "--help"), ("-m", "assistant", "--help")])
def test_help_loads_no_model(command: Command, arguments: tuple[str, ...]) -> None:
    result = command("-X", "importtime", *(str(ROOT / a) if a.endswith(".py") else a for a in arguments))
    assert result.returncode == 0
    for heavy in ("torch", "chromadb", "gradio", "sentence_transformers"):
        assert f" {heavy}\n" not in result.stderr
