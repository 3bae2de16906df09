"""PDF of a source: A4, one or two columns, a running head, page numbers; or a scan of it, without a text layer."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
from blocks import Block, Source
from PIL import Image, ImageFilter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

_MARGIN = 20 * mm
_SCAN_DPI = 110


def write_pdf(source: Source, file: Path, columns: int = 1) -> None:
    file.write_bytes(_pdf(source, columns))


def write_scan(source: Source, file: Path) -> None:
    """Each page as a grey picture with the noise and the slight tilt of an office scanner."""
    noise = random.Random(7)
    pages = []
    for page in pypdfium2.PdfDocument(_pdf(source, 1)):
        image = page.render(scale=_SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(noise.uniform(-0.6, 0.6), expand=False, fillcolor=245, resample=Image.Resampling.BICUBIC)
        pages.append(image.filter(ImageFilter.GaussianBlur(0.5)))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(source.title)
    for image in pages:
        picture = io.BytesIO()
        image.save(picture, "JPEG", quality=45)
        canvas.drawImage(_reader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    file.write_bytes(buffer.getvalue())


def _reader(picture: io.BytesIO) -> object:
    from reportlab.lib.utils import ImageReader

    picture.seek(0)
    return ImageReader(picture)


def _pdf(source: Source, columns: int) -> bytes:
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, title=source.title, invariant=1, author="", subject="")
    gap = 8 * mm
    width = (A4[0] - 2 * _MARGIN - (columns - 1) * gap) / columns
    height = A4[1] - 2 * _MARGIN - 10 * mm
    frames = [
        Frame(_MARGIN + i * (width + gap), _MARGIN + 2 * mm, width, height, 0, 0, 0, 0, id=f"column{i}")
        for i in range(columns)
    ]
    document.addPageTemplates(PageTemplate(frames=frames, onPage=lambda canvas, page: _furniture(canvas, page, source)))
    document.build(_flowables(source, width))
    return buffer.getvalue()


def _furniture(canvas: Canvas, page: BaseDocTemplate, source: Source) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.setFillColor(colors.grey)
    canvas.drawString(_MARGIN, A4[1] - 13 * mm, _latin(source.title)[:110])
    canvas.drawCentredString(A4[0] / 2, 11 * mm, str(page.page))


def _flowables(source: Source, width: float) -> list[Flowable]:
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=15, spaceAfter=6)
    item = ParagraphStyle("item", parent=body, leftIndent=14, bulletIndent=2)
    headings = {
        level: ParagraphStyle(
            f"h{level}", fontName="Helvetica-Bold", fontSize=size, leading=size * 1.25, spaceBefore=10, spaceAfter=6,
            keepWithNext=1,
        )
        for level, size in ((1, 19), (2, 14.5), (3, 12.5))
    }  # fmt: skip
    flow: list[Flowable] = []
    for block in source.blocks:
        match block.kind:
            case "heading":
                flow.append(Paragraph(_markup(block.text), headings[min(block.level, 3)]))
            case "paragraph":
                flow.append(Paragraph(_markup(block.text), body))
            case "item":
                bullet = f"{block.number}." if block.number else "•"
                flow.append(Paragraph(_markup(block.text), item, bulletText=bullet))
            case "table":
                flow += [_table(block, width), Spacer(1, 8)]
    return flow


def _table(block: Block, width: float) -> Table:
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=12)
    head = ParagraphStyle("head", parent=cell, fontName="Helvetica-Bold")
    rows = [[Paragraph(_markup(text), head if n == 0 else cell) for text in row] for n, row in enumerate(block.rows)]
    table = Table(rows, colWidths=_widths(block, width), repeatRows=1)
    grid = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ("VALIGN", (0, 0), (-1, -1), "TOP")]  # fmt: skip
    table.setStyle(TableStyle(grid))
    return table


def _widths(block: Block, width: float) -> list[float]:
    """The widths of a table's columns in points: room for the heads' longest words, the rest by amount of text."""
    columns = list(zip(*block.rows, strict=True))
    least = [max(stringWidth(word, "Helvetica-Bold", 9) for word in _latin(c[0]).split()) + 13 for c in columns]
    share = [sum(map(len, column)) ** 0.5 for column in columns]
    return [low + (width - sum(least)) * s / sum(share) for low, s in zip(least, share, strict=True)]


def _markup(text: str) -> str:
    return escape(_latin(text))


def _latin(text: str) -> str:
    # The standard fonts of PDF know Latin-1 and a few signs more, but not the narrow space. In French no line
    # begins with a mark of punctuation, and no line end parts a number: 12 000.
    text = re.sub(r" ([:;?!»])", "\u00a0\\1", text).replace("« ", "«\u00a0")
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u00a0", text)
    return text.replace("\u202f", "\u00a0").replace("\u2011", "-").replace("→", "->").replace("≥", ">=")
