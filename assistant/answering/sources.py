"""The numbered sources that a chat model answers from, and what a sentence of its answer is cited to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answering.candidates import Candidate, candidates
from assistant.answering.entailment import Entailment
from assistant.answering.grounding import Judgement, Passage, judge
from assistant.answering.orders import is_order, without_orders
from assistant.answering.texts import spoken
from assistant.answering.words import content_stems, coverage
from assistant.documents import Evidence
from assistant.embedding import Embedder

_REPAIR_COVERAGE = 0.6
"""Share of a sentence's words that a passage must have to be taken for the source that the model forgot to name."""


@dataclass
class Sources:
    """The evidence as sources numbered from 1. Vectors of their sentences are kept once measured."""

    evidence: Sequence[Evidence]
    embedder: Embedder
    entailment: Entailment | None = None
    _sentences: dict[int, tuple[tuple[Candidate, ...], NDArray[np.float32]]] = field(default_factory=dict)

    def block(self) -> str:
        """The sources as text for the model. No source can end its own tag: ``<`` is replaced in its words."""
        return "\n\n".join(
            f'<source n="{n}" title="{_harmless(_title(piece))}">\n{_harmless(_passage(piece).text)}\n</source>'
            for n, piece in enumerate(self.evidence, 1)
        )

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        return [_passage(self.evidence[n - 1]) for n in numbers]

    def known(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """The numbers that name a source; invented ones are dropped."""
        return tuple(n for n in numbers if 1 <= n <= len(self.evidence))

    def evident(self, sentence: str, language: str) -> tuple[int, ...]:
        """The source of a sentence that names none: the one with most of its words, if it has all its figures and
        names; empty when there is none such."""
        words = set(content_stems(sentence, language))
        best, share = 0, 0.0
        for n, piece in enumerate(self.evidence, 1):
            passage = _passage(piece)
            known = content_stems(f"{passage.text}\n{passage.about}", language)
            covered = coverage(words, known, dict.fromkeys(words, 1.0))
            if covered > share and not judge(sentence, language, [passage], 1.0).missing:
                best, share = n, covered
        return (best,) if share >= _REPAIR_COVERAGE else ()

    def judge(self, sentence: str, language: str, numbers: Sequence[int]) -> tuple[Judgement, dict[int, Candidate]]:
        """How far the sources ``numbers`` bear a sentence out, and the sentence of each that is nearest to it."""
        vector = self.embedder.encode_queries([sentence])[0]
        nearest: dict[int, Candidate] = {}
        similarity = 0.0
        for n in numbers:
            found, vectors = self._measured(n)
            if not found:
                continue
            cosines = vectors @ vector
            words = set(content_stems(sentence, language))
            shares = [len(words & set(content_stems(c.text, language))) / max(1, len(words)) for c in found]
            best = int(np.argmax(cosines + 0.1 * np.asarray(shares)))
            nearest[n] = found[best]
            similarity = max(similarity, float(cosines.max()))
        passages = self.passages(numbers)
        judgement = judge(sentence, language, passages, similarity)
        if self.entailment is not None and not judgement.missing:
            judgement = replace(judgement, support=self.entailment.probability([p.text for p in passages], sentence))
        return judgement, nearest

    def _measured(self, n: int) -> tuple[tuple[Candidate, ...], NDArray[np.float32]]:
        if n not in self._sentences:
            found = candidates([self.evidence[n - 1]])
            vectors = self.embedder.encode_queries([c.text for c in found]) if found else np.zeros((0, 0), np.float32)
            self._sentences[n] = found, vectors
        return self._sentences[n]


def request(question: str, language: str, sources: Sources) -> str:
    """What the model is asked, after its rules: sources, question and language, each marked as what it is."""
    name = {"fr": "French", "en": "English"}[spoken(language)]
    return f"{sources.block()}\n\n<question>\n{_harmless(question)}\n</question>\n\nAnswer in {name}."


def _passage(piece: Evidence) -> Passage:
    metadata = piece.document.metadata
    about = _harmless_lines((metadata.title, *piece.chunk.heading, *metadata.cluster))
    return Passage(without_orders(piece.chunk.text), metadata.language, "\n".join(about))


def _title(piece: Evidence) -> str:
    return " › ".join(_harmless_lines((piece.document.metadata.title, *piece.chunk.heading[-2:])))


def _harmless_lines(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not is_order(line)]


def _harmless(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›").replace('"', "'")
