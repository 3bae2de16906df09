"""Text that is in a PDF file but that nobody sees on its pages: the page is drawn, and where no ink is, it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium

from assistant.loading.pdf_drawing import Bounds, Frame
from assistant.loading.pdf_glyphs import Glyph, Glyphs
from assistant.loading.pdf_page import Turn

# Pixels a point, and by how many of 256 shades a letter differs from its paper at least.
_SCALE, _CONTRAST = 1.5, 10
_MOST_PIXELS = 4e6
# The upper and the lower quarter of a character's box are left out: a bar drawn over it may be lower than the box.
_CORE = 0.25


def take_out_hidden(page: pdfium.PdfPage, frame: Frame, glyphs: Glyphs) -> str:
    """Take the invisible words out of ``glyphs`` and return them, with spaces between them.

    Invisible is what leaves no trace on the drawn page, whatever the reason: no ink, white on white, a layer switched
    off, a bar drawn over it, a place off the page. So the text that an OCR has laid under a scan stays.
    """
    if not glyphs.doubtful:
        return ""
    scale = min(_SCALE, (_MOST_PIXELS / (frame.width * frame.height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        hidden = [
            run
            for run in _runs(glyphs)
            if not any(_has_ink(pixels, stride, bitmap.width, bitmap.height, frame, place) for _, _, place in run)
        ]
    finally:
        bitmap.close()
    texts = []
    for turn, line in glyphs.by_turn.items():
        places = {at for run in hidden for of, at, _ in run if of == turn}
        for word in _words(line) if places else ():
            if 2 * len(places.intersection(word)) > len(word):  # a bar may leave the edge of a word to be seen
                texts.append("".join(line[at].char for at in word))
                line[word.start : word.stop] = [Glyph(" ")] * len(word)
    return " ".join(texts)


def _words(line: Sequence[Glyph]) -> Iterator[range]:
    """Where the words of a page stand among its glyphs."""
    start = 0
    for at, glyph in enumerate([*line, Glyph(" ")]):
        if glyph.char in (" ", "\n"):
            if at > start:
                yield range(start, at)
            start = at + 1


def _runs(glyphs: Glyphs) -> Iterator[list[tuple[Turn, int, Bounds]]]:
    """Doubtful characters that follow each other without a space: a mark alone may leave too little ink to be seen."""
    run: list[tuple[Turn, int, Bounds]] = []
    for doubtful in glyphs.doubtful:
        if run and (doubtful[0], doubtful[1] - 1) != run[-1][:2]:
            yield run
            run = []
        run.append(doubtful)
    if run:
        yield run


def _has_ink(pixels: Sequence[int], stride: int, width: int, height: int, frame: Frame, bounds: Bounds) -> bool:
    left, bottom, right, top = frame.turned(bounds, frame.turn)
    shown_width, shown_height = frame.size(frame.turn)
    across, down = width / shown_width, height / shown_height
    inset = _CORE * (top - bottom)
    x0, x1 = max(0, round(left * across)), min(width, round(right * across))
    y0 = max(0, round((shown_height - top + inset) * down))
    y1 = min(height, max(round((shown_height - bottom - inset) * down), y0 + 1))
    rows = [pixels[y * stride + x0 : y * stride + x1] for y in range(y0, y1)]
    rows = [row for row in rows if row]
    return bool(rows) and max(map(max, rows)) - min(map(min, rows)) >= _CONTRAST
