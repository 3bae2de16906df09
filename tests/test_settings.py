from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings


def test_defaults_need_no_environment() -> None:
    settings = load_settings()
    assert settings.corpus_dir == Path("corpus")
    assert settings.host == "127.0.0.1"
    assert settings.port == 7860
    assert settings.chat_model == ""


def test_environment_wins_over_dotenv_and_arguments_over_both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_PORT=7001\nASSISTANT_HOST=dotenv\nASSISTANT_CHAT_MODEL=a:b\nOTHER=1\n")
    monkeypatch.setenv("ASSISTANT_PORT", "7002")
    monkeypatch.setenv("ASSISTANT_HOST", "environment")
    settings = load_settings(host="argument", port=None)
    assert (settings.chat_model, settings.port, settings.host) == ("a:b", 7002, "argument")


@pytest.mark.parametrize("name", ["ASSISTANT_RERANKER", "ASSISTANT_REHEARSAL"])
def test_what_was_a_setting_once_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORT", "99999"),
        ("ASSISTANT_PORT", "seven"),
        ("ASSISTANT_ABSTAIN_BELOW", "1.5"),
        ("ASSISTANT_CHUNK_TOKENS", "3"),
        ("ASSISTANT_OCR", "always"),
        ("ASSISTANT_EMBEDDING_MODEL", ""),
        ("ASSISTANT_READER", ""),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_variable_is_refused_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORTT", "1")
    with pytest.raises(SettingsError, match="ASSISTANT_PORTT"):
        load_settings()


def test_an_unknown_variable_is_refused_in_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_CORPUS=elsewhere\n")
    with pytest.raises(SettingsError, match="ASSISTANT_CORPUS "):
        load_settings()


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", "sk-secret")
    assert "sk-secret" not in repr(load_settings())
    monkeypatch.setenv("ASSISTANT_CHAT_TIMEOUT_S", "-1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "sk-secret" not in str(caught.value)


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
