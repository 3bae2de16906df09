"""The embedding model for LangChain, with the prompts for questions and passages that its own wrapper leaves out."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from assistant.embedding.model import Embedder


class LangChainEmbeddings(Embeddings):
    """An :class:`Embedder` as LangChain expects it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of unit length for passages."""
        vectors: list[list[float]] = self._embedder.encode_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Vector of unit length for a question."""
        vector: list[float] = self._embedder.encode_queries([text])[0].tolist()
        return vector
