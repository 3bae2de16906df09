"""The sheet of a profession as a PDF to print for a class, made by reportlab."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, HRFlowable, PageTemplate, Paragraph, Spacer

from assistant.professions.sections import SectionRole
from assistant.professions.sheet import Part

_FONT, _BOLD = "Helvetica", "Helvetica-Bold"
_ACCENT, _SOFT = HexColor("#0f766e"), HexColor("#52606d")
_STYLES = {
    "title": ParagraphStyle("title", fontName=_BOLD, fontSize=19, leading=23, spaceAfter=2),
    "also": ParagraphStyle("also", fontName=_FONT, fontSize=10, leading=13, textColor=_SOFT, spaceAfter=6),
    "fact": ParagraphStyle("fact", fontName=_FONT, fontSize=9.5, leading=13),
    "part": ParagraphStyle(
        "part", fontName=_BOLD, fontSize=12, leading=15, textColor=_ACCENT, spaceBefore=9, spaceAfter=2, keepWithNext=1
    ),
    "heading": ParagraphStyle("heading", fontName=_BOLD, fontSize=10, leading=13, spaceBefore=3, keepWithNext=1),
    "text": ParagraphStyle("text", fontName=_FONT, fontSize=10, leading=13.5, spaceAfter=3, alignment=TA_LEFT),
    "item": ParagraphStyle(
        "item", fontName=_FONT, fontSize=10, leading=13.5, leftIndent=10, bulletIndent=1, spaceAfter=1
    ),
    "source": ParagraphStyle("source", fontName=_FONT, fontSize=7.5, leading=9.5, textColor=_SOFT),
}  # fmt: skip
# Signs that the standard fonts of PDF do not have, and what stands for them.
_REPLACED = str.maketrans({"\u202f": "\u00a0", "\u2011": "-", "›": ">", "→": "->", "≥": ">=", "≤": "<=", "\u2060": ""})


def as_pdf(
    title: str,
    also: str,
    parts: Sequence[Part],
    names: Mapping[SectionRole, str],
    facts: Mapping[str, str],
    sources: Sequence[str],
    footer: str,
) -> bytes:
    """A sheet on A4.

    Args:
        title: the job.
        also: its title in the other language, or empty.
        parts: what the document tells.
        names: headings of the parts.
        facts: short facts under the title, by name; empty ones are left out.
        sources: numbered at the end.
        footer: what stands at the foot of each page beside its number.
    """
    story: list[Flowable] = [_paragraph(title, "title")]
    if also:
        story.append(_paragraph(also, "also"))
    story += [_fact(name, value) for name, value in facts.items() if value]
    story += [Spacer(1, 4), HRFlowable(width="100%", thickness=0.8, color=_ACCENT)]
    for part in parts:
        story.append(_paragraph(names[part.role], "part"))
        for told in part.told:
            if told.heading:
                story.append(_paragraph(told.heading, "heading"))
            for line in told.lines:
                story.append(_paragraph(line.text, "item" if line.item else "text", bullet=line.item))
    story += [_paragraph(names[SectionRole.SOURCES], "part")]
    story += [_paragraph(f"{n}. {source}", "source") for n, source in enumerate(sources, 1)]
    return _built(story, title, footer)


def _built(story: list[Flowable], title: str, footer: str) -> bytes:
    target = io.BytesIO()
    document = BaseDocTemplate(
        target, pagesize=A4, title=title, author=footer, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm,
        bottomMargin=18 * mm, invariant=1,
    )  # fmt: skip

    def foot(canvas: Canvas, _: object) -> None:
        canvas.setFont(_FONT, 8)
        canvas.setFillColor(_SOFT)
        canvas.drawString(18 * mm, 10 * mm, _safe(footer))
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, str(canvas.getPageNumber()))

    frame = Frame(document.leftMargin, document.bottomMargin, document.width, document.height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("sheet", [frame], onPage=foot))
    document.build(story)
    return target.getvalue()


def _fact(name: str, value: str) -> Paragraph:
    return Paragraph(f"<b>{escape(_safe(name))}</b> : {escape(_safe(value))}", _STYLES["fact"])


def _paragraph(text: str, style: str, *, bullet: bool = False) -> Paragraph:
    return Paragraph(escape(_safe(text)), _STYLES[style], bulletText="•" if bullet else None)


def _safe(text: str) -> str:
    """``text`` in the letters that the standard fonts have; any other becomes a question mark."""
    replaced = text.translate(_REPLACED)
    return replaced.encode("cp1252", "replace").decode("cp1252")
