"""``documents``: what is indexed, and what is not and why."""

from __future__ import annotations

import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli.text import printable
from assistant.index.snapshot import open_snapshot
from assistant.loading.warnings import describe
from assistant.settings import Settings


def documents(settings: Settings, *, as_json: bool) -> int:
    """Print every document with its state, then the files that are not indexed."""
    snapshot = open_snapshot(settings.index_dir)
    try:
        files = snapshot.files()
        chunks = snapshot.chunk_counts()
        rows = [
            {
                "id": id_,
                "path": document.path,
                "state": files[document.file].state.value,
                "reason": files[document.file].reason,
                "warnings": [describe(warning) for warning in files[document.file].warnings],
                "title": document.metadata.title,
                "kind": document.metadata.kind,
                "language": document.metadata.language,
                "cluster": list(document.metadata.cluster),
                "chunks": chunks.get(id_, 0),
                "also_at": list(document.also_at),
                "synced": files[document.file].synced,
            }
            for id_, document in snapshot.documents.items()
        ]
    finally:
        snapshot.close()
    failed = [
        {"path": f.path, "state": f.state.value, "reason": f.reason, "code": f.code, "synced": f.synced}
        for f in files.values()
        if f.state.value == "failed"
    ]
    if as_json:
        print(json.dumps({"documents": rows, "failed": failed}, ensure_ascii=False, indent=2))
        return 0
    table = Table("State", "Kind", "Language", "Passages", "Title", "Path")
    for row in rows:
        title = f"{row['title']} ({row['reason']})" if row["reason"] else row["title"]  # why it is stale
        cells = (row["state"], row["kind"] or "", row["language"], str(row["chunks"]), title, row["path"])
        table.add_row(*(Text(printable(str(cell))) for cell in cells))
    for record in files.values():
        for warning in record.warnings:
            cells = ("warning", "", "", "", describe(warning), record.path)
            table.add_row(*(Text(printable(cell)) for cell in cells))
    for file in failed:
        table.add_row(*(Text(printable(cell)) for cell in ("failed", "", "", "", file["reason"], file["path"])))
    Console().print(table)
    return 0
