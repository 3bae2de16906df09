"""Slides, and the texts and slides of OpenDocument: what one sees, in its place."""

from __future__ import annotations

from io import BytesIO

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Cm

from assistant.errors import DocumentError
from tests.loading.conftest import kinds, sections
from tests.loading.making import odf, zipped

BLANK, TITLE_AND_BODY, TITLE_ONLY = 6, 1, 5


def saved(deck):
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def told(document):
    return {warning.code: dict(warning.details) for warning in document.warnings}


def box(slide, text, top, left=1):
    shape = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(9), Cm(2))
    shape.text_frame.text = text
    return shape


def test_charts_are_tables_of_what_they_show(load):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.shapes.title.text = "Alternance"
    data = CategoryChartData(number_format="0%")
    data.categories = ["2023", "2024"]
    data.add_series("Filles", (0.2, 0.25))
    data.add_series("Garçons", (0.8, 0.75))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(5), Cm(9), Cm(9), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Part des contrats"
    (document,) = load("a.pptx", saved(deck))
    assert kinds(document) == [
        ("caption", "Part des contrats"), ("row", "2023; Filles: 20 %; Garçons: 80 %"),
        ("row", "2024; Filles: 25 %; Garçons: 75 %"),
    ]  # fmt: skip
    assert told(document) == {}


def test_hidden_slides_are_left_out_and_told_and_numbers_stay(load):
    deck = pptx.Presentation()
    for number in range(3):
        box(deck.slides.add_slide(deck.slide_layouts[BLANK]), f"Texte {number}", 2)
    deck.slides[1].element.set("show", "0")
    (document,) = load("a.pptx", saved(deck))
    assert [(block.page, document.text[block.start : block.end]) for block in document.blocks] == [
        (1, "Texte 0"), (3, "Texte 2"),
    ]  # fmt: skip
    assert told(document) == {"hidden-slides": {"numbers": "2"}}


def test_a_slide_without_title_takes_its_first_line(load):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    box(slide, "Former 30 personnes", 6)
    box(slide, "Nos objectifs", 1)
    (document,) = load("cap_2026.pptx", saved(deck), {"title": "Cap"})
    assert sections(document) == [(("Nos objectifs",), 1, "Former 30 personnes")]


def test_groups_pictures_raised_figures_items_notes_and_fixed_texts(load):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_BODY])
    slide.shapes.title.text = "Site"
    body = slide.placeholders[1].text_frame
    body.text = "un atelier"
    body.add_paragraph().text = "deux fours"
    body.paragraphs[1].level = 1
    group = slide.shapes.add_group_shape([box(slide, "Surface : 12 m", 12)])
    run = group.shapes[0].text_frame.paragraphs[0].add_run()
    run.text = "2"
    run.font._element.set("baseline", "30000")
    group.shapes[0]._element.nvSpPr.cNvPr.set("descr", "Plan de la halle")
    slide.notes_slide.notes_text_frame.text = "Dire la date.\nRemercier."
    deck.slide_layouts[TITLE_AND_BODY].shapes._spTree.append(
        parse_xml(box(slide, "Pôle Verre – document public", 17)._element.xml)
    )
    slide.shapes._spTree.remove(slide.shapes[-1]._element)
    (document,) = load("a.pptx", saved(deck), {"title": "T"})
    assert kinds(document) == [
        ("item", "un atelier"), ("item", "  deux fours"), ("prose", "Surface : 12 m²"), ("caption", "Plan de la halle"),
        ("note", "Dire la date."), ("note", "Remercier."), ("note", "Pôle Verre – document public"),
    ]  # fmt: skip
    assert [block.level for block in document.blocks[:2]] == [0, 1]
    assert document.blocks[-1].page is None


