"""Which lines of a PDF belong together: headings and running heads, tables, columns, infographics, watermarks."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.platypus import PageBreak, Paragraph, Spacer, Table

from assistant.loading.grid import Grid, GridCell, lines_of
from assistant.loading.parts import Source
from assistant.loading.pdf import read
from assistant.settings import Settings
from tests.loading.conftest import kinds, sections
from tests.loading.pdfs import BODY, GRID, STYLES, drawn, flowing, on_canvas, prose, put


def texts(document):
    return [text for _, text in kinds(document)]


def cells(document):
    """The values of each row, by their headers."""
    return [
        {" / ".join(cell.header): document.text[cell.start : cell.end] for cell in block.cells}
        for block in document.blocks
        if block.kind == "row"
    ]


# Running heads


@pytest.mark.parametrize("name", ["Annexe", "Fiche projet", "Lot n°", "Module"])
@pytest.mark.parametrize("size", [11, 15])
def test_numbered_heads_of_pages_stay(load, name, size):
    pages = [
        [(60, 800, size, f"{name} {n}"), *[(60, 760 - 14 * k, 11, f"Le point {n}{k} du dossier.") for k in range(12)]]
        for n in range(1, 5)
    ]
    text = load("a.pdf", drawn(*pages))[0]
    words = text.text + " ".join(" ".join(block.heading) for block in text.blocks)
    assert all(f"{name} {n}" in words for n in range(1, 5))


def test_page_numbers_go_where_they_grow_and_years_and_figures_stay(load):
    def page(n):
        body = [(60, 700 - 14 * k, 11, f"La mesure {n}{k} est reconduite.") for k in range(20)]
        return [(60, 805, 11, str(2019 + n)), *body, (300, 30, 9, f"- {n + 140} -")]

    document = load("a.pdf", drawn(*map(page, range(1, 5))))[0]
    assert [str(2019 + n) in document.text for n in range(1, 5)] == [True] * 4
    assert not any(f"{n + 140}" in document.text.split() for n in range(1, 5))
    assert {(block.page, block.page_label) for block in document.blocks} == {(n, str(n + 140)) for n in range(1, 5)}


def test_rows_at_the_edges_of_pages_stay(load):
    """The same shape on each page, with other words and figures: rows of a table, no running heads."""
    names = ["Nord", "Sud", "Est"]
    pages = [
        [
            (60, 800, 11, name), (220, 800, 11, f"{8 + n},5 %"), (340, 800, 11, f"{n}1,2 %"),
            *[(60, 740 - 18 * k, 11, f"Le bassin {name} compte {n}{k} sites.") for k in range(18)],
            (60, 30, 11, f"Total {name}"), (220, 30, 11, f"{n} 310"),
        ]
        for n, name in enumerate(names, 1)
    ]  # fmt: skip
    text = load("a.pdf", drawn(*pages))[0].text
    assert all(f"{name}; {8 + n},5 %; {n}1,2 %" in text for n, name in enumerate(names, 1))
    assert all(f"Total {name}; {n} 310" in text for n, name in enumerate(names, 1))


def test_short_words_and_figures_in_the_margins_stay(load):
    lines = [(60, 805, 11, "MIL"), (60, 785, 11, "2024"), (60, 28, 11, "Places ouvertes"), (260, 28, 11, "36")]
    body = [(60, 720 - 14 * n, 11, f"Le lycée propose la formation {n}.") for n in range(20)]
    words = load("a.pdf", drawn([*lines, *body]))[0].text.split()
    assert {"MIL", "2024", "36"} <= set(words)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_that_fills_its_page_keeps_its_head(load, ruled):
    rows = [["Département", "2020", "2021", "2022"]] + [[f"Canton {n}", f"{n}1", f"{n}2", f"{n}3"] for n in range(30)]

    def draw(canvas):
        table = Table(rows, colWidths=[150, 80, 80, 80], rowHeights=26, style=GRID if ruled else [])
        table.wrapOn(canvas, 500, 840)
        table.drawOn(canvas, 60, 15)

    document = load("a.pdf", on_canvas(draw))[0]
    assert document.text.split("\n")[0] == "Département: Canton 0; 2020: 01; 2021: 02; 2022: 03"
    assert len(cells(document)) == 30


def test_running_heads_go_and_what_stands_at_the_foot_is_told_once(load):
    def decorate(canvas, document):
        put(canvas, (60, 815, 8, "Schéma de développement" if document.page % 2 else "Direction de l'économie"))
        put(canvas, (60, 30, 8, "5 place du Marché, 08000 Charleville"), (500, 30, 8, f"{document.page}/6"))

    story = [piece for name in "abcdef" for piece in (Paragraph(prose(name, 9), BODY), PageBreak())]
    document = load("a.pdf", flowing(*story, decorate=decorate))[0]
    assert "Schéma" not in document.text
    assert "Direction" not in document.text
    assert document.text.count("place du Marché") == 1
    assert kinds(document)[-1] == ("note", "5 place du Marché, 08000 Charleville")
    assert "/6" not in document.text


# Tables


def test_cells_that_span_columns_and_rows_fill_them(load):
    rows = [
        ["Métier", "Entrées", "", "Sorties", ""], ["", "Femmes", "Hommes", "Femmes", "Hommes"],
        ["Tourneur", "3", "14", "2", "9"], ["Fraiseur", "5", "21", "4", "8"],
    ]  # fmt: skip
    style = [*GRID, ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    (first, second) = cells(load("a.pdf", flowing(Table(rows, style=style)))[0])
    assert first == {
        "Métier": "Tourneur", "Entrées / Femmes": "3", "Entrées / Hommes": "14", "Sorties / Femmes": "2",
        "Sorties / Hommes": "9",
    }  # fmt: skip
    assert second["Métier"] == "Fraiseur"
    rows = [["Zone", "Commune", "Sites"], ["Haute", "Ornans", "4"], ["", "Pontarlier", "2"], ["Basse", "Dole", "9"]]
    document = load("a.pdf", flowing(Table(rows, style=[*GRID, ("SPAN", (0, 1), (0, 2))])))[0]
    assert [row["Zone"] for row in cells(document)] == ["Haute", "Haute", "Basse"]


@pytest.mark.parametrize("repeats", [True, False])
def test_a_table_goes_on_over_its_pages(load, repeats):
    rows = [["Société", "Commune", "Salariés"], *[[f"Société {n}", f"Commune {n}", str(10 * n)] for n in range(95)]]
    content = flowing(Table(rows, style=GRID, repeatRows=int(repeats), colWidths=[150, 100, 90]))
    document = load("a.pdf", content)[0]
    found = cells(document)
    assert found == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    pages = [block.page for block in document.blocks if block.kind == "row"]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2, 3}


def test_another_table_on_the_next_page_has_its_own_head(load):
    one = Table([["Ville", "Pays"], ["Gand", "Belgique"], ["Turin", "Italie"]], style=GRID, colWidths=[100, 100])
    other = Table([["Prix", "Année"], ["120 €", "2021"], ["80 €", "2022"]], style=GRID, colWidths=[100, 100])
    document = load("a.pdf", flowing(one, PageBreak(), other))[0]
    assert cells(document) == [
        {"Ville": "Gand", "Pays": "Belgique"}, {"Ville": "Turin", "Pays": "Italie"},
        {"Prix": "120 €", "Année": "2021"}, {"Prix": "80 €", "Année": "2022"},
    ]  # fmt: skip


def test_a_second_table_with_a_bold_head_does_not_go_on_with_the_first(load):
    style = [*GRID, ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]
    one = Table([["Ville", "Maire"], ["Gand", "Anne"], ["Turin", "Paul"]], style=style, colWidths=[100, 100])
    other = Table([["Lycée", "Filière"], ["Curie", "Bois"], ["Perret", "Verre"]], style=style, colWidths=[100, 100])
    assert cells(load("a.pdf", flowing(one, PageBreak(), other))[0]) == [
        {"Ville": "Gand", "Maire": "Anne"}, {"Ville": "Turin", "Maire": "Paul"},
        {"Lycée": "Curie", "Filière": "Bois"}, {"Lycée": "Perret", "Filière": "Verre"},
    ]  # fmt: skip


def test_narrow_cells_are_parted_by_their_rules(load):
    rows = [["An", "Site", "Nb"], ["2020", "Gap", "12"], ["2021", "Digne", "9"]]
    style = [*GRID, ("LEFTPADDING", (0, 0), (-1, -1), 1), ("RIGHTPADDING", (0, 0), (-1, -1), 1)]
    document = load("a.pdf", flowing(Table(rows, style=style, colWidths=[26, 30, 16])))[0]
    assert cells(document) == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_shaded_table_without_upright_rules(load):
    rows = [["Pays", "Capitale", "Sites"], *[[f"Pays {n}", f"Capitale {n}", f"{n}0"] for n in range(6)]]
    shades = [
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.whitesmoke, colors.white]),
        ("BACKGROUND", (0, 0), (-1, 0), colors.navy),
        ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
    ]
    document = load("a.pdf", flowing(Table(rows, style=shades, colWidths=[120, 120, 60])))[0]
    assert cells(document) == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert document.warnings == ()


@st.composite
def spanned(draw):
    """A table's texts by their places, and the rectangles of cells that are one."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    covered, spans = set(), {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in covered:
                continue
            down, across = draw(st.integers(1, min(2, rows - row))), draw(st.integers(1, min(3, columns - column)))
            places = {(row + y, column + x) for y in range(down) for x in range(across)}
            if draw(st.integers(0, 3)) or places & covered:
                down, across, places = 1, 1, {(row, column)}
            covered |= places
            spans[row, column] = down, across
    words = st.text("bdfhklmnop", min_size=2, max_size=6)
    figures = st.integers(0, 9999).map(str)
    texts = {place: draw(words if place[0] == 0 or place[1] == 0 else figures) for place in spans}
    return rows, columns, spans, texts


