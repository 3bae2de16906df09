"""An optional second look at the best passages by a CrossEncoder, which reads question and passage together."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.documents import Evidence
from assistant.errors import EmbeddingModelError

RERANKED = 20
"""Passages that are read again: twice what is shown, since each costs as much as embedding it."""

_FUSED_SHARE = 0.3  # what the first score keeps: words and names that a small CrossEncoder overlooks still count


class Reranker:
    """The CrossEncoder called ``name``, loaded at first use. Safe to use from several threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: Any = None

    def rerank(self, question: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """The same evidence, best first by the new score in [0, 1], with ranks from 1.

        Raises:
            EmbeddingModelError: there is no such model, or it gives more than one score.
        """
        if not evidence:
            return ()
        texts = [
            "\n".join(filter(None, (each.document.metadata.title, *each.chunk.heading, each.chunk.text)))
            for each in evidence
        ]
        with self._lock:
            scores = self._loaded().predict([(question, text) for text in texts], show_progress_bar=False)
        if getattr(scores, "ndim", 1) != 1:
            raise EmbeddingModelError(f"ASSISTANT_RERANKER={self._name}: the model must give one score a passage.")
        rescored = [
            replace(each, score=_FUSED_SHARE * each.score + (1 - _FUSED_SHARE) * _share(float(score)))
            for each, score in zip(evidence, scores, strict=True)
        ]
        ordered = sorted(rescored, key=lambda each: -each.score)
        return tuple(replace(each, rank=rank) for rank, each in enumerate(ordered, 1))

    def _loaded(self) -> Any:
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
                raise EmbeddingModelError(
                    f"ASSISTANT_RERANKER={self._name}: the model cannot be loaded ({reason.rstrip('.')[:200]}); "
                    "name a CrossEncoder folder or hub name, or leave it empty."
                ) from error
        return self._model


def _share(score: float) -> float:
    """A score without bounds as one in (0, 1)."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
