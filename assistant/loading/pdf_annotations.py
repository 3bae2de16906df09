"""What lies on the pages of a PDF beside their text: comments, filled form fields, attached files."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.loading.cleaning import clean
from assistant.loading.pdf_drawing import Bounds, Frame
from assistant.loading.pdf_page import Line, Note, Page

CHECKED, UNCHECKED = "☒", "☐"

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_WORDLESS = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
_BOXES = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_WRITTEN = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
# The text of a field is about so high, in points, unless the field is lower.
_FIELD_TEXT = 12.0


@dataclass(slots=True)
class Annotations:
    """Of one page: comments, the values of fields as lines of text, the names of files, and what is not shown."""

    notes: list[Note] = field(default_factory=list)
    fields: list[Line] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def read_annotations(page: pdfium.PdfPage, form: pdfium.PdfFormEnv | None, frame: Frame, number: int) -> Annotations:
    """All annotations of a page, in the order of the file."""
    found = Annotations()
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            _read(annotation, form, frame, number, found)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def attached_files(document: pdfium.PdfDocument) -> list[str]:
    """The names of the files that are attached to the document itself."""
    return [clean(document.get_attachment(index).get_name()) for index in range(document.count_attachments())]


def _read(
    annotation: raw.FPDF_ANNOTATION, form: pdfium.PdfFormEnv | None, frame: Frame, number: int, found: Annotations
) -> None:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind in _WORDLESS:
        return
    bounds = _place(annotation, frame)
    unseen = raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN
    if kind == raw.FPDF_ANNOT_WIDGET:
        lines = list(_field_lines(annotation, form, bounds)) if form else []
        if unseen:
            found.hidden += [line.text for line in lines if line.text not in (CHECKED, UNCHECKED)]
        else:
            found.fields += lines
        return
    if kind == raw.FPDF_ANNOT_FILEATTACHMENT and (file := raw.FPDFAnnot_GetFileAttachment(annotation)):
        found.files.append(_string(lambda buffer, size: _attachment_name(file, buffer, size)))
    words = _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    if words and unseen:
        found.hidden.append(words)
    elif words:
        page = Page(number, *frame.size(frame.turn), ())
        found.notes.append(Note(words, page.box(_as_line(words, bounds, bounds[3] - bounds[1]))))


def _place(annotation: raw.FPDF_ANNOTATION, frame: Frame) -> Bounds:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rect)
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    return frame.turned((left, bottom, right, top), frame.turn)


def _field_lines(annotation: raw.FPDF_ANNOTATION, form: pdfium.PdfFormEnv, bounds: Bounds) -> Iterator[Line]:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _BOXES:
        text = CHECKED if raw.FPDFAnnot_IsChecked(form, annotation) else UNCHECKED
    elif kind in _WRITTEN:
        text = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    else:
        return
    rows = [row for row in text.split("\n") if row.strip()]
    left, bottom, right, top = bounds
    height = (top - bottom) / max(1, len(rows))
    for at, row in enumerate(rows):
        yield _as_line(row, (left, top - height * (at + 1), right, top - height * at), min(height, _FIELD_TEXT))


def _as_line(text: str, bounds: Bounds, size: float) -> Line:
    left, bottom, right, top = bounds
    middle = (bottom + top) / 2
    return Line(" ".join(text.split()), left, right, middle - size / 2, middle + size / 2, round(size * 2) / 2)


def _attachment_name(file: raw.FPDF_ATTACHMENT, buffer: object, size: int) -> int:
    return int(raw.FPDFAttachment_GetName(file, buffer, size))


def _string(get: Callable[[object, int], int]) -> str:
    """A string of pdfium, which is asked for its length in bytes first."""
    size = get(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return clean(bytes(buffer)[: size - 2].decode("utf-16-le", "ignore")).strip()
