"""PDF: the characters of each page with their places, by pdfium; ``pdf_layout`` makes text of them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import islice
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.errors import DocumentError
from assistant.loading.cleaning import clean, without_hints
from assistant.loading.ocr import page_text, tesseract
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.pdf_layout import compose
from assistant.loading.pdf_page import Line, Page, Rule
from assistant.loading.plain_text import add_paragraphs

# Pdfium marks a hyphen at a line's end in these ways.
_CHARACTERS = str.maketrans(
    {"\x02": "-", "\ufffe": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# A gap wider than this many character heights parts two columns or two cells of a table.
_WIDE_GAP = 0.9
# A drawn line is no thicker and no shorter, in points; a page with more paths is a drawing.
_THIN, _SHORTEST_RULE, _MOST_PATHS = 2.0, 4.0, 20_000
# A file without text whose header says PDF somewhere in its first kilobyte is one, as readers have it.
_HEADER_WITHIN = 1024
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
# Pdfium does not open a file whose tree of pages says that it has none.
_NO_PAGE, _PAGES = re.compile(rb"/Count\s+0\b"), re.compile(rb"/Count\s+[1-9]")
# Scans are rendered at this resolution for OCR; tesseract's manual asks for at least 300.
_OCR_DPI = 300


def read(source: Source) -> Iterator[Parsed]:
    """The one document of a PDF file, page by page; scanned pages by OCR where it is there.

    Raises:
        DocumentError: ``wrong-type``, ``encrypted``, ``broken``, ``empty`` (no page) or ``no-text`` (scans only).
    """
    if b"%PDF-" not in source.data[:_HEADER_WITHIN]:
        raise DocumentError("The content is no PDF; give the file the suffix of its real format.", "wrong-type")
    document = _open(source.data)
    try:
        if not len(document):
            raise _empty()
        information = document.get_metadata_dict(skip_empty=True)
        pages = [_page(document, index) for index in range(len(document))]
        scanned = {} if source.settings.ocr == "off" else _recognise(document, pages)
    finally:
        document.close()
    outline = Outline()
    compose(pages, outline, lambda number: add_paragraphs(outline, scanned.get(number, "")))
    parts = outline.finish()
    if not parts:
        raise _no_text(source)
    title = _title(information.get("Title", ""), source.name)
    yield Parsed(parts, title or outline.first_heading)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # Pdfium's last error may be that of an earlier file, so the content must bear it out.
        if error.err_code == _WRONG_PASSWORD and b"/Encrypt" in data:
            raise DocumentError("The PDF asks for a password; save it without one.", "encrypted") from None
        if _NO_PAGE.search(data) and not _PAGES.search(data):
            raise _empty() from None
        raise DocumentError("The PDF is damaged; export it again.", "broken") from None


def _empty() -> DocumentError:
    return DocumentError("The PDF has no page; export it again.", "empty")


def _title(text: str, name: str) -> str:
    """The title of the document's properties, unless a program put a file name or a word like "untitled" there."""
    text = " ".join(clean(text).split())
    unusable = text.lower() in {"", "untitled", "sans titre", "(anonymous)", name.lower()} or text.lower().startswith(
        "microsoft "
    )
    return "" if unusable or text.lower().endswith((".doc", ".docx", ".indd", ".pdf", ".ppt", ".pptx")) else text


def _no_text(source: Source) -> DocumentError:
    if source.settings.ocr == "off":
        remedy = "set ASSISTANT_OCR=auto"
    elif tesseract() is None:
        remedy = "install tesseract, with French and English, to have it read"
    else:
        remedy = "and OCR found none either; scan it again more sharply"
    return DocumentError(f"The PDF holds images without text; {remedy}.", "no-text")


def _recognise(document: pdfium.PdfDocument, pages: list[Page]) -> dict[int, str]:
    command = tesseract()
    found: dict[int, str] = {}
    for page in pages if command else []:
        if not page.lines:
            bitmap = document[page.number - 1].render(scale=_OCR_DPI / 72, grayscale=True)
            found[page.number] = page_text(
                str(command), bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
            )
            bitmap.close()
    return found


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        raise DocumentError(f"Page {index + 1} of the PDF is damaged; export it again.", "broken") from None
    width, height = page.get_size()
    text_page = page.get_textpage()
    lines = tuple(_lines(text_page))
    rules = tuple(_rules(page))
    text_page.close()
    page.close()
    return Page(index + 1, width, height, lines, rules)


def _rules(page: pdfium.PdfPage) -> Iterator[Rule]:
    """Drawn lines, and the edges of drawn boxes, which is what tables are made of."""
    for drawn in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1), _MOST_PATHS):
        left, bottom, right, top = drawn.get_bounds()
        thin = min(right - left, top - bottom) <= _THIN
        if thin and max(right - left, top - bottom) >= _SHORTEST_RULE:
            yield Rule(left, right, bottom, top)
        elif not thin:
            yield Rule(left, right, bottom, bottom)
            yield Rule(left, right, top, top)
            yield Rule(left, left, bottom, top)
            yield Rule(right, right, bottom, top)


def _lines(text_page: pdfium.PdfTextPage) -> Iterator[Line]:
    """Runs of characters on one base line, parted at wide gaps."""
    run: list[tuple[str, tuple[float, float, float, float]]] = []
    first = 0
    for index in range(text_page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text_page, index)).translate(_CHARACTERS)
        if char in "\r\n":
            yield from _line(text_page, run, first)
            run = []
            continue
        box = text_page.get_charbox(index, loose=True)
        if run and not char.isspace() and _is_apart(run, box):
            yield from _line(text_page, run, first)
            run = []
        if not run:
            if char.isspace():
                continue
            first = index
        run.append((char, box))
    yield from _line(text_page, run, first)


def _is_apart(run: list[tuple[str, tuple[float, float, float, float]]], box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = next(box for char, box in reversed(run) if not char.isspace())
    size = top - bottom
    other_line = min(top, box[3]) - max(bottom, box[1]) < 0.3 * min(size, box[3] - box[1])
    return other_line or box[0] - right > _WIDE_GAP * size or left - box[0] > 3 * size


def _line(
    text_page: pdfium.PdfTextPage, run: list[tuple[str, tuple[float, float, float, float]]], first: int
) -> Iterator[Line]:
    boxes = [box for char, box in run if not char.isspace()]
    text = " ".join(without_hints(clean("".join(char for char, _ in run))).split()) if boxes else ""
    if not text:
        return
    left, bottom, right, top = (list(side) for side in zip(*boxes, strict=True))
    size = median(high - low for low, high in zip(bottom, top, strict=True))
    yield Line(
        text, min(left), max(right), median(bottom), median(top), round(size * 2) / 2, _is_bold(text_page, first)
    )


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, len(name), ctypes.byref(flags))
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"semibold"))
