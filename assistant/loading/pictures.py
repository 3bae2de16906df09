"""What stands in place of pictures (alternative texts), when a person wrote it."""

from __future__ import annotations

import re

_BY_PROGRAM = re.compile(
    r"\s*(?:description (?:générée|generee) automatiquement(?: avec un niveau de confiance \w+)?"
    r"|description automatically generated(?: with \w+ confidence)?"
    r"|le contenu généré par l.ia peut être incorrect|ai-generated content may be incorrect)\.?\s*",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"(?:une image contenant|a picture containing|image|picture|photo|logo|graphique)\b", re.IGNORECASE
)
_FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|bmp|svg|tiff?|emf|wmf|webp)\Z|(?:image|picture|img)[\s_-]?\d*\Z", re.IGNORECASE
)


def described(text: str) -> str:
    """The alternative text of a picture; empty where a program made it or it is a file's name."""
    text = " ".join(text.split())
    words = _BY_PROGRAM.sub("", text).strip()
    if words != text and _AUTOMATIC.match(words):
        return ""
    return "" if _FILE.match(words) else words