def test_diagrams_and_attached_files(load):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.shapes.title.text = "Étapes"
    part = pptx.opc.package.Part(
        pptx.opc.packuri.PackURI("/ppt/diagrams/data1.xml"), "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml",
        deck.part.package,
        b'<x xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Diagnostic</a:t></a:r></a:p></x>',
    )  # fmt: skip
    relation = slide.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    )
    slide.shapes._spTree.append(parse_xml(
        '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
        f'<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="{relation}"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    ))  # fmt: skip
    slide.shapes.add_ole_object(BytesIO(b"PK"), "Excel.Sheet.12", Cm(1), Cm(9))
    (document,) = load("a.pptx", saved(deck), {"title": "T"})
    assert "Diagnostic" in document.text
    assert [name.endswith((".bin", ".xlsx")) for name in told(document)["attachments"]["names"].split(", ")] == [True]


# OpenDocument


def p(text, style=""):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


STYLES = (
    '<style:style style:name="Cache" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Haut" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix=")"/><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
)


def test_an_opendocument_text_with_all_that_hangs_on_it(load):
    note = '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>'
    frame = '<draw:frame text:anchor-type="page"><draw:text-box>{}</draw:text-box><svg:desc>Plan du quai</svg:desc></draw:frame>'
    body = (
        frame.format(p("Cadre : le lundi."))
        + p("Le quai", "P1")
        + '<text:h text:outline-level="1">Aides</text:h>'
        + p("La prime" + note.format(p("Depuis 2024.")) + " vaut 12 m" + '<text:span text:style-name="Haut">2</text:span>.')
        + p('Vu.<text:span text:style-name="Cache"> Marge.</text:span><text:s text:c="2"/>Lu.<text:line-break/>Fin.')
        + "<text:section>" + p("Dans une section.") + "</text:section>"
        + '<text:section text:display="none">' + p("Masqué.") + "</text:section>"
        + '<text:list text:style-name="L1"><text:list-item>' + p("un") + "<text:list><text:list-item>" + p("dedans")
        + "</text:list-item></text:list></text:list-item><text:list-item>" + p("deux") + "</text:list-item></text:list>"
        + p("Remarque<office:annotation><text:p>À revoir</text:p></office:annotation> ici.")
        + "<text:tracked-changes><text:changed-region>" + p("Ancien.") + "</text:changed-region></text:tracked-changes>"
    )  # fmt: skip
    pages = (
        "<office:master-styles><style:master-page><style:footer>"
        + p("Pôle Quai")
        + "</style:footer></style:master-page></office:master-styles>"
    )
    meta = "<meta:initial-creator>Noa Exemple</meta:initial-creator><dc:date>2024-05-06T10:00:00</dc:date>"
    (document,) = load("a.odt", odf("text", body, STYLES, pages, meta))
    assert kinds(document) == [
        ("prose", "Cadre : le lundi."), ("caption", "Plan du quai"), ("prose", "La prime¹ vaut 12 m²."),
        ("note", "¹ Depuis 2024."), ("prose", "Vu. Lu.\nFin."), ("prose", "Dans une section."), ("item", "1) un"),
        ("item", "  - dedans"), ("item", "2) deux"), ("prose", "Remarque ici."), ("note", "À revoir"),
        ("note", "Pôle Quai"),
    ]  # fmt: skip
    assert document.metadata.title == "Le quai"
    assert document.metadata.extra == {"author": ("Noa Exemple",), "date": ("2024-05-06",)}
    assert told(document) == {"hidden-text": {"count": str(len("Marge.Masqué."))}, "deleted-text": {"count": "7"}}


def test_charts_of_opendocument_files(load):
    def cell(text):
        return f"<table:table-cell>{p(text)}</table:table-cell>"

    row = "<table:table-row>{}{}</table:table-row>"
    table = (
        f"<table:table><table:table-header-rows>{row.format(cell(''), cell('Contrats'))}</table:table-header-rows>"
        f"<table:table-rows>{row.format(cell('2023'), cell('41'))}</table:table-rows></table:table>"
    )
    chart = odf("chart", f"<chart:chart><chart:title>{p('Contrats signés')}</chart:title>{table}</chart:chart>")
    from zipfile import ZipFile

    content = ZipFile(BytesIO(chart)).read("content.xml")
    body = p('<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>')
    (document,) = load("a.odt", odf("text", body, **{"Object 1/content.xml": content}))
    assert kinds(document) == [("caption", "Contrats signés"), ("row", "2023; Contrats: 41")]


def test_opendocument_slides(load):
    styles = (
        '<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    frame = '<draw:frame presentation:class="{}" svg:y="{}cm"><draw:text-box>{}</draw:text-box></draw:frame>'
    notes = f"<presentation:notes>{frame.format('notes', 1, p('Dire merci.'))}</presentation:notes>"
    body = (
        f"<draw:page>{frame.format('outline', 9, p('En bas.'))}{frame.format('title', 1, p('Le plan'))}"
        f"{frame.format('outline', 5, p('En haut.'))}{notes}</draw:page>"
        f"<draw:page draw:style-name='dp2'>{frame.format('title', 1, p('Marges'))}</draw:page>"
    )
    (document,) = load("a.odp", odf("presentation", body, styles), {"title": "T"})
    assert sections(document) == [(("Le plan",), 1, "En haut.\n\nEn bas.\n\nDire merci.")]
    assert document.blocks[-1].kind == "note"
    assert told(document) == {"hidden-slides": {"numbers": "2"}}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (odf("spreadsheet", ""), "wrong-type"),
        (zipped({"content.xml": "<pas fermé"}), "broken"),
        (zipped({"content.xml": "<x/>", "META-INF/manifest.xml": "<m encryption-data='1'/>"}), "encrypted"),
        (zipped({"autre.xml": "<x/>"}), "wrong-type"),
        (odf("text", ""), "empty"),
    ],
)
def test_opendocument_texts_that_cannot_be_read(load, content, code):
    with pytest.raises(DocumentError) as caught:
        load("a.odt", content)
    assert caught.value.code == code
