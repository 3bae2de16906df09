"""Every error that the package raises on purpose, modelled by what the caller can do about it.

    AssistantError                    the message is one line for a person, with the remedy
    ├── UsageError                    call it differently: wrong argument, missing folder
    │   └── SettingsError             a setting is unknown, malformed or out of range
    ├── DocumentError                 this file cannot be read; the others can
    ├── EmbeddingModelError           the embedding model cannot be found, converted or loaded
    ├── ReaderError                   the reader cannot be loaded; retrieval scores stand in
    ├── ChatModelError                the chat model did not answer; the extractive answer stands in
    ├── IndexUnusableError            the index cannot be used as it is
    │   ├── IndexMissingError         nothing has been ingested yet
    │   ├── IndexMismatchError        the index was made with another model or version; rebuild it
    │   ├── IndexLockedError          another ingestion is running; try again later
    │   └── IndexWriteError           the disk refused a write; the index is as it was before
    ├── TooManyQuestionsError         this visitor asks faster than allowed; try again in a moment
    └── DatasetError                  an evaluation set is not in the expected layout

``str(error)`` is what a person is shown. A traceback never is.
"""

from __future__ import annotations

import math


class AssistantError(Exception):
    """Base of all errors raised on purpose; its text is one clear line with the remedy."""


class UsageError(AssistantError):
    """The caller asked for something that makes no sense; nothing was done."""


class SettingsError(UsageError):
    """A setting is unknown, malformed or out of range."""


class DocumentError(AssistantError):
    """One file cannot be read. The run goes on with the others and reports this one.

    Args:
        reason: what is wrong with the file, in words for an admin, without the path.
        code: a stable word for programs and tests, such as ``empty``, ``encrypted``, ``broken``,
            ``too-large``, ``no-text``, ``wrong-type``, ``unsupported``, ``changed``,
            ``timeout``, ``memory``, ``crashed``.
    """

    def __init__(self, reason: str, code: str = "broken") -> None:
        super().__init__(reason)
        self.code = code


class EmbeddingModelError(AssistantError):
    """The embedding model cannot be found, converted or loaded."""


class ReaderError(AssistantError):
    """The reader cannot be loaded; passages are then ranked by retrieval alone."""


class ChatModelError(AssistantError):
    """The configured chat model did not give an answer; the caller falls back on the extractive one."""


class IndexUnusableError(AssistantError):
    """The index cannot be used as it is."""


class IndexMissingError(IndexUnusableError):
    """Nothing has been ingested into this index folder yet."""


class IndexMismatchError(IndexUnusableError):
    """The index was made with another embedding model, chunker or schema; it must be rebuilt."""


class IndexLockedError(IndexUnusableError):
    """Another ingestion holds the lock of this index."""


class IndexWriteError(IndexUnusableError):
    """The disk refused a write. The index is as it was before the run."""


class TooManyQuestionsError(AssistantError):
    """A visitor asks more, or more at the same time, than the limits allow; ``retry_after_s`` says when to go on."""

    def __init__(self, retry_after_s: float) -> None:
        self.retry_after_s = max(1, math.ceil(retry_after_s))
        super().__init__(f"Too many questions at once; try again in {self.retry_after_s} s.")


class DatasetError(AssistantError):
    """An evaluation set is not in the BEIR layout, or is empty."""
