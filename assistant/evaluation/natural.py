"""Asks a development set of natural questions, and counts how it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.asking import converse
from assistant.evaluation.devset import Devset, Item, Wrapping
from assistant.evaluation.halves import of_half, parts
from assistant.evaluation.scoring import score
from assistant.evaluation.tally import (
    GROUPS,
    Scored,
    Tally,
    WrappingTally,
    tally,
    tally_by,
    tally_reasons,
    tally_wrappings,
)
from assistant.service import Assistant


@dataclass(frozen=True, slots=True)
class Part:
    """What was measured on one half, or on both together. ``ways``: how answers came about, see ``tally_reasons``."""

    everything: Tally
    singles: Tally
    groups: Mapping[str, Mapping[str, Tally]]
    ways: Mapping[str, int]
    wrappings: WrappingTally | None


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A wrapped question with what was replied to each wording."""

    wrapping: Wrapping
    scored: tuple[Scored, ...]

    @property
    def half(self) -> int:
        return self.wrapping.half


@dataclass(frozen=True, slots=True)
class Asked:
    """A development set with all replies."""

    name: str
    scored: tuple[Scored, ...]
    wrapped: tuple[Wrapped, ...]


def ask_devset(assistant: Assistant, devset: Devset) -> Asked:
    """Ask everything, each item in a conversation of its own. Raises as :meth:`Assistant.ask` does."""
    return Asked(
        devset.name,
        tuple(_ask(assistant, item) for item in devset.items),
        tuple(Wrapped(each, tuple(_ask(assistant, item) for item in each.wordings)) for each in devset.wrappings),
    )


def summarise_devset(asked: Asked, half: int | None = None) -> dict[str, Part]:
    """Each half and both together, or one ``half``, by name; empty ones are left out."""
    split = {name: (of_half(asked.scored, which), of_half(asked.wrapped, which)) for name, which in parts(half).items()}
    return {name: _part(*group) for name, group in split.items() if any(group)}


def _ask(assistant: Assistant, item: Item) -> Scored:
    reply = converse(assistant, item.turns)
    return Scored(item, reply, score(item, reply.answer.text, reply.answer.abstained))


def _part(scored: Sequence[Scored], wrapped: Sequence[Wrapped]) -> Part:
    return Part(
        everything=tally([each.score for each in scored]),
        singles=tally([each.score for each in scored if len(each.item.turns) == 1]),
        groups={name: tally_by(scored, group) for name, group in GROUPS.items()},
        ways=tally_reasons(scored),
        wrappings=tally_wrappings([[s.score for s in each.scored] for each in wrapped]) if wrapped else None,
    )
