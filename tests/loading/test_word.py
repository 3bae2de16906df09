"""Word files: all that one sees, in its place, and nothing that is hidden or deleted."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import DocumentError
from assistant.loading.cleaning import clean
from assistant.loading.docx import read
from assistant.loading.parts import Source
from assistant.loading.warnings import describe
from assistant.settings import Settings
from tests.loading.conftest import kinds, sections

NAMESPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TABLE_OF_ONE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs):
    return f"<w:p>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def word(*body, parts=None, styles=()):
    """A Word file with this XML at its end; ``parts`` are further files: their kind of relation, name and content."""
    document = docx.Document()
    for name, base in styles:
        style = document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base] if base else None
    for xml in body:
        element = parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {NAMESPACES}", xml))
        document.element.body.insert(len(document.element.body) - 1, element)
    buffer = BytesIO()
    document.save(buffer)
    if not parts:
        return buffer.getvalue()
    return added(buffer, parts)


def added(buffer, parts):
    """The file with further parts, to which its main part refers as ``rx0``, ``rx1``, …"""
    changed = BytesIO()
    with ZipFile(buffer) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                more = "".join(
                    f'<Relationship Id="rx{n}" Type="{RELATIONSHIP}/{kind}" Target="{part}"/>'
                    for n, (kind, part, _) in enumerate(parts)
                )
                content = content.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            new.writestr(name, content)
        for _, part, xml in parts:
            new.writestr(f"word/{part}", re.sub(r"^<([\w:]+)", rf"<\1 {NAMESPACES}", xml))
    return changed.getvalue()


def texts(load, *body, **more):
    (document,) = load("a.docx", word(*body, **more))
    return document.text.split("\n\n")


def control(content):
    return f"<w:sdt><w:sdtPr><w:alias w:val='Champ'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


@pytest.mark.parametrize(
    "wrapped",
    [
        control(paragraph("Le tutorat dure un an.")),
        control(control(paragraph("Le tutorat dure un an."))),
        paragraph("Le tutorat ", control(run("dure un an.")).replace("\n", "")),
        f"<w:customXml w:element='x'>{paragraph('Le tutorat dure un an.')}</w:customXml>",
        f"<w:p><w:smartTag w:element='x'>{run('Le tutorat dure un an.')}</w:smartTag></w:p>",
        f"<w:p><w:fldSimple w:instr='REF x'>{run('Le tutorat dure un an.')}</w:fldSimple></w:p>",
        f"<w:p><w:hyperlink r:id='x'>{run('Le tutorat dure un an.')}</w:hyperlink></w:p>",
        f"<w:ins w:id='1' w:author='x'>{paragraph('Le tutorat dure un an.')}</w:ins>",
        f"<w:p><w:moveTo w:id='1' w:author='x'>{run('Le tutorat dure un an.')}</w:moveTo></w:p>",
        "<w:p><m:oMath><m:r><m:t>Le tutorat dure un an.</m:t></m:r></m:oMath></w:p>",
    ],
)
def test_what_only_wraps_text_hides_none(load, wrapped):
    assert texts(load, wrapped) == ["Le tutorat dure un an."]


def test_rows_and_cells_in_content_controls(load):
    cell = control(f"<w:tc>{paragraph('90 €')}</w:tc>")
    table = (
        f"<w:tbl>{row('Offre', 'Prix')}{control(row('Bilan', '300 €'))}"
        f"<w:tr><w:tc>{paragraph('Suivi')}</w:tc>{cell}</w:tr></w:tbl>"
    )
    assert texts(load, table) == ["Offre: Bilan; Prix: 300 €\nOffre: Suivi; Prix: 90 €"]


def test_notes_stand_after_their_paragraph_behind_a_raised_number(load):
    note = "<w:{0}s><w:{0} w:id='0' w:type='separator'/>{1}</w:{0}s>"
    foot = "".join(
        f"<w:footnote w:id='{number}'>{paragraph(text)}</w:footnote>"
        for number, text in ((4, "Hors taxes."), (5, "Par an."))
    )
    end = f"<w:endnote w:id='1'>{paragraph('Voir la loi.')}</w:endnote>"
    (document,) = load(
        "a.docx",
        word(
            paragraph("Le prix est de 12 345", "<w:r><w:footnoteReference w:id='5'/></w:r>", " euros",
                      "<w:r><w:footnoteReference w:id='4'/></w:r>", ".", "<w:r><w:endnoteReference w:id='1'/></w:r>"),
            parts=[("footnotes", "footnotes.xml", note.format("footnote", foot)),
                   ("endnotes", "endnotes.xml", note.format("endnote", end))],
        ),
    )  # fmt: skip
    assert kinds(document) == [
        ("prose", "Le prix est de 12 345¹ euros².⁽¹⁾"), ("note", "¹ Par an."), ("note", "² Hors taxes."),
        ("note", "⁽¹⁾ Voir la loi."),
    ]  # fmt: skip


def test_text_boxes_diagrams_charts_and_pictures(load):
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><wp:docPr id='1' name='z'/>"
        f"<a:graphic><a:graphicData uri='x'><wps:wsp><wps:txbx><w:txbxContent>{paragraph('Encadré : le jeudi.')}"
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph('Encadré : le jeudi.')}</w:txbxContent></v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    drawing = (
        "<w:r><w:drawing><wp:inline><wp:docPr id='2' name='y' descr='{}'/><a:graphic><a:graphicData uri='x'>{}"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    series = (
        "<c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>Recrues</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        "<c:cat><c:strRef><c:strCache><c:pt idx='0'><c:v>2023</c:v></c:pt><c:pt idx='1'><c:v>2024</c:v></c:pt></c:strCache>"
        "</c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>0.0%</c:formatCode><c:pt idx='0'><c:v>0.25</c:v></c:pt>"
        "<c:pt idx='1'><c:v>0.3</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>"
    )
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Part des recrues</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    (document,) = load(
        "a.docx",
        word(
            paragraph("Voici :", box, drawing.format("Plan du site, trois halles", ""),
                      drawing.format("", "<c:chart r:id='rx0'/>"), drawing.format("image1.png", "<dgm:relIds r:dm='rx1'/>")),
            parts=[
                ("chart", "charts/chart1.xml",
                 f"<c:chartSpace><c:chart>{title}<c:plotArea>{series}</c:plotArea></c:chart></c:chartSpace>"),
                ("diagramData", "diagrams/data1.xml",
                 "<dgm:dataModel><dgm:pt><dgm:t><a:p><a:r><a:t>Comité</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"),
            ],
        ),
    )  # fmt: skip
    assert kinds(document) == [
        ("prose", "Voici :"), ("prose", "Encadré : le jeudi."), ("caption", "Part des recrues"),
        ("row", "2023; Recrues: 25,0 %"), ("row", "2024; Recrues: 30,0 %"), ("item", "- Comité"),
        ("caption", "Plan du site, trois halles"),
    ]  # fmt: skip


def test_what_is_hidden_or_deleted_is_left_out_and_told(load):
    deleted = row("Stand", "9 €", properties="<w:del w:id='1' w:author='x'/>")
    masked = row("Visite", "8 €", properties="<w:hidden/>")
    table = f"<w:tbl>{row('Action', 'Coût')}{deleted}{masked}{row('Forum', '7 €')}</w:tbl>"
    (document,) = load(
        "a.docx",
        word(
            paragraph("Délai : ", "<w:del w:id='2' w:author='x'><w:r><w:delText>dix</w:delText></w:r></w:del>",
                      "<w:ins w:id='3' w:author='x'><w:r><w:t>vingt</w:t></w:r></w:ins>", " jours.",
                      run("Marge 30 %.", "<w:vanish/>"), run(" Fin.", "<w:vanish w:val='0'/>")),
            f"<w:moveFrom w:id='4' w:author='x'>{paragraph('Ailleurs.')}</w:moveFrom>",
            table,
        ),
    )  # fmt: skip
    assert document.text == "Délai : vingt jours. Fin.\n\nAction: Forum; Coût: 7 €"
    assert {warning.code: warning.details for warning in document.warnings} == {
        "hidden-text": {"count": str(len("Marge30%.") + len("Visite8€"))},
        "deleted-text": {"count": str(len("dix") + len("Ailleurs.") + len("Stand9€"))},
    }


def test_headings_by_style_name_in_either_language_by_outline_level_and_by_base(load):
    def styled(name, text):
        return f"<w:p><w:pPr><w:pStyle w:val='{name}'/></w:pPr>{run(text)}</w:p>"

    body = [
        styled("Title", "La charte"), styled("Titre1", "Cadre"), paragraph("Un."), styled("Maison", "Dates"),
        paragraph("Deux."), f"<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr>{run('Budget')}</w:p>", paragraph("Trois."),
        styled("Caption", "Figure 1 : les dates"),
    ]  # fmt: skip
    (document,) = load("a.docx", word(*body, styles=[("Titre 1", None), ("Maison", "Heading 2")]))
    assert document.metadata.title == "La charte"
    assert sections(document) == [
        (("Cadre",), None, "Un."), (("Cadre", "Dates"), None, "Deux."),
        (("Cadre", "Budget"), None, "Trois.\n\nFigure 1 : les dates"),
    ]  # fmt: skip
    assert document.blocks[-1].kind == "caption"


def test_the_first_of_several_equal_headings_is_not_the_title(load):
    document = docx.Document()
    for heading in ("Contexte", "Objectifs"):
        document.add_heading(heading, 1)
        document.add_paragraph("Texte.")
    buffer = BytesIO()
    document.save(buffer)
    (loaded,) = load("plan_local.docx", buffer.getvalue())
    assert loaded.metadata.title == "Plan local"
    assert [heading for heading, _, _ in sections(loaded)] == [("Contexte",), ("Objectifs",)]


def test_page_headers_and_footers_once_and_comments(load):
    document = docx.Document()
    document.add_paragraph("Un texte.")
    document.sections[0].header.paragraphs[0].text = "Pôle Verre – usage interne"
    document.sections[0].footer.paragraphs[0].text = "Page 1 sur 3"
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Pôle Verre – usage interne"
    document.add_comment(document.paragraphs[0].runs, text="À vérifier.", author="A")
    buffer = BytesIO()
    document.save(buffer)
    (loaded,) = load("a.docx", buffer.getvalue())
    assert kinds(loaded) == [
        ("prose", "Un texte."), ("note", "À vérifier."), ("note", "Pôle Verre – usage interne"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([run("12 m"), run("2", "<w:vertAlign w:val='superscript'/>")], "12 m²"),
        ([run("CO"), run("2", "<w:vertAlign w:val='subscript'/>")], "CO₂"),
        ([run("le 1"), run("er", "<w:vertAlign w:val='superscript'/>"), run(" mai")], "le 1er mai"),
        (["<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", run(" oui")], "☑ oui"),
        (["<w:r><w:t>sous</w:t><w:noBreakHyphen/><w:t>traitant</w:t></w:r>"], "sous‑traitant"),
        (["<w:r><w:t>ap</w:t><w:softHyphen/><w:t>pui</w:t></w:r>"], "appui"),
        (["<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>",
          run("Oui")], "☒ Oui"),
        (["<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='CAP'/>"
          "<w:listEntry w:val='BTS'/></w:ddList></w:ffData></w:fldChar></w:r>"], "BTS"),
        (["<m:oMath><m:f><m:num><m:r><m:t>a+1</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"],
         "(a+1)/b"),
    ],
)  # fmt: skip
def test_characters_as_they_are_shown(load, runs, shown):
    assert texts(load, paragraph(*runs)) == [shown]


def test_strict_files_are_read_as_well(load):
    buffer = BytesIO()
    with ZipFile(BytesIO(word(paragraph("Un texte strict.")))) as old, ZipFile(buffer, "w") as strict:
        for name in old.namelist():
            content = re.sub(
                rb"http://schemas\.openxmlformats\.org/(\w+)/2006/", rb"http://purl.oclc.org/ooxml/\1/", old.read(name)
            )
            strict.writestr(name, content)
    (document,) = load("a.docx", buffer.getvalue())
    assert document.text == "Un texte strict."


def test_who_wrote_it_and_when_but_no_program(load):
    document = docx.Document()
    document.add_paragraph("Texte.")
    document.core_properties.author = "Alix Modèle"
    document.core_properties.title = "Microsoft Word - note.docx"
    buffer = BytesIO()
    document.save(buffer)
    metadata = load("note_verre.docx", buffer.getvalue())[0].metadata
    assert (metadata.title, metadata.extra["author"], metadata.extra["date"]) == (
        "Note verre", ("Alix Modèle",), ("2013-12-23",),
    )  # fmt: skip
    assert "author" not in load("a.docx", word(paragraph("Texte.")))[0].metadata.extra  # python-docx


def test_a_box_of_one_cell_is_text_and_a_table_in_a_cell_is_kept(load):
    boxed = _TABLE_OF_ONE.format("Encadré.")
    inner = f"<w:tbl>{row('a', 'b')}{row('1', '2')}</w:tbl>"
    outer = f"<w:tbl>{row('Lot', 'Détail')}<w:tr><w:tc>{paragraph('A')}</w:tc><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    (document,) = load("a.docx", word(boxed, outer))
    assert kinds(document) == [("prose", "Encadré."), ("row", "Lot: A; Détail: a: 1; b: 2")]


def test_numbers_of_several_levels(load):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.append(parse_xml(
        f"<w:abstractNum {NAMESPACES} w:abstractNumId='77'>"
        "<w:lvl w:ilvl='0'><w:start w:val='2'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1)'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl></w:abstractNum>"
    ))  # fmt: skip
    numbering.append(parse_xml(f"<w:num {NAMESPACES} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    for level, text in ((0, "un"), (1, "dedans"), (1, "encore"), (0, "deux")):
        item = document.add_paragraph(text)
        item._p.get_or_add_pPr().append(
            parse_xml(f"<w:numPr {NAMESPACES}><w:ilvl w:val='{level}'/><w:numId w:val='77'/></w:numPr>")
        )
    buffer = BytesIO()
    document.save(buffer)
    (loaded,) = load("a.docx", buffer.getvalue())
    assert loaded.text == "II) un\n  II.1 dedans\n  II.2 encore\nIII) deux"
    assert [(block.level, loaded.text[block.start + block.mark : block.end]) for block in loaded.blocks] == [
        (0, "un"), (1, "dedans"), (1, "encore"), (0, "deux"),
    ]  # fmt: skip


def test_words_that_no_rule_knows_are_told(load):
    lost = "<w:unknown><w:del><w:r/></w:del></w:unknown>"
    sentence = paragraph("Une phrase entière que le tableau ne montre pas ici du tout.")
    table = f"<w:tbl><w:unknown>{sentence}</w:unknown></w:tbl>"
    (document,) = load("a.docx", word(paragraph("Bref."), lost, table))
    (warning,) = document.warnings
    assert warning.code == "missing"
    assert "phrase entière" in describe(warning, "fr")
    assert "texte courant" in describe(warning, "fr")


def test_a_damaged_part_is_named(load):
    with pytest.raises(DocumentError, match=r"word/document\.xml"):
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            archive.writestr("word/document.xml", "<pas fermé")
        load("a.docx", buffer.getvalue())


_ANY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=60)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=60), max_size=6
    )
)
def test_any_text_comes_out_whole(parts):
    document = docx.Document()
    for text in parts:
        document.add_paragraph(text)
    buffer = BytesIO()
    document.save(buffer)
    (parsed,) = read(Source(buffer.getvalue(), ".docx", "a", Settings(_env_file=None)))
    assert [warning for warning in parsed.warnings if warning.code == "missing"] == []
    assert [part.text for part in parsed.parts] == [text for text in map(clean_lines, parts) if text]


def clean_lines(text):
    """What is kept of a paragraph: clean characters, without the space around it."""
    return clean(text.strip()).strip("\n").strip() and clean(text.strip()).strip("\n")
