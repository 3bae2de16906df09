"""Reading scanned pages by the ``tesseract`` command, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

from assistant.loading.cleaning import clean

_LANGUAGES = ("fra", "eng")
# One page takes a few seconds; one that takes longer than this is no page of text.
_PAGE_TIMEOUT_S = 60.0


def tesseract() -> str | None:
    """The path of the command, or ``None`` where it is not installed."""
    return shutil.which("tesseract")


def page_text(command: str, gray: bytes, width: int, height: int, stride: int) -> str:
    """The text on an image of a page; empty when there is none, or when tesseract gives up on it.

    Args:
        command: path of tesseract.
        gray: a byte for each pixel, row after row; a row takes ``stride`` bytes, of which ``width`` count.
    """
    rows = b"".join(gray[row * stride : row * stride + width] for row in range(height))
    image = b"P5 %d %d 255\n" % (width, height) + rows  # a portable graymap, which needs no image library
    languages = [name for name in _LANGUAGES if name in _installed(command)]
    options = ["-l", "+".join(languages)] if languages else []
    try:
        done = subprocess.run(
            [command, "stdin", "stdout", *options],
            input=image,
            capture_output=True,
            timeout=_PAGE_TIMEOUT_S,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    return clean(done.stdout.decode(errors="replace"))


@lru_cache(maxsize=4)
def _installed(command: str) -> frozenset[str]:
    try:
        done = subprocess.run([command, "--list-langs"], capture_output=True, timeout=_PAGE_TIMEOUT_S, check=True)
    except (subprocess.SubprocessError, OSError):
        return frozenset()
    return frozenset(done.stdout.decode(errors="replace").split())
