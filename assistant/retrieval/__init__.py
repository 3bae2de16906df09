"""From a question to the passages that bear on it, in either language."""

from __future__ import annotations

from assistant.retrieval.diversity import diversify, without_copies
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.understanding import understand

__all__ = ["ClusterRetriever", "Retriever", "diversify", "understand", "without_copies"]


def __getattr__(name: str) -> object:
    """``ClusterRetriever`` on demand: importing LangChain costs a second that most commands do not need."""
    if name == "ClusterRetriever":
        from assistant.retrieval.langchain import ClusterRetriever

        return ClusterRetriever
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
