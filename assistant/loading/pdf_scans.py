"""Pages of a PDF that are pictures, or whose characters have no meaning: which ones they are, and what OCR reads there.

A scanner's or an archive's stamp is text, too: a page that is a picture with a line of text on it is still a scan.
"""

from __future__ import annotations

import re

import pypdfium2 as pdfium

from assistant.loading.ocr import page_text

# Tesseract's manual asks for at least 300 dots an inch; a poster has enough with so many in all.
_DPI, _MOST_DOTS = 300, 4e7
# A page is a scan when a picture fills this much of it and it has fewer characters of its own than a short paragraph.
_PICTURE, _MOST_CHARACTERS = 0.6, 250
# Without any character, a smaller picture will do: it is all that there is to see.
_ANY_PICTURE = 0.05
# OCR sees letters in photographs; a page that has text of its own is a scan only if there are so many words more.
_FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{3,}")


def is_scan(characters: int, picture_share: float) -> bool:
    """Whether a page is a picture of text, from how many characters it has and how much of it pictures fill."""
    return picture_share >= (_ANY_PICTURE if characters == 0 else _PICTURE) and characters < _MOST_CHARACTERS


def recognise(command: str, page: pdfium.PdfPage) -> str:
    """What OCR reads on a page; ``command`` is the path of tesseract."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return page_text(command, bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()


def without_stamps(recognised: str, stamps: list[str]) -> str | None:
    """The lines of OCR that are not the page's own text again; ``None`` when hardly a word is left."""
    own = {_key(stamp) for stamp in stamps}
    lines = [line for line in recognised.split("\n") if not line.strip() or _key(line) not in own]
    text = "\n".join(lines)
    own_words = {word.lower() for stamp in stamps for word in _WORD.findall(stamp)}
    words = [word for word in _WORD.findall(text) if word.lower() not in own_words]
    return text if not stamps or len(words) >= _FEWEST_WORDS else None


def _key(line: str) -> str:
    return "".join(char for char in line.lower() if char.isalnum())
