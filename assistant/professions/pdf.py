"""The sheet of a profession as a PDF of at most two pages to print for a class, made by reportlab."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)  # fmt: skip

from assistant.professions.sections import SectionRole
from assistant.professions.sheet import Account

MOST_PAGES = 2
_FONT, _BOLD = "Helvetica", "Helvetica-Bold"
_ACCENT, _SOFT, _PANEL = HexColor("#0f766e"), HexColor("#52606d"), HexColor("#f0f6f5")
_MARGIN = 17 * mm
# Signs that the standard fonts of PDF do not have, and what stands for them.
_REPLACED = str.maketrans({"\u202f": "\u00a0", "\u2011": "-", "›": ">", "→": "->", "≥": ">=", "≤": "<=", "\u2060": ""})
_REFERENCES = re.compile(r"\s*((?:\[\d{1,3}\])+)")


@dataclass(frozen=True, slots=True)
class _Fit:
    """How much goes on a page: the size of the type, and the most paragraphs of a passage."""

    scale: float
    most: int


_FITS = tuple(_Fit(scale, 1000) for scale in (1.0, 0.95, 0.9, 0.85)) + tuple(_Fit(0.85, most) for most in (6, 3, 1))
"""Tried in this order until two pages are enough. Type under 8.5 points would not be read in a class."""


def as_pdf(
    title: str,
    also: str,
    accounts: Sequence[Account],
    names: Mapping[SectionRole, str],
    facts: Mapping[str, str],
    more: Sequence[str],
    footer: str,
    language: str,
) -> bytes:
    """A sheet on A4.

    Args:
        title: the job.
        also: its title in the other language, or empty.
        accounts: what the documents tell.
        names: headings of the parts.
        facts: short facts under the title, by name; empty ones are left out.
        more: the heading over each account after the first.
        footer: what stands at the foot of each page beside its number.
        language: of the headings and of the first account; its typography is used.
    """
    for fit in _FITS:
        sheet = _Sheet(_styles(fit.scale), fit.most, language)
        story = [*sheet.head(title, also, facts)]
        for number, (account, heading) in enumerate(zip(accounts, ("", *more), strict=True)):
            of = account.info.metadata.language if number else language
            story += _Sheet(sheet.styles, fit.most, of).account(account, heading, names)
        content, pages = _built(story, title, typeset(footer, language), language)
        if pages <= MOST_PAGES:
            break
    return content


def typeset(text: str, language: str) -> str:
    """``text`` in the letters that the standard fonts have (any other becomes a question mark), with the spaces and
    apostrophes of French where it is French.

    >>> typeset("C'est « sûr » : oui", "fr").replace("\\u00a0", "_")
    'C’est «_sûr_»_: oui'
    """
    if language == "fr":
        text = re.sub(r"(?<=\w)'(?=\w)", "’", re.sub(r"« ", "«\u00a0", re.sub(r" ([;:!?»])", "\u00a0\\1", text)))
    return text.translate(_REPLACED).encode("cp1252", "replace").decode("cp1252")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Turns what is told into flowables."""

    styles: Mapping[str, ParagraphStyle]
    most: int
    language: str

    def head(self, title: str, also: str, facts: Mapping[str, str]) -> list[Flowable]:
        """Title and facts."""
        rows = [[self.paragraph(name, "name"), self.paragraph(value, "fact")] for name, value in facts.items() if value]
        story: list[Flowable] = [self.paragraph(title, "title")]
        story += [self.paragraph(also, "also")] if also else []
        story.append(HRFlowable(width="100%", thickness=1.2, color=_ACCENT, spaceBefore=3, spaceAfter=5))
        if rows:
            table = Table(rows, colWidths=[42 * mm, A4[0] - 2 * _MARGIN - 42 * mm])
            inside = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, -1), _PANEL)]
            padding = [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("TOP", "BOTTOM")]
            table.setStyle(TableStyle([*inside, *padding]))
            story.append(table)
        return story

    def account(self, account: Account, heading: str, names: Mapping[SectionRole, str]) -> list[Flowable]:
        """What one document tells, and its sources."""
        story: list[Flowable] = [Spacer(1, 4), self.paragraph(heading, "more")] if heading else []
        for part in account.parts:
            story.append(self.paragraph(names[part.role], "part"))
            for told in part.told:
                if told.heading:
                    story.append(self.paragraph(told.heading, "heading"))
                story += [
                    self.paragraph(line.text, "item" if line.item else "text", bullet=line.item)
                    for line in told.lines[: self.most]
                ]
                if len(told.lines) > self.most:
                    story.append(self.paragraph("[…]", "text"))
        if account.sources:
            story.append(self.paragraph(names[SectionRole.SOURCES], "part"))
            story += [self.paragraph(f"{source.number}. {source.text}", "source") for source in account.sources]
        return story

    def paragraph(self, text: str, style: str, *, bullet: bool = False) -> Paragraph:
        safe = escape(typeset(text, self.language))
        # A reference stays with the word before it, small and raised.
        marked = _REFERENCES.sub(r'<font color="#52606d"><super size="6.5">\1</super></font>', safe)
        return Paragraph(marked, self.styles[style], bulletText="•" if bullet else None)


def _styles(scale: float) -> Mapping[str, ParagraphStyle]:
    def style(name: str, size: float, lead: float, font: str = _FONT, **more: object) -> ParagraphStyle:
        return ParagraphStyle(name, fontName=font, fontSize=size * scale, leading=lead * scale, **more)

    styles = (
        style("title", 20, 24, _BOLD),
        style("also", 10.5, 14, textColor=_SOFT),
        style("name", 9, 12, _BOLD, textColor=_SOFT),
        style("fact", 9.5, 12),
        style("more", 13, 16, _BOLD, spaceBefore=6, keepWithNext=1),
        style("part", 12, 15, _BOLD, textColor=_ACCENT, spaceBefore=8 * scale, spaceAfter=2, keepWithNext=1),
        style("heading", 10, 13, _BOLD, spaceBefore=2, keepWithNext=1),
        style("text", 10, 13.2, spaceAfter=3 * scale, allowWidows=0, allowOrphans=0),
        style("item", 10, 13.2, leftIndent=10, bulletIndent=1, spaceAfter=1),
        style("source", 7.5, 9.2, textColor=_SOFT, leftIndent=12, firstLineIndent=-12),
    )
    return {each.name: each for each in styles}


def _built(story: list[Flowable], title: str, footer: str, language: str) -> tuple[bytes, int]:
    """The file, and the number of its pages."""
    target = io.BytesIO()
    document = BaseDocTemplate(
        target, pagesize=A4, title=title, author=footer, lang=language, leftMargin=_MARGIN, rightMargin=_MARGIN,
        topMargin=15 * mm, bottomMargin=17 * mm, invariant=1,
    )  # fmt: skip

    def foot(canvas: Canvas, _: object) -> None:
        canvas.setFont(_FONT, 8)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_MARGIN, 10 * mm, footer)
        canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, str(canvas.getPageNumber()))

    frame = Frame(document.leftMargin, document.bottomMargin, document.width, document.height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("sheet", [frame], onPage=foot))
    document.build(story)
    return target.getvalue(), document.page