@settings(max_examples=40, deadline=None)
@given(table=spanned())
def test_random_spans_come_out_as_they_are_drawn(table):
    rows, columns, spans, texts = table
    assume(sum(1 for row in range(rows) if sum(1 for place in spans if place[0] == row) > 1) > 1)
    cells = [[texts.get((row, column), "") for column in range(columns)] for row in range(rows)]
    style = [*GRID, *[("SPAN", (x, y), (x + across - 1, y + down - 1)) for (y, x), (down, across) in spans.items()]]
    content = flowing(Table(cells, colWidths=[90] * columns, rowHeights=[22] * rows, style=style))
    (parsed,) = read(Source(content, ".pdf", "a", Settings(_env_file=None, ocr="off")))
    expected = Grid(
        tuple(
            tuple(
                GridCell(texts[row, column], across, down)
                for column in range(columns)
                for down, across in [spans.get((row, column), (0, 0))]
                if down
            )
            for row in range(rows)
        )
    )
    assert [part.text for part in parsed.parts] == [line.text for line in lines_of(expected)]


# Columns


def test_a_column_that_is_shorter_and_a_title_over_both(load):
    left = [f"gauche {n} raconte la longue histoire" for n in range(30)]
    right = [f"droite {n} donne les chiffres de la vallée" for n in range(18)]
    lines = [(60, 780, 20, "La lettre de la filière, numéro de printemps")]
    lines += [(60, 740 - 13 * n, 10, line) for n, line in enumerate(left)]
    lines += [(310, 740 - 13 * n, 10, line) for n, line in enumerate(right)]
    document = load("a.pdf", drawn(sorted(lines, key=lambda line: -line[1])))[0]
    assert document.metadata.title == "La lettre de la filière, numéro de printemps"
    assert document.text.split() == " ".join([*left, *right]).split()


