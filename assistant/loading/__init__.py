"""Files of many kinds into documents: ``load_file`` in this process, ``Loader`` in guarded worker processes.

``registry`` knows the reader of each suffix; a reader turns bytes into ``parts``; ``files`` makes documents of them.
"""

from assistant.loading.files import load_file
from assistant.loading.front_matter import SIDECAR, read_sidecar
from assistant.loading.registry import LOADER_VERSION, SUPPORTED_SUFFIXES
from assistant.loading.workers import Loader

__all__ = ["LOADER_VERSION", "SIDECAR", "SUPPORTED_SUFFIXES", "Loader", "load_file", "read_sidecar"]
