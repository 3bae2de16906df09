"""How well the check of generated sentences tells true ones from corrupted ones, measured on any BEIR folder.

    python -m assistant.answering.corruption FOLDER [--passages N]

True sentences are taken from passages, word for word and shortened to their first clauses. Each is corrupted in one
place: a figure, a date, a name or a quotation is replaced by another that the passage does not have; or it is held
against a passage that it does not come from. Printed, as JSON: for each kind of corruption, the AUROC of the support
(0 for what must not be shown), and which share of true and corrupted sentences would be shown as supported.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answering.grounding import Passage, judge
from assistant.answering.names import fold, names
from assistant.answering.numbers import numbers, years
from assistant.documents import Grounding
from assistant.embedding import Embedder, open_embedder
from assistant.language import detect_language
from assistant.sentences import sentence_spans
from assistant.settings import load_settings

_SEED = 7
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w.,]*\d)")
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_NAME = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w-]{3,}")
_QUOTED = re.compile(r"(?:«\s*|“|\")([^«»“”\"]{12,80}?)(?:\s*»|”|\")")
_WORDS_LEAST, _WORDS_MOST = 8, 45


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to hold against a passage; ``kind`` is ``true``, or what was corrupted."""

    kind: str
    claim: str
    passage: Passage


def cases(passages: Sequence[tuple[str, str]], seed: int = _SEED) -> Iterator[Case]:
    """True and corrupted sentences of ``passages`` (title, text)."""
    chance = random.Random(seed)
    everywhere = sorted({name for _, text in passages for name in _NAME.findall(text)})
    for i, (title, text) in enumerate(passages):
        language = detect_language(text) or "en"
        passage = Passage(text, language, title)
        other_title, other_text = passages[(i + 1) % len(passages)]
        sentences = [
            text[a:b] for a, b in sentence_spans(text) if _WORDS_LEAST <= len(text[a:b].split()) <= _WORDS_MOST
        ]
        for sentence in sentences:
            yield Case("true", sentence, passage)
            yield Case("true", _shortened(sentence), passage)
            for kind, claim in _corrupted(sentence, passage, everywhere, chance):
                yield Case(kind, claim, passage)
            if other_text != text:
                yield Case("other passage", sentence, Passage(other_text, language, other_title))


def _shortened(sentence: str) -> str:
    """The sentence up to its last comma, if enough is left; a true statement in most cases, in fewer words."""
    head = sentence.rpartition(",")[0]
    return f"{head}." if len(head.split()) >= _WORDS_LEAST else sentence


def _corrupted(
    sentence: str, passage: Passage, everywhere: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    if (year := _YEAR.search(sentence)) is not None:
        changed = str(int(year.group()) + chance.choice((-11, -3, -1, 1, 2, 7)))
        if changed not in years(passage.text, passage.language):
            yield "date", _replaced(sentence, year.span(), changed)
    if (figure := _NUMBER.search(sentence)) is not None and not _YEAR.fullmatch(figure.group()):
        digits = figure.group()
        changed = str(chance.randint(2, 9)) + digits[1:] if chance.random() < 0.5 else f"{digits}{chance.randint(1, 9)}"
        claim = _replaced(sentence, figure.span(), changed)
        if numbers(claim, passage.language) - numbers(passage.text, passage.language):
            yield "number", claim
    found = list(_NAME.finditer(sentence))
    if found and everywhere:
        name, changed = chance.choice(found), chance.choice(everywhere)
        if fold(changed) not in fold(f"{passage.text} {passage.about}") and names(f"x {changed}"):
            yield "name", _replaced(sentence, name.span(), changed)
    if (quoted := _QUOTED.search(sentence)) is not None:
        words = quoted[1].split()
        chance.shuffle(words)
        if " ".join(words) != quoted[1] and len(words) > 2:
            yield "quote", _replaced(sentence, quoted.span(1), " ".join(words))


def _replaced(text: str, span: tuple[int, int], by: str) -> str:
    return text[: span[0]] + by + text[span[1] :]


def measure(found: Sequence[Case], embedder: Embedder) -> dict[str, dict[str, float]]:
    """For each kind of corruption: ``auroc``, ``true_shown``, ``corrupted_shown`` (as supported) and ``n``."""
    sentences = {p: [p.text[a:b] for a, b in sentence_spans(p.text)] for p in {case.passage for case in found}}
    texts = list(dict.fromkeys([case.claim for case in found] + [s for group in sentences.values() for s in group]))
    vectors = dict(zip(texts, embedder.encode_queries(texts), strict=True))
    scored: dict[str, list[tuple[float, bool]]] = {}
    for case in found:
        similarity = max((float(vectors[case.claim] @ vectors[s]) for s in sentences[case.passage]), default=0.0)
        judgement = judge(case.claim, case.passage.language, [case.passage], similarity)
        shown = judgement.grounding is Grounding.SUPPORTED
        scored.setdefault(case.kind, []).append((0.0 if judgement.missing else judgement.support, shown))
    true = scored.pop("true")
    return {
        kind: {
            "auroc": round(auroc([s for s, _ in true], [s for s, _ in group]), 4),
            "true_shown": round(sum(shown for _, shown in true) / len(true), 4),
            "corrupted_shown": round(sum(shown for _, shown in group) / len(group), 4),
            "n": len(group),
        }
        for kind, group in sorted(scored.items())
    }


def auroc(true: Sequence[float], corrupted: Sequence[float]) -> float:
    """The chance that a true score is above a corrupted one, ties counting half."""
    high, low = np.asarray(true)[:, None], np.asarray(corrupted)[None, :]
    return float((high > low).mean() + 0.5 * (high == low).mean())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m assistant.answering.corruption", description=__doc__)
    parser.add_argument("folder", type=Path, help="a dataset in BEIR layout (corpus.jsonl)")
    parser.add_argument("--passages", type=int, default=150, help="passages drawn at random (default: 150)")
    args = parser.parse_args()
    lines = (args.folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    corpus = [(str(row.get("title", "")), str(row["text"])) for row in map(json.loads, lines)]
    chosen = sorted(random.Random(_SEED).sample(range(len(corpus)), min(args.passages, len(corpus))))
    report = measure(list(cases([corpus[i] for i in chosen])), open_embedder(load_settings()))
    print(json.dumps(report, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