# Infographics


def beside(x, y, figure, *words):
    return [(x, y, 30, figure), *[(x + 112, y + 12 - 14 * n, 11, word) for n, word in enumerate(words)]]


def under(x, y, figure, *words):
    return [(x, y, 30, figure), *[(x, y - 18 - 13 * n, 11, word) for n, word in enumerate(words)]]


def over(x, y, figure, *words):
    return [(x, y, 30, figure), *[(x, y + 32 + 13 * n, 11, word) for n, word in enumerate(words[::-1])]]


@pytest.mark.parametrize("place", [under, over, beside])
def test_a_figure_stays_with_its_label(load, place):
    cards = [("318", "adhérents"), ("7 400", "emplois"), ("64 %", "de PME"), ("4,1 M€", "de projets", "aidés")]
    lines = [(60, 800, 18, "Le pôle en chiffres")]
    for n, card in enumerate(cards):
        lines += place(60 + 260 * (n % 2), 680 - 150 * (n // 2), *card)
    document = load("a.pdf", drawn(lines))[0]
    assert {" ".join(card) for card in cards} <= set(texts(document))


def test_a_year_over_a_title_is_no_infographic(load):
    lines = [(60, 780, 26, "2024"), (60, 750, 16, "Rapport d'activité"), (60, 700, 11, "Le pôle a grandi cette année.")]
    document = load("a.pdf", drawn(lines))[0]
    assert "2024 Rapport" not in document.text


# Watermarks


@pytest.mark.parametrize("slanted", [True, False])
def test_a_watermark_is_neither_title_nor_text_between_lines(load, slanted):
    lines = [f"Article {n} : le bailleur remet les clés du local numéro {n}." for n in range(36)]

    def draw(canvas):
        for page in range(2):
            canvas.saveState()
            canvas.setFillColor(colors.lightgrey)
            canvas.translate(150, 330)
            canvas.rotate(48 if slanted else 0)
            put(canvas, (0, 0, 38, "VERSION PROVISOIRE"))
            canvas.restoreState()
            put(canvas, *[(60, 780 - 18 * n, 11, f"{line} Page {page}.") for n, line in enumerate(lines)])
            canvas.showPage()

    document = load("bail.pdf", on_canvas(draw))[0]
    assert document.metadata.title == "Bail"
    for page in range(2):
        assert all(f"{line} Page {page}." in document.text for line in lines)
    assert [text for kind, text in kinds(document) if kind == "note"] == ["VERSION PROVISOIRE"]


# Notes, items, headings


def test_a_note_at_the_foot_does_not_cut_the_sentence_over_the_page(load):
    pages = [
        [(72, 300, 11, "Les effectifs de la branche ont crû de 4 % et"), (72, 60, 8, "1. Hors intérim, au 31 mars.")],
        [(72, 780, 11, "continuent de croître cette année.")],
    ]
    document = load("a.pdf", drawn(*pages))[0]
    assert kinds(document) == [
        ("prose", "Les effectifs de la branche ont crû de 4 % et"),
        ("prose", "continuent de croître cette année."),
        ("note", "1. Hors intérim, au 31 mars."),
    ]
    assert document.text.startswith("Les effectifs de la branche ont crû de 4 % et continuent")
    assert document.blocks[-1].page == 1


def test_items_know_their_depth(load):
    lines = [(60, 700, 10, "• Former"), (84, 684, 10, "– aux soudures"), (60, 668, 10, "• Recruter")]
    document = load("a.pdf", drawn(lines))[0]
    assert [(block.kind, block.level) for block in document.blocks] == [("item", 0), ("item", 1), ("item", 0)]


def test_the_first_of_several_headings_is_no_title(load):
    story = [piece for name in "ab" for piece in (Paragraph(f"Partie {name}", STYLES["Heading1"]), Spacer(1, 9))]
    story.insert(2, Paragraph(prose("x", 4), BODY))
    story.append(Paragraph(prose("y", 4), BODY))
    document = load("plan.pdf", flowing(*story))[0]
    assert document.metadata.title == "Plan"
    assert [heading for heading, _, _ in sections(document)] == [("Partie a",), ("Partie b",)]


def test_titles_in_bold_and_lines_of_contents_stand_alone(load):
    def draw(canvas):
        put(canvas, (60, 700, 11, "Objectifs"), font="Helvetica-Bold")
        put(canvas, (60, 686, 11, "former les adultes de la vallée aux métiers de la forge et de la fonderie"))
        put(canvas, (60, 672, 11, "dans les trois lycées du bassin."))
        put(canvas, (60, 500, 11, "Le contexte ............... 3"), (60, 486, 11, "Les moyens ................ 12"))

    assert texts(load("a.pdf", on_canvas(draw))[0]) == [
        "Objectifs",
        "former les adultes de la vallée aux métiers de la forge et de la fonderie dans les trois lycées du bassin.",
        "Le contexte ............... 3",
        "Les moyens ................ 12",
    ]


def test_short_pages_do_not_run_into_each_other(load):
    pages = [[(60, 500, 24, words)] for words in ("Le réseau des ateliers", "Le calendrier", "Les contacts utiles")]
    assert load("a.pdf", drawn(*pages))[0].text == "Le réseau des ateliers\n\nLe calendrier\n\nLes contacts utiles"


def test_a_sentence_goes_on_over_the_page_with_a_name(load):
    pages = [
        [
            (60, 120, 11, "La halle des machines a été financée par la région et par le"),
            (60, 106, 11, "conseil de la vallée, et sa gestion a été confiée au lycée"),
        ],
        [(60, 780, 11, "Perret de Thiers.")],
    ]
    text = load("a.pdf", drawn(*pages))[0].text
    assert "confiée au lycée Perret de Thiers." in text


def test_justified_lines_of_narrow_columns_are_no_tables(load):
    """Words that are set apart to fill the column, each drawn by itself."""
    lines = [
        "Le laboratoire régional", "accompagne les ateliers", "de la vallée et forme", "leurs équipes aux fours",
        "à bas carbone.",
    ]  # fmt: skip

    def draw(canvas):
        canvas.setFont("Helvetica", 11)
        for n, line in enumerate(lines):
            words = line.split()
            ink = sum(canvas.stringWidth(word, "Helvetica", 11) for word in words)
            gap = 4 if line == lines[-1] else (140 - ink) / (len(words) - 1)
            x = 60.0
            for word in words:
                canvas.drawString(x, 700 - 14 * n, word)
                x += canvas.stringWidth(word, "Helvetica", 11) + gap

    assert load("a.pdf", on_canvas(draw))[0].text == " ".join(lines)


def test_a_head_above_the_first_rule_of_a_table(load):
    rows = [["Ville", "Budget", "Source"], ["Eu", "120 000 €", "Région"], ["Gamaches", "75 000 €", "Département"]]
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.5, "grey")]
    document = load("a.pdf", flowing(Table(rows, style=style, colWidths=[120, 90, 120])))[0]
    assert cells(document) == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_signs_of_items_that_are_drawn(load):
    def draw(canvas):
        for n, words in enumerate(["Former cent apprentis", "Ouvrir un campus", "Recruter"]):
            canvas.circle(64, 703 - 16 * n, 2, fill=1)
            put(canvas, (74, 700 - 16 * n, 11, words))

    document = load("a.pdf", on_canvas(draw))[0]
    assert [block.kind for block in document.blocks] == ["item"] * 3
    assert document.text == "• Former cent apprentis\n• Ouvrir un campus\n• Recruter"


def test_a_title_that_is_spaced_out(load):
    def draw(canvas):
        canvas.saveState()
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 14)
        text.setCharSpace(4)
        text.textLine("RAPPORT ANNUEL")
        canvas.drawText(text)
        canvas.restoreState()

    document = load("a.pdf", on_canvas(draw))[0]
    assert document.text == "RAPPORT ANNUEL"
