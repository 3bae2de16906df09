"""PDF: what each page holds, by pdfium; ``pdf_layout`` makes text of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium

from assistant.errors import DocumentError
from assistant.loading.cleaning import clean
from assistant.loading.completeness import warn_of_missing, with_warnings
from assistant.loading.ocr import tesseract
from assistant.loading.parts import Outline, Parsed, Source
from assistant.loading.pdf_annotations import Annotations, attached_files, read_annotations
from assistant.loading.pdf_drawing import Drawing, Frame, read_drawing
from assistant.loading.pdf_glyphs import Glyphs, read_glyphs
from assistant.loading.pdf_hidden import take_out_hidden
from assistant.loading.pdf_justified import with_whole_lines
from assistant.loading.pdf_layout import compose
from assistant.loading.pdf_lines import lines_of, stamps_of
from assistant.loading.pdf_page import SLANTED, Page, Turn
from assistant.loading.pdf_rows import with_bullets
from assistant.loading.pdf_scans import is_scan, recognise, without_stamps
from assistant.loading.properties import properties

# A file without text whose header says PDF somewhere in its first kilobyte is one, as readers have it.
_HEADER_WITHIN = 1024
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
# Pdfium does not open a file whose tree of pages says that it has none.
_NO_PAGE, _PAGES = re.compile(rb"/Count\s+0\b"), re.compile(rb"/Count\s+[1-9]")
# A page without a character and with so little drawn on it is blank.
_BLANK_SHARE, _BLANK_EDGES = 0.02, 40
_MOST_QUOTES, _LONGEST_QUOTE = 10, 80
_LOOSE_ACCENT = re.compile(r"\s?[´`ˆ¨˜¸ˇ˚\u0300-\u036f]\s?")
_COMBINING = re.compile(r"[\u0300-\u036f]")


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
            raise DocumentError("The PDF has no page; export it again.", "empty")
        information = document.get_metadata_dict(skip_empty=True)
        if document.get_formtype() != pdfium.raw.FORMTYPE_NONE:
            document.init_forms()
        command = None if source.settings.ocr == "off" else tesseract()
        has_layers = b"/OCG" in source.data or b"/ObjStm" in source.data
        found = _Found(files=attached_files(document))
        for index in range(len(document)):
            _read_page(document, index, command, has_layers, found)
    finally:
        document.close()
    yield from _parsed(found, source, information)


@dataclass(slots=True)
class _Found:
    """What the pages hold, and what a person should know of them."""

    pages: list[Page] = field(default_factory=list)
    recognised: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    visible: dict[int, str] = field(default_factory=dict)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # Pdfium's last error may be that of an earlier file, so the content must bear it out.
        if error.err_code == _WRONG_PASSWORD and b"/Encrypt" in data:
            raise DocumentError("The PDF asks for a password; save it without one.", "encrypted") from None
        if _NO_PAGE.search(data) and not _PAGES.search(data):
            raise DocumentError("The PDF has no page; export it again.", "empty") from None
        raise DocumentError("The PDF is damaged; export it again.", "broken") from None


def _read_page(document: pdfium.PdfDocument, index: int, command: str | None, has_layers: bool, found: _Found) -> None:
    number = index + 1
    try:
        page = document[index]
    except pdfium.PdfiumError:
        raise DocumentError(f"Page {number} of the PDF is damaged; export it again.", "broken") from None
    label = document.get_page_label(index)
    if label and label != str(number):
        found.labels[number] = clean(label)
    frame = Frame(page)
    drawing = read_drawing(page)
    text_page = page.get_textpage()
    glyphs = read_glyphs(text_page, frame, drawing, has_layers)
    hidden = take_out_hidden(page, frame, glyphs)
    annotations = read_annotations(page, document.formenv, frame, number)
    pages = list(_pages(number, frame, drawing, glyphs, annotations))
    found.visible[number] = _plain_text(text_page)
    text_page.close()
    for words in (hidden, *annotations.hidden):
        if words:
            found.hidden.append((number, words))
    found.files += annotations.files
    found.pages += _recognised(page, pages, frame, drawing, glyphs, command, found)
    page.close()


def _pages(number: int, frame: Frame, drawing: Drawing, glyphs: Glyphs, annotations: Annotations) -> Iterator[Page]:
    """What of a page is read in each direction; upright text first."""
    stamps = tuple(stamps_of(glyphs.by_turn.pop(SLANTED, ())))
    for turn in sorted({0, *glyphs.by_turn}):
        page = _in_one_direction(number, frame, drawing, glyphs, turn)
        if turn == 0:
            lines = (*page.lines, *annotations.fields)
            page = replace(page, lines=lines, stamps=stamps, notes=tuple(annotations.notes))
        if turn == 0 or page.lines:
            yield page


def _in_one_direction(number: int, frame: Frame, drawing: Drawing, glyphs: Glyphs, turn: Turn) -> Page:
    to_upright = (frame.turn - turn) % 360
    rules = drawing.rules(frame, to_upright)
    found = with_whole_lines(list(lines_of(glyphs.by_turn.get(turn, ()), rules)))
    lines = tuple(with_bullets(found, drawing.dots(frame, to_upright)))
    return Page(number, *frame.size(to_upright), lines, rules, turn)


def _recognised(
    page: pdfium.PdfPage, pages: list[Page], frame: Frame, drawing: Drawing, glyphs: Glyphs, command: str | None,
    found: _Found,
) -> list[Page]:  # fmt: skip
    """The pages, and in ``found`` what OCR reads where their own characters are none, a stamp, or without meaning."""
    number = pages[0].number
    own = [line.text for page in pages for line in page.lines]
    characters = sum(len(text) for text in own)
    share = drawing.picture_share(frame)
    if characters and not is_scan(characters, share) and not glyphs.unreadable:
        return pages
    text = recognise(command, page) if command else ""
    if glyphs.unreadable:
        if text.strip():
            found.recognised[number] = text
            return [replace(page, lines=()) for page in pages]
        found.unreadable.append(number)
        return pages
    unstamped = without_stamps(text, own)
    if unstamped is not None and unstamped.strip():
        found.recognised[number] = unstamped
    elif not text.strip() and (share > _BLANK_SHARE or len(drawing.edges) > _BLANK_EDGES):
        found.scanned.append(number)
    return pages


def _parsed(found: _Found, source: Source, information: Mapping[str, str]) -> Iterator[Parsed]:
    outline = Outline()
    printed, left_out = compose(found.pages, outline, found.recognised)
    parts = outline.finish()
    if not parts:
        raise _no_text(source)
    labels = {**{number: label for number, label in printed.items() if label != str(number)}, **found.labels}
    own = properties(
        information.get("Title", ""),
        information.get("Author", ""),
        information.get("ModDate", information.get("CreationDate", "")).removeprefix("D:"),
        name=source.name,
    )
    parts = tuple(replace(part, page_label=labels.get(part.page or 0, "")) for part in parts)
    document = Parsed(parts, own.title or outline.title, own.fields())
    _warn_of_missing(document, outline, found, left_out)
    _warn(outline, found)
    yield from with_warnings([document], outline)


def _plain_text(text_page: pdfium.PdfTextPage) -> str:
    """The text of a page as pdfium itself puts it together: what our own reading is measured by."""
    return str(text_page.get_text_range()).replace("\x02", "").replace("\ufffe", "")


def _warn_of_missing(document: Parsed, outline: Outline, found: _Found, left_out: str) -> None:
    visible = [
        (f"p. {number}", _LOOSE_ACCENT.sub("", text))
        for number, text in found.visible.items()
        if number not in found.recognised
    ]
    also = [left_out, *(stamp.text for page in found.pages for stamp in page.stamps)]
    also += [words for _, words in found.hidden]
    if any(_LOOSE_ACCENT.search(text) for text in found.visible.values()):  # pdfium leaves them beside their letters
        also += [_COMBINING.sub("", unicodedata.normalize("NFD", part.text)) for part in document.parts]
    warn_of_missing([document], outline, visible, also)


def _warn(outline: Outline, found: _Found) -> None:
    """Tell what was not read, and once what is so on many pages, such as the marks of a print shop beside them."""
    places: dict[str, list[int]] = {}
    for number, words in found.hidden:
        places.setdefault(words, []).append(number)
    for words, numbers in list(places.items())[:_MOST_QUOTES]:
        quoted = words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"
        outline.warn("hidden-words", page=_ranges(numbers), words=quoted)
    if others := [number for numbers in list(places.values())[_MOST_QUOTES:] for number in numbers]:
        outline.warn("hidden-words", page=_ranges(others), words="…")
    if found.files:
        outline.warn("attachments", names=", ".join(dict.fromkeys(found.files)))
    for code, numbers in (("scanned-page", found.scanned), ("unreadable-page", found.unreadable)):
        if numbers:
            outline.warn(code, page=_ranges(numbers))


def _ranges(numbers: Iterable[int]) -> str:
    """Page numbers in short: ``1, 4–7``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _no_text(source: Source) -> DocumentError:
    if source.settings.ocr == "off":
        remedy = "set ASSISTANT_OCR=auto"
    elif tesseract() is None:
        remedy = "install tesseract, with French and English, to have it read"
    else:
        remedy = "and OCR found none either; scan it again more sharply"
    return DocumentError(f"The PDF holds images without text; {remedy}.", "no-text")
