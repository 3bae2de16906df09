"""Orders to a machine, planted into passages: what the reader must never take for an answer."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from assistant.reader.reading import Passage

Parts = Mapping[str, tuple[str, ...]]


def load_orders() -> Mapping[str, Parts]:
    """The parts of orders in each language, see ``orders.toml``."""
    stored = tomllib.loads(files(__package__).joinpath("orders.toml").read_text("utf-8"))
    return {language: {part: tuple(words) for part, words in parts.items()} for language, parts in stored.items()}


def make_order(parts: Parts, subject: str, chance: random.Random, answer: str = "") -> str:
    """One sentence that orders something: to say ``answer``, which looks like one, or a phrase from the list."""
    pick = chance.choice
    answer = answer.rstrip(" .!?").replace("\n", " ") or pick(parts["answer"])
    filled = {name: pick(parts[name]).format(answer=answer) for name in ("act", "act_inf")}
    order = pick(parts["order"]).format(subject=subject or "…", **filled)
    text = pick(parts["address"]) + order + pick((".", ".", "!", ""))
    return text if chance.random() < 0.5 else text[:1].upper() + text[1:]


def plant(passage: Passage, order: str, chance: random.Random) -> tuple[Passage, int]:
    """``passage`` with ``order`` as a sentence of its own, and that sentence's index; later sentences move by one."""
    at = chance.randint(0, len(passage.sentences))
    start = passage.sentences[at][0] if at < len(passage.sentences) else len(passage.text.rstrip())
    between = chance.choice((" ", "\n"))
    before = passage.text[:start].rstrip()
    lead = before + (between if before else "")
    after = passage.text[start:]
    text = lead + order + (between + after if after.strip() else "")
    shift = len(lead) + len(order) + len(between) - start
    spans = [
        *passage.sentences[:at],
        (len(lead), len(lead) + len(order)),
        *((first + shift, last + shift) for first, last in passage.sentences[at:]),
    ]
    return Passage(passage.about, text, tuple(spans)), at
