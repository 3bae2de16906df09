"""The README is true: its settings are those of the class, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.settings import PREFIX, Settings

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def settings_table() -> str:
    rows = ["| Variable | What it is | Default |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default() if field.default_factory is None else "the user's cache folder"
        shown = getattr(default, "get_secret_value", lambda value=default: value)()
        rows.append(f"| `{PREFIX}{name.upper()}` | {field.description} | {shown if str(shown) else '–'} |")
    return "\n".join(rows)


def test_the_settings_are_listed_as_they_are() -> None:
    listed = README.split("<!-- settings -->")[1].split("<!-- /settings -->")[0].strip()
    assert listed == settings_table()


def test_the_commands_named_exist(capsys: pytest.CaptureFixture[str]) -> None:
    for command in sorted(set(re.findall(r"python -m assistant (\w+)", README))):
        with pytest.raises(SystemExit) as exit_:
            main([command, "--help"])
        assert exit_.value.code == 0
        assert command in capsys.readouterr().out
