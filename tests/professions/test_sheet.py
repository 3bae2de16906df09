"""What documents tell of a profession: recognised parts, rows of tables, sources, codes, the sheets."""

import io

import pypdfium2
import pytest

from assistant.documents import DocumentInfo, Metadata
from assistant.index.registry import StoredDocument
from assistant.professions import SectionRole, make_catalogue, sections_of
from assistant.professions.codes import Code, codes_of
from assistant.professions.pdf import MOST_PAGES, as_pdf, typeset
from assistant.professions.sheet import accounts_of, as_markdown, opening, runs
from tests.blocks import blocks_in

NAMES = {role: role.value.capitalize() for role in SectionRole}


def stored(parts, path="jobs/a.fr.md", title="Soudeur", language="fr", **metadata):
    """A document of (heading path, text) parts."""
    text, blocks = "", []
    for heading, part in parts:
        start = len(text) + (2 if text else 0)
        text = f"{text}\n\n{part}" if text else part
        blocks += blocks_in(text, start, len(text), tuple(heading), 1)
    row = int(path.rpartition("#")[2]) if "#" in path else None
    info = DocumentInfo(path, path, Metadata(title, kind="job", language=language, **metadata), row=row)
    return StoredDocument(info, path, text, tuple(blocks))


FULL = stored(
    [
        (("Soudeur",), "Le soudeur (en anglais welder) assemble des pièces [1]. Il travaille en atelier [2]."),
        (("Soudeur", "Pourquoi le métier change", "Marchés"), "Les bateaux changent [2]."),
        (("Soudeur", "Pourquoi le métier change", "Technologies"), "- Le laser arrive.\n- Le robot aussi [9]."),
        (("Soudeur", "How to get there"), "A CAP leads to it."),
        (("Soudeur", "Salaire"), "Rien n'est dit."),
        (("Soudeur", "Codes"),
         "Système: ROME 4.0; Code: H2913; Intitulé: Soudeur ; appellation « Soudeur » [1]\n"
         "Système: ESCO 1.0; Code: CITP 7212; Intitulé: soudeur — http://data.example/esco/1 [2]"),
        (("Soudeur", "Sources"), "1. Un livre, https://livre.example\n2. Un journal"),
    ],
    rome=("H2913", "H2902"), esco=("http://data.example/esco/1", "http://data.example/esco/2"),
)  # fmt: skip
ROW = stored(
    [
        ((), "Code ROME: H2913\nActivity: A welder joins metal parts.\nWhy the job is changing: Robots weld.\n"
             "Sector: mechanics\nSalary: Unknown\nJob id: soudeur"),
    ],
    path="jobs/list.csv#2", language="en", title="Welder", source=("A table",),
)  # fmt: skip


def test_sections_are_recognised_in_both_languages():
    sections = sections_of(FULL)
    assert [s.role for s in sections] == [
        SectionRole.BRIEF, SectionRole.CHANGE, SectionRole.ACCESS, SectionRole.OTHER, SectionRole.CODES,
        SectionRole.SOURCES,
    ]  # fmt: skip
    assert [p.heading for p in sections[1].passages] == ["Marchés", "Technologies"]
    assert FULL.text[sections[2].start : sections[2].end] == "A CAP leads to it."


def test_the_columns_of_a_row_are_sections_and_what_the_metadata_say_is_not_told_again():
    sections = {s.heading: s for s in sections_of(ROW)}
    assert {name: s.role for name, s in sections.items()} == {
        "Code ROME": SectionRole.CATALOGUED, "Activity": SectionRole.ACTIVITY,
        "Why the job is changing": SectionRole.CHANGE, "Sector": SectionRole.CATALOGUED, "Salary": SectionRole.OTHER,
        "Job id": SectionRole.CATALOGUED,
    }  # fmt: skip
    activity = sections["Activity"]
    assert ROW.text[activity.start : activity.end] == "A welder joins metal parts."
    (account,) = accounts_of([ROW])
    assert [p.role for p in account.parts] == [SectionRole.ACTIVITY, SectionRole.CHANGE, SectionRole.OTHER]
    assert [s.text for s in account.sources] == ["A table"]


def test_a_text_without_any_structure_is_told_as_it_stands():
    document = stored([((), "Le soudeur assemble des pièces.\n\nIl porte un masque.")], path="a.txt")
    (account,) = accounts_of([document])
    assert [line.text for line in account.parts[0].told[0].lines] == [
        "Le soudeur assemble des pièces.",
        "Il porte un masque.",
    ]
    assert account.sources == ()


