"""How well a reader and the exact checks tell what passages bear out from what they do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.answering.grounding import Passage as Held
from assistant.errors import DatasetError
from assistant.evaluation.claims import summarise_claims, weigh_claims
from assistant.evaluation.corruption import FAITHFUL, cases
from assistant.evaluation.judging import judge_cases, summarise_cases
from assistant.reader.reading import Passage
from assistant.reader.training.data import Claim, Data, Source


class Verbatim:
    """A reader for which a sentence is borne out if the passage holds it word for word."""

    def support(self, sentence: str, passages: Sequence[Passage]) -> np.ndarray:
        return np.array([0.9 if sentence in passage.text else 0.2 for passage in passages], np.float32)


def data(documents: int) -> Data:
    text = "Les horloges viennent de Besançon. Les dentelles viennent d'Alençon."
    sources = tuple(Source("own", f"document {n}", Passage("Métiers", text, ((0, 34),))) for n in range(documents))
    claims = []
    for passage in range(documents):
        claims += [
            Claim(passage, "fr", "Les horloges viennent de Besançon.", True),
            Claim(passage, "fr", "Les horloges viennent d'Alençon.", False, "name-swap"),
            Claim(passage, "fr", "Les dentelles viennent d'Alençon.", False, "mislabelled"),
        ]
    return Data(sources, (), tuple(claims))


def test_only_held_out_claims_are_weighed_and_told_by_kind() -> None:
    everything = data(60)
    weighed = weigh_claims(everything, Verbatim())  # type: ignore[arg-type]
    held_out = {source.document for source in everything.passages if source.held_out}
    assert {each.document for each in weighed} == held_out
    assert 0 < len(held_out) < 60
    whole = summarise_claims(weighed)["both halves"]
    assert whole["wrong"] == 2 * len(held_out)  # type: ignore[index]
    assert whole["by kind"]["name-swap"]["auroc"] == 1.0  # type: ignore[index]
    assert whole["by kind"]["mislabelled"]["auroc"] == 0.5  # type: ignore[index]
    assert whole["auroc"] == 0.75  # type: ignore[index]
    assert len(weigh_claims(everything, Verbatim(), limit=2)) == 2  # type: ignore[arg-type]
    assert {each.half for each in weigh_claims(everything, Verbatim(), half=1)} == {1}  # type: ignore[arg-type]


def test_claims_without_a_held_out_document_are_named() -> None:
    with pytest.raises(DatasetError, match="held out"):
        weigh_claims(Data((), (), ()), Verbatim())  # type: ignore[arg-type]


def test_a_name_of_the_passage_in_anothers_place_is_one_of_the_kinds() -> None:
    towns = ("Besançon", "Morteau", "Alençon", "Thiers", "Limoges", "Romans", "Cholet", "Cognac", "Grasse", "Oyonnax")
    passages = [
        Held(
            f"Les artisans de la ville de {town} vendent leurs produits à la foire de {other}. "
            f"Leur maison est ouverte depuis longtemps aux apprentis de {town} et de la vallée.",
            "fr",
            f"Foire de {other}",
        )
        for town in towns
        for other in towns
        if town != other
    ]
    found = cases(passages, 6)
    judged = judge_cases(found, [0] * len(found), Verbatim())  # type: ignore[arg-type]
    report = summarise_cases(judged)
    assert list(report) == ["half 0, looked at", "both halves"]
    whole = report["both halves"]
    assert set(whole["faithful"]) <= set(FAITHFUL)  # type: ignore[index]
    swapped = whole["corrupted"]["name of the same passage"]  # type: ignore[index]
    assert swapped["n"] == 6
    assert swapped["auroc"] >= swapped["auroc of the reader"] > swapped["auroc of exact checks"]
    without = summarise_cases(judge_cases(found, [1] * len(found)))["half 1, held out"]
    assert "auroc of the reader" not in without["corrupted"]["name of the same passage"]  # type: ignore[index]
