"""The pipeline of the usual tutorial, at its defaults: ``tutorial CORPUS CHROMA_FOLDER [same]``.

``same`` loads the model in our precision instead of the stored one. ``HuggingFaceEmbeddings`` is that of
langchain-community: langchain-huggingface, which encodes in the same way, cannot be installed beside a
sentence-transformers that needs huggingface-hub 2.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from langchain_chroma import Chroma
from langchain_community.document_loaders import TextLoader
from langchain_community.embeddings import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.embedding import open_embedder
from assistant.embedding.model import precision
from assistant.settings import load_settings
from benchmarks.contenders.stopwatch import Stopwatch


def main(corpus: Path, folder: str, same_precision: bool) -> None:
    warnings.simplefilter("ignore")
    options = {"model_kwargs": {"dtype": precision()}} if same_precision else {}
    embeddings = HuggingFaceEmbeddings(model_name=str(open_embedder(load_settings()).folder), model_kwargs=options)
    watch = Stopwatch()
    documents = [document for file in sorted(corpus.iterdir()) for document in TextLoader(str(file)).load()]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(documents)
    # Chroma takes no more than 5461 entries at once, which from_documents does not heed: the first ones, then the rest.
    store = Chroma.from_documents(chunks[:5000], embeddings, persist_directory=folder)
    for at in range(5000, len(chunks), 5000):
        store.add_documents(chunks[at : at + 5000])
    watch.show(passages=len(chunks))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:] == ["same"])
