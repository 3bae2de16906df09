"""A hundred strings that run a script where text from outside is not escaped, and a corpus that holds them all."""

from __future__ import annotations

import json
from pathlib import Path

STRINGS = tuple((Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines())
TOGETHER = 5  # strings in one document
_LONGEST_NAME = 120  # characters of a file's name

CANARY = """
    window.xss = () => { window.__executed = (window.__executed || 0) + 1; console.error("xss executed"); };
    window.alert = window.prompt = window.confirm = window.xss;
"""
"""Runs before any script of a page; every string calls ``xss`` or ``alert``."""


def groups() -> list[tuple[str, ...]]:
    """The strings, as many together as one document holds."""
    return [STRINGS[at : at + TOGETHER] for at in range(0, len(STRINGS), TOGETHER)]


def write_corpus(folder: Path) -> None:
    """Documents with the strings in text, headings, tables, title, metadata and the names of their files."""
    for number, strings in enumerate(groups()):
        kind = "job" if number % 2 else "report"
        known = {
            "title": " ".join(strings),
            "kind": kind,
            "language": "en",
            "cluster": list(strings),
            "region": list(strings),
            "sector": " ".join(strings),
            "rome": "H2913",
            "esco": list(strings),
            "source": [*strings, *(f"javascript:{s}" for s in strings), *(f"https://example.org/{s}" for s in strings)],
            "aliases": list(strings),
            "title_fr": " ".join(strings),
            "levels": list(strings),
            "drivers": list(strings),
            "town": strings[0],
            "id": strings[0],
        }
        head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in known.items())
        body = "\n\n".join(
            f"## Training {s}\n\nThe cluster {number} trains welders and pays {s} for it. Welders of {number} like {s}."
            for s in strings
        )
        text = f"---\n{head}---\n{body}\n"
        # The same content under five names: the reader lists them all.
        for place, string in enumerate(strings):
            name = f"{number}-{place} {string}".replace("/", "∕").replace("\0", "")[:_LONGEST_NAME]
            file = folder / f"{kind}s" / f"{name}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
