"""The question log: what visitors asked and how it was answered, never who asked. Read by the admin area."""

from assistant.activity.entries import CitedDocument, Entry
from assistant.activity.log import ActivityLog, open_activity

__all__ = ["ActivityLog", "CitedDocument", "Entry", "open_activity"]
