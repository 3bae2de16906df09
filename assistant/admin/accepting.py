"""Takes checked uploads into the corpus."""

from __future__ import annotations

from pathlib import Path

from assistant.admin.names import safe_folder
from assistant.admin.trash import Trash, corpus_file, put_into_corpus
from assistant.admin.uploads import Upload
from assistant.errors import UsageError
from assistant.ingestion.scan import ignore_rules


def accept(upload: Upload, file: Path, corpus: Path, folder: str, *, replace: bool, trash: Trash, user: str) -> str:
    """Move an upload's ``file`` into a folder of the corpus; returns its path there.

    Args:
        replace: a file of the same name gives way, into the trash.

    Raises:
        UsageError: the folder will not do, the name is taken, or the disk refuses.
    """
    inside = safe_folder(folder)
    path = f"{inside}/{upload.name}" if inside else upload.name
    root = corpus.resolve()
    target = root / path
    if not target.parent.resolve().is_relative_to(root):
        raise UsageError(f"{folder!r} leads out of the corpus.")
    if ignore_rules(corpus).match_file(path):
        raise UsageError(f"{path} would be left out: .assistantignore names it. Choose another folder.")
    if target.exists() and replace:
        corpus_file(corpus, path)
        trash.remove(path, user)
    put_into_corpus(file, target, path)
    return path
