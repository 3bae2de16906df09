"""Where among the first candidates the gold stands."""

from __future__ import annotations

from pathlib import Path

from assistant.documents import Chunk, DocumentInfo, Evidence, Metadata
from assistant.evaluation.datasets import Dataset, Question
from assistant.evaluation.devset import Devset, Item, Wrapping
from assistant.evaluation.recall import (
    Found,
    Sought,
    locate,
    sought_in_dataset,
    sought_in_devset,
    sought_in_wrappings,
    summarise,
)


def candidates(*texts: tuple[str, str]) -> list[Evidence]:
    return [
        Evidence(
            Chunk(str(n), path, text, 0, len(text), 0),
            DocumentInfo(path, path, Metadata(title=path)),
            1 / (n + 1),
            n + 1,
        )
        for n, (path, text) in enumerate(texts)
    ]


def sought(*facts: tuple[str, ...], half: int = 0) -> Sought:
    return Sought("E1", "Où ?", "where", half, frozenset(["clocks.md"]), facts)


def test_all_facts_are_looked_for_in_any_candidate() -> None:
    found = locate(
        sought(("Besançon",), ("1 200", "1200 salariés")),
        candidates(("lace.md", "Rien."), ("clocks.md", "À Besancon."), ("lace.md", "1200 personnes")),
    )
    assert (found.document, found.facts, found.needed, found.miss) == (2, (2, 3), 3, "")


def test_without_facts_the_gold_document_is_enough() -> None:
    assert locate(sought(), candidates(("lace.md", "a"), ("clocks.md", "b"))).needed == 2


def test_misses_say_what_is_missing() -> None:
    elsewhere = [("lace.md", "Rien.")] * 24
    assert locate(sought(("Besançon",)), candidates(*elsewhere)).miss == "document not found"
    other_place = candidates(("clocks.md", "Une horloge."), *elsewhere, ("clocks.md", "Besançon"))
    found = locate(sought(("Besançon",)), other_place)
    assert (found.needed, found.miss) == (26, "document found, not where it answers")


def test_shares_are_told_by_depth_and_half() -> None:
    found = [Found(sought(half=0), 3, ()), Found(sought(half=1), 20, ()), Found(sought(half=1), None, ())]
    report = summarise(found, misses=True)
    whole, held_out = report["both halves"], report["half 1, held out"]
    assert whole["everything within"] == {6: 0.3333, 12: 0.3333, 24: 0.6667, 50: 0.6667}  # type: ignore[index]
    assert held_out["missed by kind"] == {"where": 1}  # type: ignore[index]
    assert [miss["id"] for miss in held_out["misses"]] == ["E1"]  # type: ignore[index]
    assert list(summarise(found, half=0)) == ["half 0, looked at"]


def test_only_what_can_be_answered_alone_is_sought() -> None:
    single = Item("E1", ("Où ?",), ("clocks.md",), (("Besançon",),), type="where")
    dialogue, refused = Item("D1", ("Où ?", "et là ?"), must=(("a",),)), Item("U1", ("Qui ?",), refuse=True)
    wordings = (Item("W1.0", ("Où ?",), (), (("a",),)), Item("W1.1", ("Bonjour, où ?",), (), (("a",),)))
    devset = Devset("set", (single, dialogue, refused), (Wrapping("W1", wordings),))
    assert [(each.id, each.kind) for each in sought_in_devset(devset)] == [("E1", "where")]
    assert [(each.id, each.kind) for each in sought_in_wrappings(devset)] == [("W1.1", "greeting")]


def test_own_questions_seek_facts_and_others_their_passage() -> None:
    question = Question("q1", "Où ?", "clocks", {"clocks.md": 1}, ("Besançon", "1793"), every_answer=True)
    refused = Question("q2", "Qui ?", "q2", {}, unanswerable="out-of-domain")
    own = Dataset("corpus", Path(), (question, refused), None)
    others = Dataset("tiny", Path(), (question,), {"clocks.md": ("Clocks", "…")})
    assert [each.facts for each in sought_in_dataset(own)] == [(("Besançon",), ("1793",))]
    assert [each.facts for each in sought_in_dataset(others)] == [()]
