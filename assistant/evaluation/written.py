"""Answers written by the configured chat model: does any invention get through the checks to the reader?

Every shown sentence is examined anew, apart from the product's own judgement: its figures and names are looked for, as
plain strings, in the whole passages of its citations.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from assistant.answering import generative
from assistant.answering.grounding import SAME_NAME
from assistant.answering.names import fold, names
from assistant.answering.numbers import numbers, readings
from assistant.documents import Answer, By, Grounding, Sentence
from assistant.service import Assistant

_WORD = re.compile(r"[^\W_]+")


def measure_written(assistant: Assistant, questions: Sequence[str]) -> dict[str, object]:
    """Ask all ``questions``. Of the sentences that the model wrote: how many were shown as supported, marked or
    dropped, and every one shown unmarked with a figure or a name that its cited passages do not have.

    Raises:
        IndexUnusableError: there is no index, or it cannot be used.
    """
    ways: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    invented: list[dict[str, object]] = []
    for question in questions:
        with _verdicts() as verdicts:
            answer = assistant.answer(question)
        sentences.update(verdicts)
        ways[_way(answer, verdicts)] += 1
        supported = (s for s in answer.sentences if s.grounding is Grounding.SUPPORTED)
        invented += [
            {"question": question, "sentence": sentence.text, "absent": absent}
            for sentence in supported
            if (absent := _absent(sentence, answer))
        ]
    total = sum(sentences.values())
    return {
        "questions": len(questions),
        "answers": dict(ways),
        "sentences written": total,
        "shown as supported": sentences["shown"],
        "share dropped or marked": round(1 - sentences["shown"] / max(1, total), 4),
        "dropped": sentences["dropped"],
        "marked": sentences["marked"],
        "unmarked sentences with an absent figure or name": len(invented),
        "of these": invented,
    }


@contextmanager
def _verdicts() -> Iterator[list[str]]:
    """The verdicts that are logged on the sentences of a model while the block runs."""
    found: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if (verdict := getattr(record, "verdict", None)) is not None:
                found.append(str(verdict))

    logger, listener = logging.getLogger(generative.__name__), Listener(logging.DEBUG)
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        logger.setLevel(level)
        logger.removeHandler(listener)


def _way(answer: Answer, verdicts: Sequence[str]) -> str:
    if answer.abstained:
        return "abstained"
    if answer.by is By.WRITTEN:
        return "written by the model"
    if answer.by is not By.EXTRACTED:
        return "answered without the model"
    if not verdicts:
        return "quoted, for the model wrote nothing or was not asked"
    if set(verdicts) == {"dropped"}:
        return "quoted, for nothing that the model wrote was verified"
    return "quoted, for the model did not write to the end"


def _absent(sentence: Sentence, answer: Answer) -> list[str]:
    """The figures and names of a sentence that stand nowhere in the passages that it cites, their titles included."""
    cited = [c for c in answer.citations if c.n in sentence.citations]
    known: set[str] = set()
    words: set[str] = set()
    for citation in cited:
        about = (citation.document.metadata.title, *citation.chunk.heading, *citation.document.metadata.cluster)
        text = "\n".join((citation.chunk.text, *about))
        known |= numbers(text, citation.document.metadata.language)
        words |= {fold(word) for word in _WORD.findall(text)}
    absent = [figure for figure, values in readings(sentence.text, answer.language) if not values & known]
    for name in names(sentence.text):
        parts = [part for part in _WORD.findall(name) if not part.isdigit()]
        absent += [p for p in parts if not {p, p.removesuffix("s"), f"{p}s", SAME_NAME.get(p, p)} & words]
    return absent
