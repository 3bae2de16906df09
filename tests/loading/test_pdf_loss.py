"""Nothing in a PDF is lost in silence: scans, comments, fields, attachments, hidden words, unreadable fonts."""

from io import BytesIO

import pypdfium2 as pdfium
import pytest
from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from assistant.loading.warnings import describe
from tests.loading.conftest import kinds, sections
from tests.loading.pdfs import drawn, on_canvas, pictured, prose, put


@pytest.fixture
def ocr(monkeypatch, tmp_path):
    """A stand-in for tesseract that reads the same text everywhere: ``ocr("…")``; ``ocr(None)`` for none."""

    def install(text):
        folder = tmp_path / "bin"
        folder.mkdir()
        if text is not None:
            (folder / "text").write_text(text, encoding="utf-8")
            (folder / "tesseract").write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] || exec cat "{folder}/text"\n')
            (folder / "tesseract").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin" if text is not None else str(folder))

    return install


def told(document):
    return {warning.code: dict(warning.details) for warning in document.warnings}


# Scans


LETTER = [(60, 700, 16, "Convention de prêt d'une presse"), (60, 660, 14, "pour une durée de neuf mois")]
READ = "Convention de prêt d'une presse\npour une durée de neuf mois"


@pytest.mark.parametrize("stamp", ["Scanned by ProScan", "Reçu le 3 mars 2024 – courrier"])
def test_a_picture_with_a_stamp_is_a_scan(load, ocr, stamp):
    ocr(f"{READ}\n\n{stamp}\n")
    document = load("a.pdf", pictured(*LETTER, stamp=[(400, 15, 8, stamp)]))[0]
    assert kinds(document) == [("prose", READ), ("note", stamp)]


def test_a_stamped_scan_that_nothing_reads_is_told(load, ocr):
    ocr(None)
    document = load("a.pdf", pictured(*LETTER, stamp=[(400, 15, 8, "Scanned by ProScan")]))[0]
    assert told(document) == {"scanned-page": {"page": "1"}}
    assert "Page 1 is a picture" in describe(document.warnings[0])


def test_a_photograph_behind_a_text_is_no_scan(load, ocr):
    ocr("~~ | —\n")
    document = load(
        "a.pdf", pictured((60, 400, 40, "~"), stamp=[(60, 700, 20, "Rapport annuel"), (60, 670, 12, "du pôle")])
    )[0]
    assert "Rapport annuel" in document.text + document.metadata.title
    assert "~" not in document.text
    assert document.warnings == ()


def test_the_text_that_an_ocr_has_laid_under_a_scan_is_read(load, ocr):
    ocr("faux")

    def draw(canvas):
        with pdfium.PdfDocument(drawn(LETTER)) as document:
            canvas.drawInlineImage(document[0].render(scale=1).to_pil(), 0, 0, *canvas._pagesize)
        for x, y, size, words in LETTER:
            text = canvas.beginText(x, y)
            text.setFont("Helvetica", size)
            text.setTextRenderMode(3)
            text.textLine(words)
            canvas.drawText(text)
        put(canvas, *[(60, 600 - 15 * n, 0.01, "") for n in range(1)])

    document = load("a.pdf", on_canvas(draw))[0]
    assert document.text == READ.replace("\n", " ")
    assert document.warnings == ()


# What lies on the pages


def test_comments_and_texts_put_on_a_page_are_notes(load):
    def draw(canvas):
        put(canvas, (60, 700, 11, "La convention est conclue pour trois ans."))
        canvas.textAnnotation("À vérifier avec la juriste", Rect=[400, 690, 420, 710])
        canvas.freeTextAnnotation("Prolongée d'un an", DA="/Helv 11 Tf", Rect=[60, 600, 300, 630])

    document = load("a.pdf", on_canvas(draw))[0]
    assert sorted(kinds(document)[1:]) == [("note", "Prolongée d'un an"), ("note", "À vérifier avec la juriste")]
    (box,) = next(block for block in document.blocks if "Prolongée" in document.text[block.start : block.end]).boxes
    assert (box.page, round(box.x0), round(box.x1)) == (1, 60, 300)


def test_the_values_of_a_form_stand_beside_their_names(load):
    def draw(canvas):
        form = canvas.acroForm
        put(canvas, (60, 700, 11, "Raison sociale :"), (60, 660, 11, "Code APE"), (60, 620, 11, "Adhérent"))
        form.textfield(name="nom", x=200, y=692, width=200, height=22, value="Forges de l'Orne")
        form.choice(name="ape", x=200, y=652, width=90, height=20, value="25.50A", options=["25.50A", "25.61Z"])
        form.checkbox(name="oui", x=200, y=615, checked=True)
        form.checkbox(name="non", x=300, y=615, checked=False)
        put(canvas, (225, 620, 11, "oui"), (325, 620, 11, "non"))

    text = load("a.pdf", on_canvas(draw))[0].text
    assert "Raison sociale: Forges de l'Orne" in text
    assert "Code APE; 25.50A" in text
    assert "Adhérent; ☒ oui; ☐ non" in text


def test_attached_files_are_named(load):
    with pdfium.PdfDocument(drawn([(60, 700, 11, "Voir la pièce jointe.")])) as document:
        for name in ("budget.xlsx", "plan.dwg"):
            document.new_attachment(name).set_data(b"...")
        buffer = BytesIO()
        document.save(buffer)
    assert told(load("a.pdf", buffer.getvalue())[0]) == {"attachments": {"names": "budget.xlsx, plan.dwg"}}


