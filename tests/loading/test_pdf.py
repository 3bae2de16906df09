from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Table

from assistant.errors import DocumentError
from tests.loading.conftest import sections

STYLES = getSampleStyleSheet()


def drawn(*pages, **options):
    """A PDF of pages of (x, y, size, text)."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def prose(name, sentences):
    return " ".join(f"L'atelier {name}{n} fabrique des pièces et emploie {n} personnes." for n in range(sentences))


@pytest.fixture(scope="module")
def report():
    """Three pages: one column with headings and a table, then two columns that run over a page break."""

    def decorate(canvas, document):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 815, "Rapport du cluster 2024")
        canvas.drawString(300, 20, f"Page {document.page} sur 3")

    buffer = BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, title="Le rapport")
    height = A4[1] - 140
    document.addPageTemplates(
        [
            PageTemplate("one", [Frame(60, 70, 480, height)], onPage=decorate),
            PageTemplate("two", [Frame(60, 70, 230, height), Frame(310, 70, 230, height)], onPage=decorate),
        ]
    )
    body = STYLES["Normal"]
    story = [
        Paragraph("Contexte", STYLES["Heading1"]),
        Paragraph(prose("a", 12), body),
        Paragraph(prose("b", 12), body),
        Paragraph("Chiffres", STYLES["Heading2"]),
        Table([["Ville", "Nom", "Emplois"], ["Dole", "Solvay", "120"], ["Cluses", "Savoy", "11"]]),
        NextPageTemplate("two"),
        PageBreak(),
        Paragraph("Colonnes", STYLES["Heading1"]),
        *[Paragraph(prose(name, 14), body) for name in "cdefghi"],
    ]
    document.build(story)
    return buffer.getvalue()


def test_headings_pages_tables_and_columns(load, report):
    (document,) = load("r.pdf", report)
    assert document.metadata.title == "Le rapport"
    first, numbers, *columns = sections(document)
    assert first == (("Contexte",), 1, f"{prose('a', 12)}\n\n{prose('b', 12)}")
    assert numbers == (
        ("Contexte", "Chiffres"),
        1,
        "Ville: Dole; Nom: Solvay; Emplois: 120\nVille: Cluses; Nom: Savoy; Emplois: 11",
    )
    assert [(heading, page) for heading, page, _ in columns] == [(("Colonnes",), 2), (("Colonnes",), 3)]
    read = " ".join(" ".join(text.split()) for _, _, text in columns)
    assert read == " ".join(prose(name, 14) for name in "cdefghi")


def test_running_heads_and_page_numbers_are_dropped(load, report):
    text = load("r.pdf", report)[0].text
    assert "Rapport du cluster" not in text
    assert "sur 3" not in text


def test_hyphens_at_line_ends_are_undone_but_compounds_kept(load):
    lines = ["La collec-", "tivité et son savoir-faire font que le savoir-", "faire et la collectivité durent."]
    (document,) = load("a.pdf", drawn([(72, 700 - 14 * n, 11, line) for n, line in enumerate(lines)]))
    assert document.text == "La collectivité et son savoir-faire font que le savoir-faire et la collectivité durent."


def test_three_columns_are_read_one_after_another(load):
    columns = [[f"colonne {name} ligne {n} du texte" for n in range(12)] for name in "abc"]
    rows = [(60 + 170 * x, 700 - 13 * n, 10, columns[x][n]) for n in range(12) for x in range(3)]
    (document,) = load("a.pdf", drawn(rows))
    assert document.text.split() == " ".join(line for column in columns for line in column).split()


def test_a_table_is_read_row_by_row(load):
    cells = [["Ville", "Emplois", "Année"], *[[f"Ville {n}", f"{n}00", "2024"] for n in range(9)]]
    (document,) = load(
        "a.pdf", drawn([(60 + 150 * x, 700 - 14 * y, 10, cells[y][x]) for y in range(10) for x in range(3)])
    )
    assert document.text.split("\n") == [f"Ville: {a}; Emplois: {b}; Année: {c}" for a, b, c in cells[1:]]


def ruled(*tables, width=(150, 60, 90)):
    """A PDF with tables of wrapped cells, each drawn with a grid and followed by a paragraph."""
    buffer = BytesIO()
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    story = []
    for rows in tables:
        cells = [[Paragraph(cell, STYLES["Normal"]) for cell in row] for row in rows]
        story += [
            Table(cells, colWidths=width[: len(rows[0])], style=grid, repeatRows=1),
            Paragraph(prose("x", 3), STYLES["Normal"]),
        ]
    document = BaseDocTemplate(buffer, pagesize=A4)
    document.addPageTemplates([PageTemplate("one", [Frame(60, 70, 480, A4[1] - 140)])])
    document.build(story)
    return buffer.getvalue()


HEADS = ["Chiffre clé de la vallée tout entière", "Année", "Source"]
WRAPPED = ["Soixante-cinq entreprises et dix mille salariés sur trois sites", "page non datée", "[1]"]


def test_cells_of_a_ruled_table_may_take_many_lines(load):
    (document,) = load("a.pdf", ruled([HEADS, WRAPPED, ["Deux", "", "[2]"]], [HEADS[:2], WRAPPED[:2]]))
    head, year, source = HEADS
    first, second = f"{head}: {WRAPPED[0]}; {year}: page non datée; {source}: [1]", f"{head}: Deux; {source}: [2]"
    third = f"{head}: {WRAPPED[0]}; {year}: page non datée"
    paragraph = prose("x", 3)
    assert document.text == f"{first}\n{second}\n\n{paragraph}\n\n{third}\n\n{paragraph}"


def test_a_table_that_runs_over_a_page_keeps_its_head(load):
    rows = [[f"Entreprise numéro {n} de la vallée", str(2000 + n), f"[{n}]"] for n in range(60)]
    (document,) = load("a.pdf", ruled([HEADS, *rows]))
    lines = [line for line in document.text.split("\n") if "numéro" in line]
    assert lines == [f"{HEADS[0]}: {name}; Année: {year}; Source: {source}" for name, year, source in rows]
    assert len({block.page for block in document.blocks}) > 1


def test_addresses_that_fill_their_lines_stay_whole(load):
    address = "https://example.org/actualites/les-clusters-et-la-formation-des-techniciens-de-maintenance"
    lines = [
        "Les chiffres des clusters et de leurs métiers en France sont publiés chaque année.",
        f"Voir {address[:76]}",
    ]
    lines += [f"{address[76:]} pour les détails de cette publication."]
    (document,) = load("a.pdf", drawn([(72, 700 - 14 * n, 11, line) for n, line in enumerate(lines)]))
    assert address in document.text
    assert f"{address} pour les détails" in document.text


def test_a_sentence_may_cross_pages(load):
    pages = [[(72, 300, 11, "La phrase commence sur une page et elle")], [(72, 700, 11, "finit sur la suivante.")]]
    (document,) = load("a.pdf", drawn(*pages))
    assert document.text == "La phrase commence sur une page et elle finit sur la suivante."
    assert [block.page for block in document.blocks] == [1, 2]


def _no_page():
    import pypdfium2

    buffer = BytesIO()
    pypdfium2.PdfDocument.new().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (drawn([(72, 700, 11, "Secret.")], encrypt=StandardEncryption("mot", ownerPassword="autre")), "encrypted"),
        (_no_page(), "empty"),
        (drawn([]), "no-text"),
        (b"%PDF-1.7\n" + b"rien " * 100, "broken"),
        (drawn([(72, 700, 11, "Coupé.")])[:300], "broken"),
        (b"PK\x03\x04 une archive", "wrong-type"),
        (b"Du texte.", "wrong-type"),
    ],
)
def test_each_trouble_has_its_own_error(load, content, code, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))  # without tesseract
    with pytest.raises(DocumentError) as caught:
        load("a.pdf", content)
    assert caught.value.code == code


def test_a_scan_without_ocr_says_what_would_help(load, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError, match="install tesseract"):
        load("a.pdf", drawn([]))
    with pytest.raises(DocumentError, match="ASSISTANT_OCR=auto"):
        load("a.pdf", drawn([]), ocr="off")


def test_scanned_pages_go_through_the_tesseract_command(load, monkeypatch, tmp_path):
    """A stand-in for the command, so that the test runs where it is not installed: it checks what it is given."""
    command = tmp_path / "bin" / "tesseract"
    command.parent.mkdir()
    command.write_text(
        '#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "List:\\neng\\nfra\\nosd\\n"; exit; fi\n'
        '[ "$*" = "stdin stdout -l fra+eng" ] && [ "$(head -c 2)" = P5 ] && printf "Texte lu\\npar OCR."\n'
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:/usr/bin:/bin")
    (document,) = load("a.pdf", drawn([(72, 700, 11, "Une page de texte.")], []))
    assert sections(document) == [((), 1, "Une page de texte."), ((), 2, "Texte lu\npar OCR.")]
