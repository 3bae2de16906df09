"""Turns texts into vectors with a sentence-transformers model that is loaded at first use."""

from __future__ import annotations

import os
import threading
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.embedding.source import identify, locate, longest_input, missing_prompts
from assistant.errors import EmbeddingModelError
from assistant.settings import BUNDLED_MODEL, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_REMEMBERED = 64
"""Questions whose vectors are kept: one is asked for by retrieval, by the choice of sentences and by grounding."""

_NO_LIMIT = 100_000  # tokens; stands for "any length" with the rare models that have no limit
_LONGEST_PROMPT = "passage: "

# Read by the libraries when they are first imported: no progress bars, no telemetry, no warnings about forks.
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def open_embedder(settings: Settings) -> Embedder:
    """The embedding model that the settings name. Nothing is loaded yet, so this returns at once."""
    return Embedder(settings.embedding_model, settings.cache_dir, settings.embedding_batch_size)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that waits for its vector, which is put into the list."""

    text: str
    vector: list[NDArray[np.float32]] = field(default_factory=list)


class Embedder:
    """One embedding model, safe to use from several threads; it is loaded once, by ``load`` or at first use.

    Every method and property may raise :class:`EmbeddingModelError` with one line that names the remedy.
    """

    def __init__(self, name: str, cache_dir: Path, batch_size: int = 32) -> None:
        self._name, self._cache_dir, self._batch_size = name, cache_dir, batch_size
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._turn = threading.Lock()
        self._asked: deque[_Asked] = deque()
        self._question = lru_cache(_REMEMBERED)(self._encode_question)

    @cached_property
    def model_id(self) -> str:
        """Name and revision: vectors of two models with one id can be compared."""
        return identify(self._name)

    @cached_property
    def folder(self) -> Path:
        """The model's folder on this machine (converted or fetched now if need be)."""
        return locate(self._name, self._cache_dir).folder

    @property
    def is_bundled(self) -> bool:
        """Whether it is the default model, which the reader shares its word embeddings with."""
        return self._name == BUNDLED_MODEL

    @property
    def word_embeddings(self) -> Any:
        """The matrix of the default model's word embeddings, a torch tensor of shape (vocabulary, dimension)."""
        transformer: Any = self._loaded()[0]
        return transformer.auto_model.embeddings.word_embeddings.weight.detach()

    @property
    def loaded(self) -> bool:
        """Whether the next text will be embedded without a wait."""
        return self._model is not None

    @cached_property
    def max_tokens(self) -> int:
        """The longest text, in tokens as ``count_tokens`` counts them, of which the model reads every word."""
        longest = longest_input(self.folder)
        tokenizer = self._tokenizer
        if longest is None or tokenizer is None:
            longest = int(self._loaded().max_seq_length or _NO_LIMIT)
        framing = len(tokenizer.encode(_LONGEST_PROMPT).ids) if tokenizer is not None else 8
        return longest - framing

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self._loaded().get_embedding_dimension() or 0)

    def load(self) -> None:
        """Load the model now (seconds) if it is not loaded."""
        self._loaded()

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text`` without prompt and special tokens. Does not load the network."""
        if self._tokenizer is not None:
            return len(self._tokenizer.encode(clean(text), add_special_tokens=False).ids)
        return len(self._loaded().tokenizer.tokenize(clean(text)))

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, (n, dimension), for texts that are to be found."""
        return self._encode(texts, "document")

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, (n, dimension), for questions. The last ones asked alone are remembered."""
        if len(texts) == 1:
            return self._question(texts[0])[None].copy()
        return self._encode(texts, "query")

    def _encode_question(self, text: str) -> NDArray[np.float32]:
        """Embeds a question together with those that came while others were being embedded: many cost little more
        than one."""
        mine = _Asked(text)
        self._asked.append(mine)
        with self._turn:
            while not mine.vector:
                # Nobody waits any more: whoever took this question along has failed, and this is its own try.
                together = [self._asked.popleft() for _ in range(min(len(self._asked), self._batch_size))] or [mine]
                for asked, vector in zip(
                    together, self._encode([each.text for each in together], "query"), strict=True
                ):
                    asked.vector.append(vector)
        return mine.vector[0]

    def _encode(self, texts: Sequence[str], role: Literal["document", "query"]) -> NDArray[np.float32]:
        model = self._loaded()
        encode = model.encode_document if role == "document" else model.encode_query
        cleaned = [clean(text) for text in texts]
        # Texts of like length share a batch, so that little is padded; the lock is held for a batch at a time, so
        # that a question never waits for a whole ingestion.
        order = sorted(range(len(cleaned)), key=lambda i: len(cleaned[i]))
        vectors = np.zeros((len(cleaned), self.dimension), np.float32)
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            with self._lock:
                encoded = encode([cleaned[i] for i in batch], batch_size=len(batch), show_progress_bar=False)
            vectors[batch] = np.asarray(encoded, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(lengths, np.finfo(np.float32).tiny)
        return vectors

    @cached_property
    def _tokenizer(self) -> Tokenizer | None:
        """The model's tokenizer without the model; None for the few models that are stored without one."""
        file = self.folder / "tokenizer.json"
        if not file.is_file():
            return None
        try:
            tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:  # the library raises bare Exception
            raise _unloadable(self._name, error) from None
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            with self._lock:
                if self._model is None:
                    self._model = _load(self._name, self.folder, self.model_id)
        return self._model


def clean(text: str) -> str:
    """``text`` as models expect it: NFC (other forms embed differently), no NUL, no lone surrogate."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8").replace("\0", ""))


def _load(name: str, folder: Path, model_id: str) -> SentenceTransformer:
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {"prompts": prompts} if (prompts := missing_prompts(folder, model_id)) else {}
    try:
        return SentenceTransformer(
            str(folder),
            device=None if torch.cuda.is_available() else "cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"dtype": precision()},
            **options,
        )
    except Exception as error:  # a damaged or foreign folder fails in many ways, none of them documented
        raise _unloadable(name, error) from error


def precision() -> Any:
    """bfloat16 on processors that compute in it, float32 elsewhere (as stored, weights may be float16: slow there).

    Measured on two cores with avx512_bf16, passages of 120 words: 1.4 to 1.7 times the throughput of float32, and a
    cosine above .999 between the two vectors of a text.
    """
    import torch

    capabilities = torch.cpu.get_capabilities()
    fast = not torch.cuda.is_available() and (capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
    return torch.bfloat16 if fast else torch.float32


def _unloadable(name: str, error: Exception) -> EmbeddingModelError:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return EmbeddingModelError(
        f"ASSISTANT_EMBEDDING_MODEL={name}: the model cannot be loaded ({reason.rstrip('.')[:200]}); "
        "save it again with sentence-transformers or name another one."
    )
