"""The numbered sources that a chat model answers from, and what a sentence of its answer is cited to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import Candidate
from assistant.answering.entailment import Entailment
from assistant.answering.grounding import Judgement, Passage, judge
from assistant.answering.orders import is_order, without_orders
from assistant.answering.reading import Read, as_passage
from assistant.answering.texts import spoken
from assistant.answering.words import content_stems
from assistant.documents import Evidence
from assistant.reader import Reader

_REPAIR_COVERAGE = 0.6
"""Share of a sentence's words that a passage must have to be taken for the source that the model forgot to name."""


@dataclass(frozen=True)
class Sources:
    """What was read, as sources numbered from 1. Without a ``reader`` words alone tell what bears a sentence out."""

    read: Sequence[Read]
    reader: Reader | None
    entailment: Entailment | None = None

    def block(self) -> str:
        """The sources as text for the model. No source can end its own tag: ``<`` is replaced in its words."""
        return "\n\n".join(
            f'<source n="{n}" title="{_harmless(_title(each.evidence))}">\n{_harmless(_passage(each.evidence).text)}\n'
            "</source>"
            for n, each in enumerate(self.read, 1)
        )

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        return [_passage(self.read[n - 1].evidence) for n in numbers]

    def known(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """The numbers that name a source; invented ones are dropped."""
        return tuple(n for n in numbers if 1 <= n <= len(self.read))

    def evident(self, sentence: str, language: str) -> tuple[int, ...]:
        """The source of a sentence that names none: the one with most of its words, if it has all its figures and
        names; empty when there is none such."""
        best, share = 0, 0.0
        for n, each in enumerate(self.read, 1):
            passage = _passage(each.evidence)
            covered = _shared(sentence, f"{passage.text}\n{passage.about}", language)
            if covered > share and not judge(sentence, language, [passage], None).missing:
                best, share = n, covered
        return (best,) if share >= _REPAIR_COVERAGE else ()

    def judge(self, sentence: str, language: str, numbers: Sequence[int]) -> tuple[Judgement, dict[int, Candidate]]:
        """How far the sources ``numbers`` bear a sentence out, and the sentence of each that is nearest to it."""
        cited = [self.read[n - 1] for n in numbers]
        nearest = {
            n: max(each.sentences, key=lambda found: (_shared(sentence, found.text, language), found.probability))
            for n, each in zip(numbers, cited, strict=True)
            if each.sentences
        }
        probability = None
        if self.reader is not None:
            probability = float(self.reader.support(sentence, [as_passage(each.evidence) for each in cited]).max())
        passages = self.passages(numbers)
        judgement = judge(sentence, language, passages, probability)
        if self.entailment is not None and not judgement.missing:
            judgement = replace(judgement, support=self.entailment.probability([p.text for p in passages], sentence))
        return judgement, nearest


def request(question: str, language: str, sources: Sources) -> str:
    """What the model is asked, after its rules: sources, question and language, each marked as what it is."""
    name = {"fr": "French", "en": "English"}[spoken(language)]
    return f"{sources.block()}\n\n<question>\n{_harmless(question)}\n</question>\n\nAnswer in {name}."


def _shared(sentence: str, text: str, language: str) -> float:
    """Share of the words of ``sentence`` that ``text`` has."""
    words = set(content_stems(sentence, language))
    return len(words & set(content_stems(text, language))) / max(1, len(words))


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
