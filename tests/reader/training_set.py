"""A training set that is as small as one can be: two dozen passages of a dozen documents, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DOCUMENTS = 12
NAMES = ("Argenta", "Belmara", "Cordevel", "Dorvigny", "Estrelle", "Fontaral", "Galiveau", "Harmonde", "Isoréal",
         "Jolimer", "Kervasto", "Lumibois")  # fmt: skip
TOWNS = ("Rodez", "Brest", "Cognac", "Lille", "Nevers", "Vienne", "Thiers", "Laval", "Dole", "Millau", "Cahors", "Gap")


def write_set(folder: Path) -> None:
    """The three files, in ``folder``. The first half of the documents is our own, the second somebody else's."""
    from assistant.sentences import sentence_spans

    passages: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    for n, (name, town) in enumerate(zip(NAMES, TOWNS, strict=True)):
        whose = "own" if n < DOCUMENTS // 2 else "others"
        for language in ("fr", "en"):
            text = _text(language, name, town, n)
            spans = [list(span) for span in sentence_spans(text)]
            number = len(passages)
            passages.append({"set": whose, "document": f"{name}-{n}", "heading": f"{name} > Siège", "text": text,
                             "sentences": spans})  # fmt: skip
            question = f"Où est le siège de {name} ?" if language == "fr" else f"Where is the seat of {name}?"
            questions.append({"set": whose, "language": language, "question": question, "strings": [town],
                              "answers": [{"passage": number, "sentences": [1]}], "not_in": []})  # fmt: skip
            said = text[spans[1][0] : spans[1][1]]
            right = n % 2 == 0
            claim = said if right else said.replace(town, "Nantes")
            claims.append({"passage": number, "language": language, "claim": claim, "supported": right,
                           "wrong": "" if right else "name"})  # fmt: skip
    for name, rows in (("passages", passages), ("questions", questions), ("claims", claims)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")


def _text(language: str, name: str, town: str, n: int) -> str:
    if language == "fr":
        return (
            f"En {1990 + n}, le groupe {name} est né avec {20 + n} ateliers. Aujourd'hui le siège de {name} est à "
            f"{town}, et non à Paris. Certaines entreprises de {name} forment souvent des apprentis."
        )
    return (
        f"In {1990 + n}, the {name} group was born with {20 + n} workshops. Today the seat of {name} is in {town} and "
        f"not in Paris. Some of the firms of {name} often train apprentices."
    )