def test_another_document_adds_what_the_first_does_not_tell():
    row, full = accounts_of([ROW, FULL])
    assert SectionRole.CHANGE in row.roles
    assert full.roles == {SectionRole.ACCESS}, "no second summary, no second explanation of the change"
    assert len(accounts_of([FULL, ROW])) == 2
    assert accounts_of([FULL, ROW])[1].roles == {SectionRole.ACTIVITY}


def test_references_are_those_of_the_document_s_own_sources():
    (account, _) = accounts_of([FULL, ROW])
    assert [(s.number, s.text) for s in account.sources] == [(1, "Un livre, https://livre.example"), (2, "Un journal")]
    robots = account.parts[1].told[1].lines[1]
    assert robots.item
    assert runs(robots.text, {1, 2}) == [("Le robot aussi [9].", None)], "there is no ninth source"


@pytest.mark.parametrize(
    ("longest", "text"),
    [
        (200, "Le soudeur assemble des pièces. Il travaille en atelier."),
        (40, "Le soudeur assemble des pièces."),
        (20, "Le soudeur assemble …"),
    ],
)
def test_an_opening_is_whole_sentences_without_references_and_other_names(longest, text):
    assert opening(FULL, longest) == text


def test_codes_say_what_they_stand_for():
    (profession,) = make_catalogue([FULL.info]).professions
    assert codes_of(profession, FULL) == (
        Code("ROME 4.0", "H2913", "Soudeur ; appellation « Soudeur »"),
        Code("ESCO 1.0", "CITP 7212", "soudeur", "http://data.example/esco/1"),
        Code("ROME", "H2902"),
        Code("ESCO", "", address="http://data.example/esco/2"),
    )


def test_an_esco_code_that_is_no_address_becomes_no_link():
    document = stored([((), "Texte.")], esco=("javascript:alert(1)",))
    (profession,) = make_catalogue([document.info]).professions
    (code,) = codes_of(profession, document)
    assert code.address == ""


def test_the_markdown_sheet_has_facts_parts_and_sources():
    sheet = as_markdown("Soudeur", accounts_of([ROW, FULL]), NAMES, {"Secteur": "Mécanique", "Niveau": ""}, ["Plus"])
    assert sheet.startswith("# Soudeur\n\n- **Secteur**: Mécanique\n\n## Activity\n\nA welder joins metal parts.\n")
    assert "\n## Plus\n\n### Access\n\nA CAP leads to it.\n" in sheet
    assert sheet.rstrip().endswith("2. Un journal")
    assert "Niveau" not in sheet


def pages_of(content):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(content))]


def test_the_pdf_sheet_has_the_title_the_text_and_french_spaces():
    (account,) = accounts_of([FULL])
    content = as_pdf("Soudeur", "Welder", [account], NAMES, {"Lieu": "Brest"}, [], "Site", "fr")
    (text,) = pages_of(content)
    assert "Soudeur" in text
    assert "n’est dit" in text, "apostrophes are those of print"
    assert "https://livre.example" in text
    assert pypdfium2.PdfDocument(io.BytesIO(content)).get_metadata_dict()["Title"] == "Soudeur"
    assert typeset("Quoi ? « Oui »", "fr") == "Quoi\u00a0? «\u00a0Oui\u00a0»"
    assert typeset("What: <b>", "en") == "What: <b>"


def test_a_long_description_still_fits_on_two_pages():
    long = [((f"Partie {n}",), "\n\n".join(f"Phrase {i} de la partie. " * 8 for i in range(20))) for n in range(6)]
    content = as_pdf("Soudeur", "", accounts_of([stored(long)]), NAMES, {}, [], "Site", "fr")
    pages = pages_of(content)
    assert len(pages) == MOST_PAGES
    assert "[…]" in "".join(pages), "what was left out is marked"


def test_markup_in_a_document_is_text_on_the_sheet():
    document = stored([((), "Un <b>soudeur</b> & <img src=x> [1].")])
    (text,) = pages_of(as_pdf("<i>A</i>", "", accounts_of([document]), NAMES, {}, [], "Site", "fr"))
    assert "<b>soudeur</b> & <img src=x>" in text
    assert "<i>A</i>" in text
