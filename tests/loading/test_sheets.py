"""Sheets of every format: dialects, values as shown, hidden parts, several tables on a sheet, remarks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from assistant.errors import DocumentError
from assistant.loading.number_format import shown
from assistant.loading.warnings import describe
from tests.loading.conftest import kinds
from tests.loading.making import odf

FILES = Path(__file__).parent / "files"


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_of(*rows, title="Feuille"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def rows_in(documents):
    return [text for document in documents for kind, text in kinds(document) if kind == "row"]


def told(documents):
    return {warning.code: dict(warning.details) for warning in documents[0].warnings}


# CSV


@pytest.mark.parametrize(
    "text",
    [
        "Bassin;Emplois, en milliers;Part, en %\nLaon;4,2;12,5\nGien;3,1;9,0\n",
        "Bassin,\"Emplois, en milliers\",\"Part, en %\"\nLaon,\"4,2\",\"12,5\"\nGien,\"3,1\",\"9,0\"\n",
        "Bassin|Emplois, en milliers|Part, en %\nLaon|4,2|12,5\nGien|3,1|9,0\n",
        "Bassin\tEmplois, en milliers\tPart, en %\nLaon\t4,2\t12,5\nGien\t3,1\t9,0\n",
        "sep=;\nBassin;Emplois, en milliers;Part, en %\nLaon;4,2;12,5\nGien;3,1;9,0\n",
        "\"sep=|\"\nBassin|Emplois, en milliers|Part, en %\nLaon|4,2|12,5\nGien|3,1|9,0\n",
        "Bassin;Emplois, en milliers;Part, en %\nBassin;Emplois, en milliers;Part, en %\nLaon;4,2;12,5\nGien;3,1;9,0\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_dialects_of_csv(load, text, suffix):
    first, second = load(f"a.{suffix}", text)
    assert first.metadata.title == "Laon"
    assert first.text == "Bassin: Laon\nEmplois, en milliers: 4,2\nPart, en %: 12,5"
    assert second.row == 2


def test_what_stands_around_a_csv_table_goes_with_its_rows(load):
    text = (
        "Apprentis par ville;;\nau 1er janvier 2024;;\n\nVille;Filles;Garçons\nLaon;4;9\nGien;3;7\nSource : enquête;;\n"
    )
    first, second = load("a.csv", text)
    assert kinds(first) == [
        ("row", "Ville: Laon"), ("row", "Filles: 4"), ("row", "Garçons: 9"), ("caption", "Apprentis par ville"),
        ("caption", "au 1er janvier 2024"), ("note", "Source : enquête"),
    ]  # fmt: skip
    assert (second.metadata.title, second.row) == ("Gien", 2)


def test_much_text_around_a_table_is_a_document_of_its_own(load):
    note = "Champ : établissements de dix salariés et plus, hors intérim et fonction publique. " * 4
    *rows, around = load("a.csv", f"Ville;Places\nLaon;4\nGien;3\n{note};\n")
    assert [row.metadata.title for row in rows] == ["Laon", "Gien"]
    assert (around.row, kinds(around)) == (None, [("note", note.strip())])


def test_rows_are_named_by_words_not_by_codes_and_a_head_of_two_levels_is_one(load):
    first, _ = load("a.csv", "Codes;;Noms\nINSEE;SIREN;\n02408;210204079;Laon\n45155;214501553;Gien\n")
    assert first.metadata.title == "Laon"
    assert first.text == "Codes – INSEE: 02408\nCodes – SIREN: 210204079\nNoms: Laon"


def test_a_csv_of_names_and_values_is_one_document(load):
    (document,) = load("a.csv", "Raison sociale;Verrerie du Nord\nSIRET;210204079 00012\nEffectif;84\n")
    assert kinds(document) == [
        ("row", "Raison sociale: Verrerie du Nord"), ("row", "SIRET: 210204079 00012"), ("row", "Effectif: 84"),
    ]  # fmt: skip


# Values as shown


@pytest.mark.parametrize(
    ("value", "code", "french", "english"),
    [
        (0.245, "0.0%", "24,5 %", "24.5%"),
        (0.245, "0%", "25 %", "25%"),
        (1234567.5, '#,##0.00 "€"', "1 234 567,50 €", "1,234,567.50 €"),
        (-1234, "#,##0;(#,##0)", "(1 234)", "(1,234)"),
        (-12.5, "0.0", "-12,5", "-12.5"),
        (1234.5, "_-* #,##0.00 [$€-40C]_-;-* #,##0.00", "1 234,50 €", "1,234.50 €"),
        (2500000, '0.0,,"M€"', "2,5M€", "2.5M€"),
        (0, '0;-0;"-"', "-", "-"),
        (5000, '[>=1000]0.0,"k";0', "5,0k", "5.0k"),
        (500, '[>=1000]0.0,"k";0', "500", "500"),
        (7, '"N° "0', "N° 7", "N° 7"),
        (7, "[Red]0", "7", "7"),
        (1100, "00000", "01100", "01100"),
        (612345678, "0# ## ## ## ##", "06 12 34 56 78", "06 12 34 56 78"),
        (21020407900012, "### ### ### #####", "210 204 079 00012", "210 204 079 00012"),
        (0.1 + 0.2, "General", "0,3", "0.3"),
        (30000.0, "General", "30000", "30000"),
        (1e21, "0", "1000000000000000000000", "1000000000000000000000"),
        (1.005, "0.00", "1,01", "1.01"),
        (1.5, "0.##", "1,5", "1.5"),
        (True, "General", "VRAI", "TRUE"),
        (datetime(2004, 9, 14), "dd/mm/yyyy", "14/09/2004", "14/09/2004"),
        (datetime(2024, 3, 1), "mmmm yyyy", "mars 2024", "March 2024"),
        (date(2024, 8, 5), "ddd d mmm yy", "lun. 5 août 24", "Mon 5 Aug 24"),
        (datetime(2024, 3, 5), "mm-dd-yy", "05/03/2024", "2024-03-05"),
        (datetime(2024, 3, 5, 14, 5, 9), "hh:mm:ss", "14:05:09", "14:05:09"),
        (datetime(2024, 3, 5, 14, 5), "h:mm AM/PM", "2:05 PM", "2:05 PM"),
        (45000, "dd/mm/yyyy", "15/03/2023", "15/03/2023"),
        (timedelta(days=1, hours=11), "[h]:mm", "35:00", "35:00"),
        (timedelta(minutes=90), "[mm]", "90", "90"),
        (time(8, 30), "hh:mm", "08:30", "08:30"),
    ],
)
def test_numbers_and_dates_as_a_spreadsheet_shows_them(value, code, french, english):
    assert shown(value, code, french=True) == french
    assert shown(value, code, french=False) == english


def test_the_language_of_a_workbook_decides_on_the_decimal_sign(load):
    french = book_of(["Part des femmes dans la filière", "Valeur"], ["Ensemble des sites de la région", 1.5])
    english = book_of(["Share of women in the sector", "Value"], ["All of the sites in the region", 1.5])
    assert "1,5" in load("a.xlsx", saved(french))[0].text
    assert "1.5" in load("a.xlsx", saved(english))[0].text


def test_raised_figures_of_rich_text(load):
    note = CellRichText("Effectif 2024", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    area = CellRichText("m", TextBlock(InlineFont(vertAlign="superscript"), "2"))
    documents = load("a.xlsx", saved(book_of(["Site", note], ["Halle en ", area])))
    assert documents[0].text == "Site: Halle en; Effectif 2024¹: m²"


# Workbooks


def test_hidden_sheets_rows_and_columns_are_left_out_and_told(load):
    book = book_of(["Ville", "Marge", "Places"], ["Laon", 9, 4], ["Gien", 8, 3], ["Vire", 7, 2], title="Sites")
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    secret = book.create_sheet("Paie")
    secret.append(["Nom", "Brut"])
    secret.sheet_state = "veryHidden"
    documents = load("a.xlsx", saved(book))
    assert rows_in(documents) == ["Ville: Laon; Places: 4", "Ville: Vire; Places: 2"]
    assert told(documents) == {
        "hidden-sheets": {"names": "Paie"}, "hidden-rows": {"places": "Sites!3"}, "hidden-columns": {"places": "Sites!B"},
    }  # fmt: skip
    assert "Paie" in describe(documents[0].warnings[0], "fr")


def test_a_workbook_of_which_all_is_hidden_says_so(load):
    book = book_of(["Ville", "Places"], ["Laon", 4])
    for row in (1, 2):
        book.active.row_dimensions[row].hidden = True
    with pytest.raises(DocumentError, match="Hidden rows"):
        load("a.xlsx", saved(book))


def test_a_merged_cell_whose_first_row_is_hidden_still_shows(load):
    book = book_of(["Région", "Ville"], ["Corse", "Bastia"], [None, "Corte"], [None, "Calvi"])
    book.active.merge_cells("A2:A4")
    book.active.row_dimensions[2].hidden = True
    assert rows_in(load("a.xlsx", saved(book))) == ["Région: Corse; Ville: Corte", "Région: Corse; Ville: Calvi"]


def test_a_wrong_declared_range_hides_nothing(load):
    changed = BytesIO()
    with ZipFile(BytesIO(saved(book_of(["Site", "Ville"], ["A", "Laon"])))) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert rows_in(load("a.xlsx", changed.getvalue())) == ["Site: A; Ville: Laon"]


def test_formulas_that_were_never_computed_are_told(load):
    documents = load("a.xlsx", saved(book_of(["Poste", "Montant"], ["Salons", 500], ["Ensemble", "=SUM(B2:B2)"])))
    assert rows_in(documents)[-1] == "Poste: Ensemble; Montant: (formule non calculée)"
    assert told(documents) == {"uncomputed": {"where": "Feuille!B3"}}


def test_several_tables_and_texts_on_a_sheet(load):
    book = book_of(
        ["Bilan du dispositif", None, None, None, None, None, None],
        [None],
        ["Tableau 1"],
        ["Ville", "Places", None, None, "Métier", "Postes", "Salaire"],
        ["Laon", 4, None, None, "Fondeur", 3, 1900],
        ["Gien", 3, None, None, "Mouleur", 2, 2000],
        ["Source : enquête"],
        [None],
        [None],
        [None],
        ["Année", "Budget"],
        ["2023", 800],
        ["Contact : le service emploi, poste 4512, ouvert du lundi au jeudi de neuf heures à midi, sauf en août."],
    )
    (document,) = load("a.xlsx", saved(book))
    assert rows_in([document]) == [
        "Ville: Laon; Places: 4", "Ville: Gien; Places: 3", "Métier: Fondeur; Postes: 3; Salaire: 1900",
        "Métier: Mouleur; Postes: 2; Salaire: 2000", "Année: 2023; Budget: 800",
    ]  # fmt: skip
    assert [kind for kind, text in kinds(document) if text in {"Tableau 1", "Source : enquête"}] == ["caption", "note"]


def test_a_blank_row_does_not_end_a_table_but_a_new_header_does(load):
    same = book_of(["Site", "Places"], ["A", 4], [], ["B", 3])
    assert rows_in(load("a.xlsx", saved(same))) == ["Site: A; Places: 4", "Site: B; Places: 3"]
    other = book_of(["Site", "Places"], ["A", 4], [], ["Année", "Budget en euros"], ["2023", 3])
    assert rows_in(load("a.xlsx", saved(other))) == ["Site: A; Places: 4", "Année: 2023; Budget en euros: 3"]


def test_bold_rows_are_the_header(load):
    book = book_of(["Indicateurs", "Filles", "Filles"], ["Niveau", "Effectif", "Part"], ["CAP", "12", "0"])
    for row in book.active.iter_rows(max_row=2):
        for cell in row:
            cell.font = Font(bold=True)
    assert rows_in(load("a.xlsx", saved(book))) == [
        "Indicateurs – Niveau: CAP; Filles – Effectif: 12; Filles – Part: 0"
    ]


def test_remarks_on_cells_are_notes(load):
    book = book_of(["Ville", "Places"], ["Laon", 4])
    book.active["A2"].comment = Comment("Ouverture en 2026", "A")
    (document,) = load("a.xlsx", saved(book))
    assert kinds(document)[-1] == ("note", "Laon : Ouverture en 2026")


def test_words_of_text_boxes_and_diagrams_on_a_sheet(load):
    xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{xdr}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:nvSpPr>'
        '<xdr:cNvPr id="1" name="x" descr="Carte des sites"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>Champ : les lycées'
        "</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/d.xml"/>'
        "</Relationships>"
    )
    changed = BytesIO()
    with (
        ZipFile(BytesIO(saved(book_of(["Ville", "Places"], ["Laon", 4])))) as old,
        ZipFile(changed, "w", ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/drawings/d.xml", drawing)
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", relation)
    (document,) = load("a.xlsx", changed.getvalue())
    assert [text for kind, text in kinds(document) if kind == "prose"] == ["Champ : les lycées", "Carte des sites"]


# Other programs' sheets


def test_a_workbook_of_excel_before_2007(load):
    documents = load("a.xls", (FILES / "formations.xls").read_bytes())
    assert rows_in(documents) == [
        "Région: Occitanie; Ville: Albi; Taux: 24,5 %; Ouverture: 02/09/2024; Code postal: 81000",
        "Région: Ain; Ville: Bourg; Taux: 12,5 %; Ouverture: 05/09/2022; Code postal: 01000",
        "Région: Surface en m²",
    ]
    assert told(documents) == {"hidden-sheets": {"names": "Salaires"}, "hidden-rows": {"places": "Formations!3"}}


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><th>Ville</th><th>Places</th></tr><tr><td>Laon</td><td>4</td></tr></table></html>",
        saved(book_of(["Ville", "Places"], ["Laon", 4])),
    ],
)
def test_what_programs_export_as_xls_but_is_none(load, content):
    assert rows_in(load("a.xls", content)) == ["Ville: Laon; Places: 4"]


def test_text_exported_as_xls(load):
    assert load("a.xls", b"Ville\tPlaces\nLaon\t4\n")[0].text == "Ville: Laon\nPlaces: 4"


def test_opendocument_sheets(load):
    def cell(text, more=""):
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    spanning = cell("Corse", "table:number-rows-spanned='2'")
    remark = "<office:annotation><text:p>Provisoire</text:p></office:annotation>"
    body = (
        '<table:table table:name="Sites"><table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{cell('Région')}{cell('Marge')}{cell('Taux')}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        f"<table:table-row>{spanning}{cell('9')}"
        f'<table:table-cell office:value-type="percentage" office:value="0.245">{remark}<text:p>24,5 %</text:p>'
        "</table:table-cell></table:table-row>"
        f"<table:table-row><table:covered-table-cell/>{cell('8')}{cell('30 %')}</table:table-row>"
        f'<table:table-row table:visibility="filter">{cell("Jura")}{cell("7")}{cell("31 %")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'
        f'<table:table table:name="Paie" table:style-name="ta2"><table:table-row>{cell("Brut")}</table:table-row></table:table>'
    )
    documents = load("a.ods", odf("spreadsheet", body, styles))
    assert rows_in(documents) == ["Région: Corse; Taux: 24,5 %", "Région: Corse; Taux: 30 %"]
    assert kinds(documents[0])[-1] == ("note", "24,5 % : Provisoire")
    assert told(documents) == {
        "hidden-sheets": {"names": "Paie"}, "hidden-rows": {"places": "Sites.4"}, "hidden-columns": {"places": "Sites.B"},
    }  # fmt: skip
