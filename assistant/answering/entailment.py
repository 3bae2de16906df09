"""An optional second opinion on a sentence: a CrossEncoder for inference (NLI) that reads passage and sentence."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import EmbeddingModelError
from assistant.settings import Settings


class Entailment:
    """The model called ``name``, loaded at first use. Safe to use from several threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: Any = None
        self._label = 0

    def probability(self, passages: Sequence[str], claim: str) -> float:
        """The probability in [0, 1] that one of ``passages``, or all in a row, entail ``claim``; the best counts.

        Raises:
            EmbeddingModelError: there is no such model, or it has no label for entailment.
        """
        if not passages:
            return 0.0
        premises = list(dict.fromkeys([*passages, "\n".join(passages)]))
        with self._lock:
            scores = np.atleast_2d(
                self._loaded().predict([(premise, claim) for premise in premises], show_progress_bar=False)
            )
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return float((powers / powers.sum(axis=1, keepdims=True))[:, self._label].max())

    def _loaded(self) -> Any:
        if self._model is None:
            import torch
            from sentence_transformers import CrossEncoder

            local = Path(self._name).expanduser().is_dir()
            try:
                model = CrossEncoder(
                    self._name, local_files_only=local, trust_remote_code=False, activation_fn=torch.nn.Identity()
                )
            except Exception as error:  # a missing, damaged or foreign model fails in many undocumented ways
                reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
                raise self._refused(f"the model cannot be loaded ({reason.rstrip('.')[:200]})") from error
            labels = {label.lower(): int(n) for n, label in model.config.id2label.items()}
            entails = [n for label, n in labels.items() if "entail" in label and "not" not in label]
            if len(labels) < 2 or not entails:
                raise self._refused(f"none of its labels is entailment ({', '.join(labels)})")
            self._model, self._label = model, entails[0]
        return self._model

    def _refused(self, reason: str) -> EmbeddingModelError:
        return EmbeddingModelError(
            f"ASSISTANT_GROUNDING_MODEL={self._name}: {reason}; "
            "name a CrossEncoder for inference (NLI), a folder or a hub name, or leave it empty."
        )


@lru_cache(maxsize=4)
def open_entailment(settings: Settings) -> Entailment | None:
    """The model that the settings name, or None."""
    return Entailment(settings.grounding_model) if settings.grounding_model else None
