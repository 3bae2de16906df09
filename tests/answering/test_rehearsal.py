"""Sentences are embedded before anybody asks, kept for the next start, and only while there is nothing better to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import Nearness, rehearse
from assistant.embedding import Embedder
from assistant.index.embedding_cache import EmbeddingCache
from assistant.ingestion import sync
from assistant.service import Assistant
from assistant.settings import Settings

Write = Callable[..., Path]


class Counting:
    """The default model, which counts the passages that it embeds."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self.embedded = embedder, 0

    def encode_passages(self, texts):
        self.embedded += len(texts)
        return self._embedder.encode_passages(texts)

    def __getattr__(self, name):
        return getattr(self._embedder, name)


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


@pytest.fixture
def cache(tmp_path: Path) -> EmbeddingCache:
    return EmbeddingCache(tmp_path / "sentences.sqlite", "model")


def test_every_sentence_is_known_then_and_at_the_next_start(library, counting, cache) -> None:
    library.add("a", "Alpha est à Brest. Alpha forme 60 soudeurs.\n\nBeta est à Lyon.")
    assert rehearse(library, Nearness(counting), cache, lambda: True)
    assert counting.embedded == 3
    assert rehearse(library, Nearness(counting), cache, lambda: True)
    assert counting.embedded == 3
    library.add("a", "Alpha est à Brest. Alpha forme 70 soudeurs.")
    assert rehearse(library, Nearness(counting), cache, lambda: True)
    assert counting.embedded == 4


def test_it_ends_when_there_is_something_better_to_do(library, counting, cache) -> None:
    library.add("a", "\n\n".join(f"La phrase {n} parle de soudure." for n in range(40)))
    turns = iter([True, False])
    assert not rehearse(library, Nearness(counting), cache, lambda: next(turns))
    assert 0 < counting.embedded < 40


def test_a_question_embeds_no_sentence_after_the_rehearsal_of_the_newest_state(
    settings: Settings, write: Write, counting: Counting
) -> None:
    write("reports/a.md", "# Alpha\n\nAlpha est une école de Brest. Alpha forme 60 soudeurs par an.", title="Alpha")
    sync(settings, embedder=counting)
    with Assistant(settings) as assistant:
        assistant.embedder = counting
        stopped = threading.Event()
        thread = threading.Thread(target=assistant.rehearse, args=(stopped,))
        thread.start()
        try:
            for name in ("Alpha", "Beta"):
                write("reports/a.md", f"# {name}\n\n{name} est à Brest. {name} forme 60 soudeurs par an.", title=name)
                before = counting.embedded
                sync(settings, embedder=counting)
                _settle(counting, before + 2)
                known = counting.embedded
                assert "60" in assistant.answer(f"Combien de soudeurs {name} forme-t-elle par an ?").text
                assert counting.embedded == known
        finally:
            stopped.set()
            thread.join()


def test_settings_switch_the_rehearsal_off(settings: Settings) -> None:
    with Assistant(settings.model_copy(update={"rehearsal": "off"})) as assistant:
        assistant.rehearse(threading.Event())


def _settle(counting: Counting, at_least: int) -> None:
    """Until nothing more is embedded for a while, after a first text was."""
    deadline, seen, since = time.monotonic() + 60, -1, time.monotonic()
    while time.monotonic() < deadline:
        if counting.embedded != seen:
            seen, since = counting.embedded, time.monotonic()
        elif seen >= at_least and time.monotonic() - since > 3:
            return
        time.sleep(0.1)
    raise AssertionError("The sentences were not embedded.")
