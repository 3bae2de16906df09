"""PDF files made for the tests."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

STYLES = getSampleStyleSheet()
BODY = STYLES["Normal"]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black")]


def drawn(*pages, **options):
    """A PDF of pages of (x, y, size, text)."""

    def draw(canvas):
        for page in pages:
            put(canvas, *page)
            canvas.showPage()

    return on_canvas(draw, **options)


def on_canvas(draw: Callable[[Canvas], None], **options):
    """A PDF that a function draws on reportlab's canvas."""
    buffer = BytesIO()
    canvas = Canvas(buffer, **{"pagesize": A4, **options})
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def put(canvas, *texts, font="Helvetica"):
    """Draw (x, y, size, text)."""
    for x, y, size, text in texts:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)


def flowing(*story, decorate=None, frames=((60, 70, 480, A4[1] - 140),)):
    """A PDF of reportlab's paragraphs and tables; ``decorate(canvas, document)`` draws on each page."""
    buffer = BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4)
    document.addPageTemplates([PageTemplate("all", [Frame(*frame) for frame in frames], onPage=decorate or _bare)])
    document.build(list(story))
    return buffer.getvalue()


def _bare(_canvas, _document):
    """Decorate a page with nothing."""


def turned(degrees, draw):
    """A PDF whose page has ``/Rotate`` and is drawn so that it is seen upright, A4 in portrait."""
    width, height = A4
    size = (height, width) if degrees in (90, 270) else (width, height)

    def on(canvas):
        canvas.setPageRotation(degrees)
        canvas.translate(size[0] if degrees in (90, 180) else 0, size[1] if degrees in (180, 270) else 0)
        canvas.rotate({90: 90, 180: 180, 270: 270}[degrees])
        draw(canvas)

    return on_canvas(on)  # reportlab turns the sheet itself


def pictured(*texts, stamp=()):
    """A PDF whose page is a picture of texts, with a stamp of real text on it."""
    with pdfium.PdfDocument(drawn(list(texts))) as document:
        image = document[0].render(scale=1).to_pil()

    def draw(canvas):
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        put(canvas, *stamp)

    return on_canvas(draw)


def prose(name, sentences):
    """Sentences that differ from each other."""
    return " ".join(f"L'atelier {name}{n} fabrique des pièces et emploie {n} personnes." for n in range(sentences))
