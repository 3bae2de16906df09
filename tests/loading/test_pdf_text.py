"""What stands in a PDF is read as one sees it: raised figures, hyphens, accents, line spacing, turned pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from assistant.loading.parts import Source
from assistant.loading.pdf import read
from assistant.loading.pdf_join import join
from assistant.settings import Settings
from tests.loading.conftest import kinds
from tests.loading.pdfs import BODY, drawn, flowing, on_canvas, put, turned


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("La filière compte 48 730<super>1</super> salariés.", "La filière compte 48 730¹ salariés."),
        ("Soit 7 200<super>(3)</super> par an.", "Soit 7 200⁽³⁾ par an."),
        ("Un hall de 85 m<super>2</super> et 9 km<super>2</super>.", "Un hall de 85 m² et 9 km²."),
        ("Le 1<super>er</super> site, au XX<super>e</super> siècle.", "Le 1er site, au XXe siècle."),
        ("Les rejets de CO<sub>2</sub> baissent.", "Les rejets de CO₂ baissent."),
        ("Environ 10<super>6</super> pièces.", "Environ 10⁶ pièces."),
        ("Total : 640<super>a</super> places.", "Total : 640ᵃ places."),
    ],
)
def test_raised_and_lowered_figures_keep_to_themselves(load, markup, text):
    assert load("a.pdf", flowing(Paragraph(markup, BODY)))[0].text == text


def test_a_note_mark_at_a_cell_does_not_change_its_figure(load):
    def draw(canvas):
        for n, row in enumerate([("Ville", "Sites", "Emplois"), ("Thiers", "12", "3 450"), ("Laguiole", "9", "870")]):
            put(canvas, *[(60 + 150 * x, 700 - 16 * n, 10, cell) for x, cell in enumerate(row)])
        put(canvas, (60 + 300 + canvas.stringWidth("3 450", "Helvetica", 10), 688, 6, "2"))

    (document,) = load("a.pdf", on_canvas(draw))
    assert "Ville: Thiers; Sites: 12; Emplois: 3 450²" in document.text


@pytest.mark.parametrize("hyphen", ["-", "\u00ad"])
@pytest.mark.parametrize("leading", [13, 22])
def test_words_cut_at_a_line_end_become_whole(load, hyphen, leading):
    lines = [f"La région finance la moderni{hyphen}", f"sation des ateliers et l'apprentis{hyphen}", "sage en usine."]
    content = drawn([(72, 700 - leading * n, 11, line) for n, line in enumerate(lines)])
    assert load("a.pdf", content)[0].text == (
        "La région finance la modernisation des ateliers et l'apprentissage en usine."
    )


def test_every_kind_of_hyphen_joins_as_it_should():
    assert join("l'appren\u2010", "tissage", {}) == "l'apprentissage"
    assert join("les sous\u2011", "traitants", {}) == "les sous\u2011traitants"
    assert join("le savoir-", "faire", {"savoir-faire": 2}) == "le savoir-faire"
    assert join("entre 10 -", "et 20", {}) == "entre 10 - et 20"


def test_a_word_cut_at_the_end_of_a_page_becomes_whole(load):
    pages = [[(72, 100, 11, "Le plan prévoit la numéri-")], [(72, 700, 11, "sation des lignes de production.")]]
    (document,) = load("a.pdf", drawn(*pages))
    assert document.text == "Le plan prévoit la numérisation des lignes de production."
    assert [block.page for block in document.blocks] == [1, 2]


@pytest.mark.parametrize("spacing", [1.0, 1.5, 2.0])
def test_a_sentence_stays_whole_however_loosely_it_is_set(load, spacing):
    lines = [
        "La commission permanente soutient la halle technologique de Vierzon, dont les",
        "machines servent à trois lycées et à une école d'ingénieurs, ainsi que celle de",
        "Bourges, ouverte en mars. Leur exploitation est confiée au syndicat mixte du",
        "Cher pour une durée de dix ans.",
    ]
    content = drawn([(72, 700 - 11 * 1.2 * spacing * n, 11, line) for n, line in enumerate(lines)])
    assert [text for _, text in kinds(load("a.pdf", content)[0])] == [" ".join(lines)]


def test_accents_drawn_over_letters_join_them(load):
    """As TeX does with its first fonts: an accent, a step back, the letter; and no spaces but gaps."""

    def draw(canvas):
        x = 72.0
        canvas.setFont("Helvetica", 11)
        for word in ["les", "m´etiers", "`a", "l'´ecole", "o`u", "la", "forˆet", "c¸a"]:
            for at, char in enumerate(word):
                if char in "´`ˆ":
                    canvas.drawString(x + 1.2, 700, char)
                elif char == "¸":
                    canvas.drawString(x - canvas.stringWidth("c", "Helvetica", 11) + 1, 700, char)
                else:
                    canvas.drawString(x, 700, char)
                    x += canvas.stringWidth(char, "Helvetica", 11)
                assert at < len(word)
            x += 3.6

    (document,) = load("a.pdf", on_canvas(draw))
    assert document.text == "les métiers à l'école où la forêt ça"
    assert document.warnings == ()


def test_ligatures_are_letters(load):
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    content = on_canvas(lambda canvas: put(canvas, (72, 700, 11, "Un pro\ufb01l \ufb02exible"), font="Vera"))
    assert load("a.pdf", content)[0].text == "Un profil flexible"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(load, degrees):
    rows = [("Atelier", "2021", "2022"), ("Forge", "31", "35"), ("Fonderie", "12", "14")]

    def draw(canvas):
        put(canvas, (60, 780, 18, "Production"))
        put(
            canvas,
            *[(60 + 140 * x, 720 - 20 * y, 10, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)],
        )

    (document,) = load("a.pdf", turned(degrees, draw))
    assert document.metadata.title == "Production"
    assert document.text == "Atelier: Forge; 2021: 31; 2022: 35\nAtelier: Fonderie; 2021: 12; 2022: 14"
    box = document.blocks[0].boxes[0]
    assert (round(box.x0), box.page) == (60, 1)
    assert 842 - 720 + 20 - 12 < box.y0 < box.y1 < 842 - 720 + 20 + 6  # as displayed, from the top


def test_a_table_that_lies_on_its_side_is_read_with_its_places(load):
    rows = [("Bassin", "Sites", "Emplois"), ("Oise", "4", "160"), ("Aisne", "7", "95")]

    def draw(canvas):
        put(canvas, (60, 790, 10, "Le tableau suivant se lit en tournant la page."))
        canvas.translate(300, 200)
        canvas.rotate(90)
        put(canvas, *[(140 * x, -20 * y, 10, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)])

    (document,) = load("a.pdf", on_canvas(draw))
    assert (
        document.text.split("\n\n")[1] == "Bassin: Oise; Sites: 4; Emplois: 160\nBassin: Aisne; Sites: 7; Emplois: 95"
    )
    box = document.blocks[1].boxes[0]
    assert box.x0 < 320 < box.x1
    assert box.y0 < 842 - 200 <= box.y1 + 1


def test_each_block_has_its_box_and_the_page_of_its_words(load):
    pages = [[(72, 700, 11, "Un premier fait."), (72, 600, 11, "Un autre.")], [(90, 500, 11, "Un troisième.")]]
    (document,) = load("a.pdf", drawn(*pages))
    places = [(block.page, round(block.boxes[0].x0), block.boxes[0].page) for block in document.blocks]
    assert places == [(1, 72, 1), (1, 72, 1), (2, 90, 2)]
    first = document.blocks[0].boxes[0]
    assert first.y0 < 842 - 700 < first.y1


LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàâçéèêëîïôùûœÉÈÀ0123456789"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=14), min_size=1, max_size=60)


@settings(max_examples=25, deadline=None)
@given(words=WORDS, size=st.integers(7, 16), leading=st.floats(1.0, 2.2), paragraphs=st.integers(1, 3))
def test_any_text_comes_whole_through_a_pdf(words, size, leading, paragraphs):
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    style = ParagraphStyle("any", fontName="Vera", fontSize=size, leading=size * leading, spaceAfter=size)
    texts = [" ".join(["Texte", *words[start::paragraphs], "fin."]) for start in range(paragraphs)]
    content = flowing(*[Paragraph(text, style) for text in texts])
    (parsed,) = read(Source(content, ".pdf", "a", Settings(_env_file=None, ocr="off")))
    assert " ".join(part.text for part in parsed.parts).split() == " ".join(texts).split()
    assert parsed.warnings == ()
