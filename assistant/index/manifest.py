"""What a generation was made with; decides whether it can be read and added to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import IndexMismatchError, IndexUnusableError

SCHEMA_VERSION = 1
"""Grows whenever the layout of a generation changes."""

FILE_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The identity card of a generation. ``created`` is UTC, ISO 8601."""

    generation: int
    embedding_model: str
    dimension: int
    chunker: str
    chunk_tokens: int
    lexical: str
    documents: int
    chunks: int
    created: str
    schema: int = SCHEMA_VERSION

    def save(self, folder: Path) -> None:
        (folder / FILE_NAME).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @staticmethod
    def load(folder: Path) -> Manifest:
        """Raises IndexUnusableError when the file is missing or is not a manifest of a known schema."""
        try:
            fields = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
            if fields["schema"] != SCHEMA_VERSION:
                raise IndexMismatchError(
                    f"The index has layout {fields['schema']}, this version reads layout {SCHEMA_VERSION}; "
                    "run `python ingest.py --rebuild`."
                )
            return Manifest(**fields)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusableError(
                f"The index in {folder.parent.parent} is damaged (manifest); run `python ingest.py --rebuild`."
            ) from error

    def differences(self, other: Manifest) -> tuple[str, ...]:
        """What keeps chunks of ``other`` from living in this generation, each in words."""
        pairs = (
            ("embedding model", self.embedding_model, other.embedding_model),
            ("chunker", self.chunker, other.chunker),
            ("chunk size", self.chunk_tokens, other.chunk_tokens),
            ("lexical index", self.lexical, other.lexical),
        )
        return tuple(f"{name} {mine} → {theirs}" for name, mine, theirs in pairs if mine != theirs)

    def differs_by_version_alone(self, other: Manifest) -> bool:
        """Whether only the program is another one since, so that building the index anew is what anybody wants."""
        return (self.embedding_model, self.chunk_tokens) == (other.embedding_model, other.chunk_tokens)
