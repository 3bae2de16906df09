"""Does the reader tell sentences that a passage bears out from those that depart from it in one way?

Held against the claims of the training data, and only those about documents that no training saw.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import DatasetError
from assistant.evaluation.halves import half_of, of_half, parts
from assistant.evaluation.metrics import auroc
from assistant.reader.reading import Reader
from assistant.reader.training.data import Claim, Data

_SEED = 7


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim about a document with the probability that its passage bears it out."""

    claim: Claim
    document: str
    support: float

    @property
    def half(self) -> int:
        return half_of(self.document)


def weigh_claims(data: Data, reader: Reader, half: int | None = None, limit: int | None = None) -> list[Weighed]:
    """Ask the reader about every held-out claim, of one ``half`` if it is given, or about ``limit`` of them that chance
    chooses, always the same.

    Raises:
        DatasetError: there is no held-out claim.
        ReaderError: the reader cannot be loaded.
    """
    claims = [
        (claim, data.passages[claim.passage])
        for claim in data.claims
        if data.held_out(claim) and half in (None, half_of(data.passages[claim.passage].document))
    ]
    if not claims:
        raise DatasetError("None of the claims is about a document that is held out of training.")
    random.Random(_SEED).shuffle(claims)
    return [
        Weighed(claim, source.document, float(reader.support(claim.text, [source.passage])[0]))
        for claim, source in claims[:limit]
    ]


def summarise_claims(weighed: Sequence[Weighed], half: int | None = None) -> dict[str, object]:
    """The AUROC of the support for each half and for both together, or for one ``half``, by name; empty ones are left
    out. Of each kind of wrong claims against all that are borne out."""
    split = {name: of_half(weighed, which) for name, which in parts(half).items()}
    return {name: _summary(group) for name, group in split.items() if group}


def _summary(weighed: Sequence[Weighed]) -> dict[str, object]:
    borne_out = [each.support for each in weighed if each.claim.supported]
    wrong: dict[str, list[float]] = {}
    for each in weighed:
        if not each.claim.supported:
            wrong.setdefault(each.claim.wrong or "wrong", []).append(each.support)
    every = [support for group in wrong.values() for support in group]
    return {
        "borne out": len(borne_out),
        "wrong": len(every),
        "auroc": round(auroc(borne_out, every), 4),
        "by kind": {
            kind: {"n": len(group), "auroc": round(auroc(borne_out, group), 4)} for kind, group in sorted(wrong.items())
        },
    }
