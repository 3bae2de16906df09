"""Retrieval for LangChain: any chain can use the same passages as the assistant."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.documents import Evidence, Filters
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.understanding import understand


class ClusterRetriever(BaseRetriever):
    """A :class:`Retriever` as LangChain expects it. Each document carries its place in the corpus as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Any  # a Retriever; pydantic cannot check the class of a plain object
    filters: Filters = Filters()
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        retriever: Retriever = self.retriever
        return [_document(evidence) for evidence in retriever.retrieve(understand(query, self.filters), self.k)]


def _document(evidence: Evidence) -> Document:
    chunk, known = evidence.chunk, evidence.document.metadata
    metadata = {
        "document_id": chunk.document_id,
        "path": evidence.document.path,
        "title": known.title,
        "language": known.language,
        "heading": list(chunk.heading),
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
        "score": evidence.score,
    }
    return Document(id=chunk.id, page_content=chunk.text, metadata=metadata)
