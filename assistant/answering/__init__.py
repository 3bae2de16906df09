"""Evidence to answers: sentences quoted from the documents, or written by a chat model and checked against them."""

from __future__ import annotations

from assistant.answering.answerer import Answerer
from assistant.answering.conversation import standalone
from assistant.answering.reading import CANDIDATES
from assistant.answering.small_talk import small_talk

__all__ = ["CANDIDATES", "Answerer", "small_talk", "standalone"]