def test_pages_are_named_as_they_are_printed(load):
    def draw(canvas):
        for number, style in ((0, "ROMAN_LOWER"), (2, "ARABIC")):
            canvas.addPageLabel(number, style, start=1)
        for words in ("Préface", "Table", "Un premier chapitre", "Un second chapitre"):
            put(canvas, (60, 500, 11, words))
            canvas.showPage()

    document = load("a.pdf", on_canvas(draw))[0]
    assert [(block.page, block.page_label) for block in document.blocks] == [(1, "i"), (2, "ii"), (3, "1"), (4, "2")]


# What nobody sees


def white(canvas):
    canvas.setFillColor(colors.white)
    put(canvas, (60, 600, 11, "prix secret"))


def invisible(canvas):
    text = canvas.beginText(60, 600)
    text.setTextRenderMode(3)
    text.textLine("prix secret")
    canvas.drawText(text)


def barred(canvas):
    put(canvas, (60, 600, 11, "prix secret"))
    canvas.rect(58, 596, 60, 13, fill=1)


def on_its_own_colour(canvas):
    canvas.setFillColor(colors.darkred)
    canvas.rect(50, 590, 200, 30, fill=1, stroke=0)
    put(canvas, (60, 600, 11, "prix secret"))


def covered(canvas):
    put(canvas, (60, 600, 11, "prix secret"))
    canvas.setFillColor(colors.white)
    canvas.rect(50, 590, 200, 30, fill=1, stroke=0)


def beyond(canvas):
    put(canvas, (700, 600, 11, "prix secret"))


def tiny(canvas):
    put(canvas, (60, 600, 0.4, "prix secret"))


@pytest.mark.parametrize("hide", [white, invisible, barred, covered, on_its_own_colour, beyond, tiny])
def test_words_that_nobody_sees_are_named_and_not_read(load, hide):
    def draw(canvas):
        put(canvas, (60, 700, 11, "Le prix est négocié chaque année."))
        canvas.saveState()
        hide(canvas)
        canvas.restoreState()

    document = load("a.pdf", on_canvas(draw))[0]
    assert document.text == "Le prix est négocié chaque année."
    assert told(document) == {"hidden-words": {"page": "1", "words": "prix secret"}}


def layered():
    """A page with one layer that is switched off and one that is shown."""
    shown = "BT /F1 12 Tf 72 {} Td ({}) Tj ET"
    content = f"{shown.format(700, 'Le prix est public.')} /OC /L1 BDC {shown.format(660, 'marge nette')} EMC "
    content += f"/OC /L2 BDC {shown.format(620, 'Il vaut pour un an.')} EMC"
    objects = [
        "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>/Properties<</L1 6 0 R/L2 7 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/OCG/Name(interne)>>",
        "<</Type/OCG/Name(vue)>>",
    ]
    body = "".join(f"{number} 0 obj\n{value}\nendobj\n" for number, value in enumerate(objects, 1))
    return f"%PDF-1.5\n{body}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n%%EOF".encode()


def test_a_layer_that_is_switched_off_is_not_read(load):
    document = load("a.pdf", layered())[0]
    assert document.text == "Le prix est public.\n\nIl vaut pour un an."
    assert told(document) == {"hidden-words": {"page": "1", "words": "marge nette"}}


def test_what_is_hidden_on_many_pages_is_told_once(load):
    pages = [[(60, 700, 11, f"La mesure {n} est votée."), (60, -20, 8, "plan.indd")] for n in range(1, 5)]
    assert told(load("a.pdf", drawn(*pages))[0]) == {"hidden-words": {"page": "1–4", "words": "plan.indd"}}


def on_blue(canvas):
    canvas.setFillColor(colors.navy)
    canvas.rect(50, 590, 300, 30, fill=1)
    canvas.setFillColor(colors.white)
    put(canvas, (60, 600, 11, "Avis aux adhérents"))


def marked(canvas):
    put(canvas, (60, 600, 11, "Avis aux adhérents"))
    canvas.setFillColor(colors.yellow, alpha=0.4)
    canvas.rect(58, 596, 150, 13, fill=1, stroke=0)


def beside(canvas):
    put(canvas, (60, 600, 11, "Avis aux adhérents"))
    canvas.rect(300, 596, 150, 13, fill=1)


@pytest.mark.parametrize("draw", [on_blue, marked, beside])
def test_words_that_one_does_see_are_read(load, draw):
    document = load("a.pdf", on_canvas(draw))[0]
    assert document.text == "Avis aux adhérents"
    assert document.warnings == ()


# Fonts that do not tell their characters


def without_map():
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    content = on_canvas(lambda canvas: put(canvas, (60, 700, 11, "Les élèves où çà ïÿ"), font="Vera"))
    return content.replace(b"/ToUnicode", b"/NoUnicode")


def test_characters_without_meaning_are_read_by_ocr(load, ocr):
    ocr("Les élèves")
    document = load("a.pdf", without_map())[0]
    assert document.text == "Les élèves"
    assert document.warnings == ()


def test_characters_without_meaning_are_told(load, ocr):
    ocr(None)
    document = load("a.pdf", without_map())[0]
    assert "\ufffd" in document.text
    assert "unreadable-page" in told(document)


# Properties


@pytest.mark.parametrize("title", ["about:blank", "Microsoft Word - note_v3.docx", "untitled", "rapport.indd"])
def test_a_title_that_a_program_wrote_is_none(load, title):
    document = load(
        "bilan_2023.pdf",
        drawn(
            [(60, 700, 11, prose("a", 1))],
        ),
    )[0]
    assert document.metadata.title == "Bilan 2023"

    def draw(canvas):
        canvas.setTitle(title)
        canvas.setAuthor("Chambre de métiers")
        put(canvas, (60, 700, 11, prose("a", 1)))

    document = load("bilan_2023.pdf", on_canvas(draw))[0]
    assert document.metadata.title == "Bilan 2023"
    assert document.metadata.extra["author"] == ("Chambre de métiers",)
    assert sections(document)[0][1] == 1
