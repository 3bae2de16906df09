"""What a reader achieves on the documents that are kept out of its training."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from assistant.reader.reading import Passage, Reader
from assistant.reader.training.claims import swap_name
from assistant.reader.training.data import Data
from assistant.reader.training.examples import OWN

_MINED = 5  # passages of other documents a question is held against
_SWAPPED = 300  # sentences of which one with a swapped name is made


def develop(reader: Reader, data: Data, mined: Mapping[int, Sequence[int]]) -> dict[str, float]:
    """Figures by name: AUROC of answers against near misses and against passages that retrieval brings, share of
    questions whose likeliest sentence is right, and AUROC of claims, of all kinds and of each."""
    return (
        _questions(reader, data, mined) | claim_figures(reader, data) | {"claims: made name swap": _swaps(reader, data)}
    )


def _questions(reader: Reader, data: Data, mined: Mapping[int, Sequence[int]]) -> dict[str, float]:
    scores: dict[str, list[float]] = defaultdict(list)
    right = []
    for n, question in enumerate(data.questions):
        if question.set != OWN or not data.held_out(question):
            continue
        answered = dict(question.answers)
        others = [p for p in mined.get(n, ()) if data.passages[p].held_out][:_MINED]
        kinds = [
            *((p, "answer") for p in answered),
            *((p, "sibling" if answered else "near miss") for p in question.not_in),
            *((p, "mined") for p in others),
        ]
        readings = reader.read(question.text, [data.passages[p].passage for p, _ in kinds])
        for (passage, kind), reading in zip(kinds, readings, strict=True):
            scores[kind].append(reading.answers)
            if kind == "answer":
                right.append(int(np.argmax(reading.sentences)) in answered[passage])
    figures = {
        f"answer against {kind}": _auroc(scores["answer"], scores[kind]) for kind in ("near miss", "sibling", "mined")
    }
    return figures | {"best sentence right": round(float(np.mean(right)), 3)}


def claim_figures(reader: Reader, data: Data) -> dict[str, float]:
    """AUROC of supported against unsupported claims about held-out documents, of all kinds and of each."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for claim in data.claims:
        if data.held_out(claim):
            probability = float(reader.support(claim.text, [data.passages[claim.passage].passage])[0])
            by_kind["" if claim.supported else claim.wrong].append(probability)
    supported = by_kind.pop("")
    wrong = [probability for of_kind in by_kind.values() for probability in of_kind]
    kinds = {f"claims: {kind}": _auroc(supported, of_kind) for kind, of_kind in sorted(by_kind.items())}
    return {"claims": _auroc(supported, wrong), **kinds}


def _swaps(reader: Reader, data: Data) -> float:
    """AUROC of sentences of held-out passages against the same with one name in another's place."""
    chance = random.Random(1)
    told, swapped = [], []
    sources = [source.passage for source in data.passages if source.set == OWN and source.held_out]
    chance.shuffle(sources)
    for passage in sources:
        pair = _swapped(passage, chance)
        if pair is not None:
            told.append(float(reader.support(pair[0], [passage])[0]))
            swapped.append(float(reader.support(pair[1], [passage])[0]))
        if len(told) == _SWAPPED:
            break
    return _auroc(told, swapped)


def _swapped(passage: Passage, chance: random.Random) -> tuple[str, str] | None:
    for start, end in chance.sample(passage.sentences, len(passage.sentences)):
        sentence = passage.text[start:end]
        if wrong := swap_name(sentence, passage, chance):
            return sentence, wrong
    return None


def _auroc(good: Sequence[float], bad: Sequence[float]) -> float:
    if not good or not bad:
        return float("nan")
    return round(float(roc_auc_score([1] * len(good) + [0] * len(bad), [*good, *bad])), 3)
