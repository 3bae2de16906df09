"""The configured chat model: opening it, streaming from it within a time limit, and saying plainly why it failed."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.errors import ChatModelError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_EXTRAS = {"openai": "openai", "anthropic": "anthropic", "mistralai": "mistral", "ollama": "ollama"}
_TAKE_KEY = {"openai", "anthropic", "mistralai"}
_RETRIES = 1
_ENDINGS = {"finish_reason", "stop_reason"}


class Failure(StrEnum):
    """Why a chat model did not answer."""

    MISSING_PACKAGE = "missing-package"
    KEY = "key"
    TIMEOUT = "timeout"
    RATE_LIMIT = "rate-limit"
    UNKNOWN_MODEL = "unknown-model"
    CONTEXT = "context"
    EMPTY = "empty"
    DISCONNECTED = "disconnected"
    UNREACHABLE = "unreachable"
    SERVER = "server"


class ChatFailedError(ChatModelError):
    """A chat model failed for the reason ``failure``; ``remedy`` is a command that helps, or empty."""

    def __init__(self, failure: Failure, remedy: str = "") -> None:
        super().__init__(f"The chat model did not answer: {failure.value}.{f' {remedy}' if remedy else ''}")
        self.failure = failure
        self.remedy = remedy


def prompt(name: str) -> str:
    """The text of a prompt file of this package."""
    return files("assistant.answering").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")


class Chat:
    """The chat model that the settings name, opened at first use.

    Raises:
        ChatFailedError: in every method, whatever goes wrong; never with a key or an address in its text.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._model: BaseChatModel | None = None

    def stream(self, system: str, human: str) -> Iterator[str]:
        """The pieces of the answer as they come; the whole may take ``chat_timeout_s``."""
        from langchain_core.messages import HumanMessage, SystemMessage

        deadline = time.monotonic() + self._settings.chat_timeout_s
        yield from _within(deadline, self, [SystemMessage(system), HumanMessage(human)])

    def complete(self, system: str, human: str) -> str:
        """The whole answer."""
        return "".join(self.stream(system, human))

    @property
    def tells_its_end(self) -> bool:
        """Whether the provider says in its last piece why it ended, so that a stream without it was cut off."""
        return self._settings.chat_model.partition(":")[0] in _TAKE_KEY

    def open(self) -> BaseChatModel:
        """The LangChain model."""
        with self._lock:
            if self._model is None:
                self._model = _open(self._settings)
            return self._model


def _open(settings: Settings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    provider, _, _ = settings.chat_model.partition(":")
    options: dict[str, Any] = {}
    key = settings.chat_api_key.get_secret_value()
    if provider in _TAKE_KEY:
        options |= {"timeout": settings.chat_timeout_s, "max_retries": _RETRIES}
        # A server of one's own asks for no key, but the client insists on one.
        key = key or ("none" if settings.chat_base_url else "")
    if settings.chat_base_url:
        options |= {"base_url": settings.chat_base_url, "temperature": 0}
    if key:
        options["api_key"] = key
    try:
        model: BaseChatModel = init_chat_model(settings.chat_model, **options)
    except ImportError:
        extra = _EXTRAS.get(provider)
        remedy = f"pip install cluster-assistant[{extra}]" if extra else ""
        raise ChatFailedError(Failure.MISSING_PACKAGE, remedy) from None
    except Exception as error:
        raise ChatFailedError(_opening_failure(error)) from None
    return model


def _opening_failure(error: Exception) -> Failure:
    return Failure.KEY if re.search(r"api.?key|credential", str(error), re.IGNORECASE) else Failure.UNKNOWN_MODEL


def _within(deadline: float, chat: Chat, messages: Sequence[BaseMessage]) -> Iterator[str]:
    """Streams in a thread of its own: clients of some providers know no limit for the whole answer."""
    pieces: queue.Queue[str | Exception | None] = queue.Queue()
    stopped = threading.Event()

    def work() -> None:
        try:
            ended = False
            for chunk in chat.open().stream(list(messages)):
                if stopped.is_set():
                    return
                ended = ended or not _ENDINGS.isdisjoint(chunk.response_metadata)
                pieces.put(_text(chunk.content))
            pieces.put(None if ended or not chat.tells_its_end else ChatFailedError(Failure.DISCONNECTED))
        except Exception as error:
            pieces.put(error)

    threading.Thread(target=work, name="chat-model", daemon=True).start()
    try:
        some = False
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise ChatFailedError(Failure.TIMEOUT) from None
            if isinstance(piece, Exception):
                raise piece if isinstance(piece, ChatFailedError) else ChatFailedError(classify(piece, some)) from None
            if piece is None:
                break
            some = some or bool(piece.strip())
            yield piece
        if not some:
            raise ChatFailedError(Failure.EMPTY)
    finally:
        stopped.set()


def _text(content: object) -> str:
    """Providers give a string, or a list of blocks of which the text ones count."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    return "".join(
        block if isinstance(block, str) else str(block.get("text", "")) if block.get("type") == "text" else ""
        for block in content
    )


def classify(error: BaseException, begun: bool = False) -> Failure:
    """Why a provider's client raised ``error``, by its status code, class name and message, which they share.

    ``begun``: part of the answer had come, so that a broken connection is one broken in the middle.
    """
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    kinds = " ".join(name.__name__ for link in chain for name in type(link).__mro__).lower()
    said = " ".join(str(link) for link in chain).lower()
    code = next((status for link in chain if (status := _status(link))), 0)
    if code in (401, 403) or "authentication" in kinds or re.search(r"api.?key", said):
        return Failure.KEY
    if code == 429 or "ratelimit" in kinds:
        return Failure.RATE_LIMIT
    if re.search(r"context.{0,20}(length|size|window)|too many tokens|maximum.{0,20}tokens|exceed.{0,30}context", said):
        return Failure.CONTEXT
    if code == 413:
        return Failure.CONTEXT
    if code == 404 or "notfound" in kinds or (code == 400 and "model" in said):
        return Failure.UNKNOWN_MODEL
    if code in (408, 504) or "timeout" in kinds:
        return Failure.TIMEOUT
    if code:
        return Failure.SERVER
    if begun or "protocol" in kinds or "incomplete" in said:
        return Failure.DISCONNECTED
    return Failure.UNREACHABLE if "connect" in kinds or "oserror" in kinds else Failure.SERVER


def _status(error: BaseException) -> int:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return 0


@lru_cache(maxsize=4)
def open_chat(settings: Settings) -> Chat | None:
    """The chat of these settings, or None where none is configured."""
    return Chat(settings) if settings.chat_model else None
