"""Reads a question and a passage together: does the passage answer, and which of its sentences do."""

from assistant.reader.opening import open_reader
from assistant.reader.reading import Passage, Reader, Reading

__all__ = ["Passage", "Reader", "Reading", "open_reader"]
