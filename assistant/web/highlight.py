"""Marks the words of a quote that the question asks about. Pure."""

from __future__ import annotations

import re
import unicodedata
from html import escape

_WORD = re.compile(r"[^\W_]+(?:[&+][^\W_]+)*")
_COMMON = frozenset(
    [
        "alors",
        "avec",
        "avoir",
        "cela",
        "cette",
        "ceux",
        "comme",
        "comment",
        "dans",
        "depuis",
        "dont",
        "elle",
        "elles",
        "entre",
        "etre",
        "fait",
        "font",
        "ils",
        "leur",
        "leurs",
        "mais",
        "meme",
        "nous",
        "ont",
        "par",
        "pas",
        "peut",
        "peuvent",
        "plus",
        "pour",
        "pourquoi",
        "quand",
        "que",
        "quel",
        "quelle",
        "quelles",
        "quels",
        "qui",
        "quoi",
        "sans",
        "ses",
        "sont",
        "sous",
        "sur",
        "tous",
        "tout",
        "toute",
        "une",
        "vers",
        "vous",
        "about",
        "also",
        "and",
        "are",
        "been",
        "can",
        "come",
        "does",
        "done",
        "each",
        "for",
        "from",
        "get",
        "gets",
        "has",
        "have",
        "her",
        "his",
        "how",
        "into",
        "its",
        "job",
        "jobs",
        "metier",
        "metiers",
        "more",
        "most",
        "need",
        "not",
        "one",
        "only",
        "other",
        "our",
        "out",
        "over",
        "own",
        "she",
        "should",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "use",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "les",
        "des",
        "est",
        "aux",
        "ces",
        "mes",
        "tes",
        "nos",
        "vos",
    ]
)


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _stem(word: str) -> str:
    # Words of one family share their beginning: an ending of up to three letters is let go.
    folded = _fold(word)
    return folded if len(folded) <= 4 else folded[: max(4, len(folded) - 3)]


def highlight(quote: str, question: str) -> str:
    """The quote as safe HTML, with ``<mark>`` around words that the question contains in any form.

    >>> highlight("It trains pilots & <engineers>.", "Which pilot is trained?")
    'It <mark>trains</mark> <mark>pilots</mark> &amp; &lt;engineers&gt;.'
    """
    asked = {
        _stem(word)
        for word in _WORD.findall(question)
        if (len(word) > 2 or word.isupper() or word.isdigit()) and _fold(word) not in _COMMON
    }
    parts: list[str] = []
    at = 0
    for match in _WORD.finditer(quote):
        if _stem(match[0]) in asked:
            parts += [escape(quote[at : match.start()]), f"<mark>{escape(match[0])}</mark>"]
            at = match.end()
    return "".join(parts) + escape(quote[at:])
