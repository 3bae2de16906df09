"""Any sentence-transformers CrossEncoder as a reader: with one score a pair, each sentence is a pair of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ReaderError
from assistant.reader.reading import Passage, Reading, sigmoid

_READ_CLOSELY = 4
"""Best passages whose sentences are scored too: each sentence costs as much as a passage."""

_UNLIKELY = -10.0  # logit of sentences that are not scored


class CrossEncoderReader:
    """The model called ``name`` (folder or hub name), loaded at first use.

    :class:`~assistant.reader.reading.Reader` says what it does.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: Any = None
        self._failed: ReaderError | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def settled(self) -> bool:
        return self._model is not None or self._failed is not None

    def load(self) -> None:
        with self._lock:
            self._loaded()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        answers = self._score(question, [_whole(each) for each in passages])
        closely = sorted(range(len(passages)), key=lambda n: -answers[n])[:_READ_CLOSELY]
        places = [(n, span) for n in closely for span in passages[n].sentences]
        scores = self._score(question, [passages[n].text[start:end] for n, (start, end) in places])
        sentences = {place: float(score) for place, score in zip(places, scores, strict=True)}
        return [
            Reading(float(answers[n]), tuple(sentences.get((n, span), _UNLIKELY) for span in passage.sentences))
            for n, passage in enumerate(passages)
        ]

    def support(self, sentence: str, passages: Sequence[Passage]) -> NDArray[np.float32]:
        return sigmoid(self._score(sentence, [_whole(each) for each in passages]))

    def _score(self, first: str, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros(0, np.float32)
        with self._lock:
            scores = np.asarray(self._loaded().predict([(first, text) for text in texts], show_progress_bar=False))
        if scores.ndim != 1:
            raise ReaderError(f"ASSISTANT_READER={self._name}: the model must give one score a passage.")
        clipped: NDArray[np.float32] = np.clip(scores, -30, 30).astype(np.float32)
        return clipped

    def _loaded(self) -> Any:
        if self._failed is not None:
            raise self._failed
        if self._model is None:
            import torch
            from sentence_transformers import CrossEncoder

            local = Path(self._name).expanduser().is_dir()
            try:
                self._model = CrossEncoder(
                    self._name, local_files_only=local, trust_remote_code=False, activation_fn=torch.nn.Identity()
                )
            except Exception as error:  # a missing, damaged or foreign model fails in many undocumented ways
                reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
                self._failed = ReaderError(
                    f"ASSISTANT_READER={self._name}: the model cannot be loaded ({reason.rstrip('.')[:200]}); "
                    "name a CrossEncoder folder or hub name, or use `bundled`."
                )
                raise self._failed from error
        return self._model


def _whole(passage: Passage) -> str:
    return "\n".join(filter(None, (passage.about, passage.text)))
