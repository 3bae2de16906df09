"""DOCX, PPTX, HTML, CSV and XLSX of the sources."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path

import docx
import openpyxl
import pptx
from blocks import Block, Source
from pptx.util import Inches, Pt

_DATE = datetime(2026, 11, 23)  # fixed, so that building again gives the same bytes
_FEW = 10  # more items than this, such as a list of sources, fill a slide in small print only


def write_docx(source: Source, file: Path) -> None:
    document = docx.Document()
    known = document.core_properties
    known.title, known.language = source.title, str(source.metadata["language"])
    known.created = known.modified = _DATE
    known.author = ""
    for block in source.blocks:
        match block.kind:
            case "heading":
                document.add_heading(block.text, level=block.level - 1 if block.level > 1 else 0)
            case "paragraph":
                document.add_paragraph(block.text)
            case "item":
                document.add_paragraph(block.text, style="List Number" if block.number else "List Bullet")
            case "table":
                table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
                for row in block.rows:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
    _save(document, file)


def write_pptx(source: Source, file: Path) -> None:
    """A slide a section: its list as bullets, its table, and its other paragraphs as speaker notes."""
    deck = pptx.Presentation()
    deck.core_properties.title = source.title
    deck.core_properties.created = deck.core_properties.modified = _DATE
    deck.core_properties.author = ""
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    cover.shapes.title.text = source.title
    for heading, blocks in _sections(source):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = heading
        frame = slide.placeholders[1].text_frame
        frame.clear()
        shown = [b for b in blocks if b.kind == "item"] or [b for b in blocks if b.kind == "paragraph"]
        size = Pt(16) if len(shown) <= _FEW else Pt(9)
        for place, block in enumerate(shown):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.text = f"{block.number}. {block.text}" if block.number else block.text
            paragraph.font.size = size
        for block in (b for b in blocks if b.kind == "table"):
            shape = slide.shapes.add_table(
                len(block.rows), len(block.rows[0]), Inches(0.6), Inches(5.1), Inches(8.8), Inches(1.8)
            )
            for y, row in enumerate(block.rows):
                for x, text in enumerate(row):
                    shape.table.cell(y, x).text = text
        notes = [b.text for b in blocks if b.kind == "paragraph" and b not in shown]
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(notes)
    _save(deck, file)


def write_html(source: Source, file: Path) -> None:
    """A web page as sites have them: the article stands between navigation, cookie notice, aside and footer."""
    french = source.metadata["language"] == "fr"
    menu = ("Accueil", "Clusters", "Métiers", "Contact") if french else ("Home", "Clusters", "Jobs", "Contact")
    cookies = "Ce site utilise des cookies. Accepter" if french else "This site uses cookies. Accept"
    aside = "À lire aussi" if french else "Read next"
    links = "".join(f'<li><a href="#{n}">{escape(name)}</a></li>' for n, name in enumerate(menu))
    file.write_text(
        f'<!doctype html>\n<html lang="{source.metadata["language"]}">\n<head><meta charset="utf-8">'
        f"<title>{escape(source.title)}</title></head>\n<body>\n"
        f'<div class="cookie-banner" role="dialog">{cookies}</div>\n'
        f'<header><a href="/">Portail</a><nav><ul>{links}</ul></nav></header>\n'
        f"<main><article>\n{_html(source.blocks)}\n</article></main>\n"
        f"<aside><h4>{aside}</h4><ul>{links}</ul></aside>\n"
        f"<footer><p>© Portail</p><ul>{links}</ul></footer>\n</body>\n</html>\n",
        encoding="utf-8",
    )


def write_csv(rows: Sequence[Sequence[str]], file: Path) -> None:
    """As an office in France exports it: UTF-8 with a mark, semicolons."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)


def write_xlsx(rows: Sequence[Sequence[str]], file: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = _DATE
    sheet = book.active
    sheet.title = "Jobs"
    for row in rows:
        sheet.append(list(row))
    _save(book, file)


def _sections(source: Source) -> list[tuple[str, list[Block]]]:
    sections: list[tuple[str, list[Block]]] = []
    for block in source.blocks:
        if block.kind == "heading":
            if block.level > 1:
                sections.append((block.text, []))
        elif sections:
            sections[-1][1].append(block)
    return sections


def _html(blocks: Sequence[Block]) -> str:
    parts = []
    open_list = ""
    for block in blocks:
        wanted = ("ol" if block.number else "ul") if block.kind == "item" else ""
        if wanted != open_list:
            parts.append(f"</{open_list}>" if open_list else "")
            parts.append(f"<{wanted}>" if wanted else "")
            open_list = wanted
        match block.kind:
            case "heading":
                parts.append(f"<h{block.level}>{escape(block.text)}</h{block.level}>")
            case "paragraph":
                parts.append(f"<p>{escape(block.text)}</p>")
            case "item":
                parts.append(f"<li>{escape(block.text)}</li>")
            case "table":
                head, *rows = block.rows
                lines = ["".join(f"<th>{escape(cell)}</th>" for cell in head)]
                lines += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
                parts.append("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    return "\n".join(part for part in [*parts, f"</{open_list}>" if open_list else ""] if part)


def _save(document: object, file: Path) -> None:
    """Write an office file whose parts and properties carry a fixed date instead of now."""
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    with zipfile.ZipFile(buffer) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":  # openpyxl notes the time of saving there
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>%sZ" % _DATE.isoformat().encode(), content)
            fixed.writestr(zipfile.ZipInfo(name, _DATE.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
