"""The one place for settings: ``ASSISTANT_*`` variables, or the same lines in a ``.env`` file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

PREFIX = "ASSISTANT_"
BUNDLED_MODEL = "bundled"


class Settings(BaseSettings):
    """Everything an operator can choose. Each field is the variable ``ASSISTANT_<FIELD>`` in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True,
        hide_input_in_errors=True,
    )  # fmt: skip

    # Where things are
    corpus_dir: Path = Field(Path("corpus"), description="Folder of the documents")
    index_dir: Path = Field(Path(".index"), description="Folder of the index")
    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("cluster-assistant"),
        description="Folder where the converted default model is kept",
    )

    # Loading
    max_file_mb: int = Field(100, ge=1, le=10_000, description="Largest file that is read, in MB")
    parse_timeout_s: float = Field(120, ge=1, le=3600, description="Time that one file may take, in seconds")
    parse_memory_mb: int = Field(2048, ge=256, le=65_536, description="Memory that one file may take, in MB")
    ocr: Literal["auto", "off"] = Field("auto", description="Read scans by tesseract where it is installed")

    # Chunking and embedding
    chunk_tokens: int = Field(160, ge=32, le=510, description="Longest passage, in tokens of the embedding model")
    embedding_model: str = Field(
        BUNDLED_MODEL, min_length=1,
        description="`bundled`, or a sentence-transformers name or folder",
    )  # fmt: skip
    embedding_batch_size: int = Field(32, ge=1, le=1024, description="Passages embedded at once")

    # Retrieval
    reader: str = Field(
        BUNDLED_MODEL, min_length=1,
        description="What reads question and passages together: `bundled`, `off`, or a CrossEncoder name or folder",
    )  # fmt: skip
    abstain_below: float = Field(
        0.35, ge=0, le=1, description="Confidence under which the assistant says that it does not know"
    )

    # Answering
    chat_model: str = Field("", description="`provider:model` of a LangChain chat model; empty: extractive answers")
    chat_base_url: str = Field("", description="Address of an OpenAI-compatible server")
    chat_api_key: SecretStr = Field(SecretStr(""), description="Key for it, if the provider's own variable is not set")
    chat_timeout_s: float = Field(60, ge=1, le=600, description="Time that the chat model may take, in seconds")

    grounding: Literal["mark", "strict"] = Field(
        "mark", description="What becomes of a generated sentence in doubt: `mark`ed, or dropped (`strict`)"
    )
    grounding_model: str = Field(
        "", description="A sentence-transformers CrossEncoder for inference (NLI) that checks generated sentences too"
    )

    # Web page
    host: str = Field("127.0.0.1", min_length=1, description="Address that the page listens on")
    port: int = Field(7860, ge=1, le=65_535, description="Port that the page listens on")

    # Server
    questions_per_minute: int = Field(120, ge=1, le=100_000, description="Questions that one visitor may ask a minute")
    parallel_questions: int = Field(32, ge=1, le=1000, description="Questions of one visitor answered at once")
    max_question_chars: int = Field(2000, ge=100, le=100_000, description="Longest question, in characters")
    trusted_proxies: str = Field(
        "", description="Addresses of proxies, between commas, whose `X-Forwarded-*` headers are believed; empty: none"
    )
    log_format: Literal["text", "json"] = Field("text", description="Form of the server's log lines")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token of `/metrics`; empty: the server's own machine alone may read it"
    )
    api_tokens: SecretStr = Field(
        SecretStr(""), description="Bearer tokens of the HTTP API, between commas; empty: open to all who reach it"
    )
    mcp_token: SecretStr = Field(SecretStr(""), description="Bearer token of the MCP endpoint; empty: it is off")

    # Admin area
    admin_password_hash: SecretStr = Field(
        SecretStr(""), description="Argon2 hash of the password of `admin`; empty: only the accounts of `users add`"
    )
    admin_session_minutes: int = Field(30, ge=1, le=720, description="Idle minutes after which an admin is logged out")
    admin_secure_cookies: Literal["auto", "on"] = Field(
        "auto", description="Cookies over TLS only: `auto` where the login came over TLS, or always"
    )

    # Question log
    activity: Literal["on", "off"] = Field("on", description="Keep questions for the admin, without who asked them")
    activity_days: int = Field(90, ge=1, le=3650, description="Days after which a kept question is deleted")


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment and ``.env``; ``overrides`` (command line) win, ``None`` is left out.

    Raises:
        SettingsError: a variable is unknown, malformed or out of range; one line that names it.
    """
    _refuse_unknown(os.environ)
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg'][0].lower()}{first['msg'][1:]}.") from None
    except UnicodeDecodeError:
        raise SettingsError(".env is not UTF-8 text; save it as UTF-8.") from None


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    names = {name for name in environment if name.upper().startswith(PREFIX)} | set(_dotenv_names(Path(".env")))
    for name in sorted(names):
        if name.upper() not in known:
            raise SettingsError(f"{name} is not a setting; the README lists those that exist.")


def _dotenv_names(path: Path) -> list[str]:
    if not path.is_file():
        return []
    from dotenv import dotenv_values

    return [name for name in dotenv_values(path) if name.upper().startswith(PREFIX)]
