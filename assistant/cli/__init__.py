"""The command line: ``python -m assistant COMMAND``, ``python ingest.py`` and ``python app.py``.

Exit codes: 0 done, 1 done in part (some files failed), 2 nothing done (usage, settings, lock, missing index).
"""

from assistant.cli.main import ingest_main, main, serve_main

__all__ = ["ingest_main", "main", "serve_main"]
