"""Files of the office and of the web, made by the libraries that know these formats."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from pptx.util import Cm

from assistant.errors import DocumentError
from tests.loading.conftest import sections

TABLE = [["Ville", "Nom"], ["Dole", "Solvay"], ["Cluses", ""]]
LINES = "Ville: Dole; Nom: Solvay\nVille: Cluses"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(thing):
    buffer = BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def zipped(**members):
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_docx(load):
    document = docx.Document()
    document.add_heading("Rapport", 0)
    document.add_heading("Contexte", 1)
    document.add_paragraph("Un texte.")
    document.add_paragraph("un", style="List Bullet")
    document.add_paragraph("deux", style="List Number")
    table = document.add_table(3, 2)
    for row, values in enumerate(TABLE):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    document.add_heading("Suite", 2)
    tracked = document.add_paragraph("Reste")
    tracked._p.append(parse_xml(f"<w:ins {W}><w:r><w:t> ajouté</w:t></w:r></w:ins>"))
    tracked._p.append(parse_xml(f"<w:del {W}><w:r><w:delText> supprimé</w:delText></w:r></w:del>"))
    (loaded,) = load("a.docx", saved(document))
    assert loaded.metadata.title == "Rapport"
    assert sections(loaded) == [
        (("Contexte",), None, f"Un texte.\n\n- un\n1. deux\n\n{LINES}"),
        (("Contexte", "Suite"), None, "Reste ajouté"),
    ]


def test_numbered_lists_of_docx_keep_their_numbers(load):
    document = docx.Document()
    for style, text in (
        ("List Number", "un"), ("List Number", "deux"), ("Normal", "Un texte."), ("List Number", "trois"),
        ("List Bullet", "puce"), ("List Number 2", "autre"),
    ):  # fmt: skip
        document.add_paragraph(text, style=style)
    (loaded,) = load("a.docx", saved(document))
    assert loaded.text == "1. un\n2. deux\n\nUn texte.\n\n3. trois\n- puce\n1. autre"


def test_docx_without_headings_takes_the_title_of_its_properties(load):
    document = docx.Document()
    document.core_properties.title = "Propriété"
    document.add_paragraph("Un texte.")
    assert load("a.docx", saved(document))[0].metadata.title == "Propriété"


def test_pptx(load):
    slides = pptx.Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[1])
    first.shapes.title.text = "Premier"
    first.placeholders[1].text = "un\ndeux"
    first.notes_slide.notes_text_frame.text = "Une note."
    second = slides.slides.add_slide(slides.slide_layouts[5])
    second.shapes.title.text = "Second"
    table = second.shapes.add_table(3, 2, Cm(1), Cm(5), Cm(5), Cm(5)).table
    for row, values in enumerate(TABLE):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    (loaded,) = load("présentation.pptx", saved(slides), {"title": "La présentation"})
    assert sections(loaded) == [(("Premier",), 1, "un\ndeux\n\nUne note."), (("Second",), 2, LINES)]


def test_xlsx_with_jobs_and_another_sheet(load):
    workbook = openpyxl.Workbook()
    for row in (["Intitulé", "Code ROME", "Salaire"], ["Soudeur", "H2913", 30000.0], [], ["Tourneur", "H2903", 2.5]):
        workbook.active.append(row)
    other = workbook.create_sheet("Sites")
    for row in TABLE:
        other.append(row)
    welder, turner, sites = load("a.xlsx", saved(workbook))
    assert (welder.metadata.title, welder.metadata.kind, welder.row) == ("Soudeur", "job", 1)
    assert welder.metadata.rome == ("H2913",)
    assert welder.text == "Code ROME: H2913\nSalaire: 30000"
    assert (turner.metadata.title, turner.row) == ("Tourneur", 2)
    assert (sites.row, sections(sites)) == (None, [(("Sites",), None, LINES)])


@pytest.mark.parametrize(
    ("content", "title", "codes", "text"),
    [
        (
            'Intitulé;Code ROME;Définition\nSoudeur;H2913;"Il soude ; bien."\n'.encode("cp1252"),
            "Soudeur", ("H2913",), "Code ROME: H2913\nDéfinition: Il soude ; bien.",
        ),
        (
            b'conceptUri,preferredLabel,altLabels\nhttp://x/y,welder,"a\nb"\n',
            "welder", ("http://x/y",), "conceptUri: http://x/y\naltLabels: a, b",
        ),
        (
            b'conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,'
            b'regulatedProfessionNote,scopeNote,definition,inScheme,description,code\n'
            b'Occupation,http://x/y,7212,soudeur,,,released,,,,,,Il soude.,7212.3\n',
            "soudeur", ("http://x/y",),
            "conceptType: Occupation\nconceptUri: http://x/y\niscoGroup: 7212\nstatus: released\n"
            "description: Il soude.\ncode: 7212.3",
        ),
        (
            b'code_rome;code_fiche_em;code_ogr;libelle_rome;statut\nH2913;1;403;Soudage manuel;1\n',
            "Soudage manuel", ("H2913",), "code_rome: H2913\ncode_fiche_em: 1\ncode_ogr: 403\nstatut: 1",
        ),
        (
            b'code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome\n'
            b'19418,Soudeur / Soudeuse,Soudeur,H2913\n',
            "Soudeur / Soudeuse", ("H2913",),
            "code_ogr: 19418\nlibelle_appellation_court: Soudeur\ncode_rome: H2913",
        ),
        (
            b'O*NET-SOC Code\tTitle\tDescription\n51-4121.00\tWelders\tJoin metal.\n',
            "Welders", ("51-4121.00",), "O*NET-SOC Code: 51-4121.00\nDescription: Join metal.",
        ),
    ],
)  # fmt: skip
def test_csv_of_the_known_repertories(load, content, title, codes, text):
    (document,) = load("a.csv", content)
    metadata = document.metadata
    assert (metadata.title, metadata.kind, document.row, document.text) == (title, "job", 1, text)
    assert metadata.rome or metadata.esco or metadata.extra["onet"] == codes


def test_skills_of_esco_are_no_jobs(load):
    header = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel"
    (document,) = load("a.csv", f"{header}\nKnowledgeSkillCompetence,http://x/y,skill,cross,souder\n")
    assert (document.metadata.title, document.metadata.kind) == ("souder", None)


def test_csv_with_columns_named_by_the_admin(load):
    entry = {"kind": "job", "columns": {"title": "Poste", "region": "Où"}}
    first, second = load("a.csv", "Nom,Poste,Où\nx,Soudeur,Jura\ny,Tourneur,\n", entry)
    assert (first.metadata.title, first.metadata.region, first.metadata.kind) == ("Soudeur", ("Jura",), "job")
    assert (second.metadata.title, second.metadata.region, second.row) == ("Tourneur", (), 2)


def test_a_long_value_of_a_row_is_a_section(load):
    long = "Il soude des pièces. " * 20
    (document,) = load("a.csv", f"Titre,Code ROME,Description\nSoudeur,H2913,{long}\n")
    assert sections(document) == [(("Description",), None, long.strip()), ((), None, "Code ROME: H2913")]


def test_html_without_navigation(load):
    paragraph = "Le décolletage fabrique des pièces pour l'horlogerie, l'automobile et le médical."
    page = (
        "<html><head><title>T | Site</title><script>x()</script></head><body><nav><a href=/>Accueil</a></nav><main>"
        f"<h1>Titre</h1><p>{paragraph}</p><h2>Sous</h2><p>{paragraph}</p><ul><li>un</li><li>deux</li></ul>"
        "<ol><li>premier<ul><li>dedans</li></ul></li><li>second</li></ol><table><tr><th>Ville</th><th>Nom</th></tr><tr><td>Dole</td><td>Solvay</td></tr></table></main>"
        "<footer>Mentions légales</footer></body></html>"
    )
    (document,) = load("a.html", page)
    assert document.metadata.title == "Titre"
    lists = "- un\n- deux\n\n1. premier\n  - dedans\n2. second"
    assert sections(document) == [
        ((), None, paragraph),
        (
            ("Sous",),
            None,
            f"{paragraph}\n\n{lists}\n\nVille: Dole; Nom: Solvay",
        ),
    ]


def test_a_tiny_page(load):
    assert load("a.htm", "<p>Bonjour <b>le</b> monde")[0].text == "Bonjour le monde"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", b"Du texte.", "wrong-type"),
        ("a.docx", zipped(autre="x"), "wrong-type"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "encrypted"),
        ("a.docx", b"PK\x03\x04 etc", "broken"),
        ("a.docx", zipped(**{"word/document.xml": "<pas fermé"}), "broken"),
        ("a.docx", zipped(**{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "broken"),
        ("a.docx", zipped(**{"word/document.xml": b" " * 210_000_000}), "too-large"),
        ("a.csv", "Titre,Code ROME\n", "empty"),
        ("a.html", "<html></html>", "empty"),
        ("a.html", "<!-- rien -->", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(load, name, content, code):
    with pytest.raises(DocumentError) as caught:
        load(name, content)
    assert caught.value.code == code
