"""Makes the index equal to the corpus folder: ``scan`` → ``plan`` → load, split, embed, write → ``report``."""

from assistant.ingestion.plan import Action
from assistant.ingestion.report import FileOutcome, Progress, SyncReport
from assistant.ingestion.sync import sync

__all__ = ["Action", "FileOutcome", "Progress", "SyncReport", "sync"]
