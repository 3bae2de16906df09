"""Evidence made by hand, and the whole of answering over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from fakes import FakeReader, Library

from assistant.answering import Answerer
from assistant.answering.calibration import Model
from assistant.documents import Answer, Evidence, Filters, Query, Turn
from assistant.reader import Reader
from assistant.settings import load_settings


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def evidence_of() -> Callable[..., Evidence]:
    """One passage as evidence."""

    def make(text: str, heading: tuple[str, ...] = (), **metadata: object) -> Evidence:
        library = Library()
        library.add("doc", text, heading, **metadata)
        return library.found("doc")[0]

    return make


def use_plain_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = dict.fromkeys(("answers", "sentence", "margin", "agreement", "missing"), 0.0)
    monkeypatch.setattr("assistant.answering.answerer.shipped", lambda: Model({**weights, "answers": 1.0}, 0.0))


@pytest.fixture
def plain_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The confidence is the probability of the best passage and nothing else, whatever has been fitted."""
    use_plain_confidence(monkeypatch)


@pytest.fixture
def ask(library: Library, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """The complete answer over the passages of ``ids``, read by a :class:`FakeReader`: ``ask("Où ?", ["Brest"])``."""

    use_plain_confidence(monkeypatch)

    def answer(
        question: str, likely: Mapping[str, float] | Sequence[str] = (), ids: Sequence[str] = (), language: str = "fr",
        conversation: Sequence[Turn] = (), reader: Reader | bool | None = True, filters: Filters | None = None,
        **settings: object,
    ) -> Answer:  # fmt: skip
        reading = FakeReader(likely) if reader is True else reader or None
        answerer = Answerer(library, reading, load_settings(**settings))  # type: ignore[arg-type]
        query = Query(question, language, filters or Filters())
        *_, last = answerer.answer(query, library.found(*(ids or library.documents)), conversation)
        assert last.complete
        for citation in last.citations:
            assert library.text(citation.document.id)[citation.start : citation.end] == citation.quote
            assert citation.quote in citation.chunk.text
        assert {n for s in last.sentences for n in s.citations} == {c.n for c in last.citations}
        return last

    return answer
