"""Records in JSON, archives of documents, old documents of Word."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from assistant.errors import DocumentError
from assistant.loading.warnings import describe
from tests.loading.conftest import kinds, sections
from tests.loading.making import doc, zipped

WELDER = '{"intitulé": "Soudeur", "code rome": "H2913", "lieu": {"ville": "Dole"}, "outils": ["arc", "TIG"]}'
TURNER = '{"intitulé": "Tourneur", "code rome": "H2903", "lieu": null}'
RECORDS = f"[{WELDER}, {TURNER}]"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", RECORDS),
        ("a.json", f'{{"total": 2, "métiers": {RECORDS}}}'),
        ("a.jsonl", f"{WELDER}\n{TURNER}\n"),
    ],
)
def test_records_are_documents(load, name, content):
    welder, turner = load(name, content)
    assert (welder.metadata.title, welder.metadata.kind, welder.metadata.rome) == ("Soudeur", "job", ("H2913",))
    assert welder.text.split("\n")[:3] == ["code rome: H2913", "lieu – ville: Dole", "outils: arc; TIG"]
    assert (turner.metadata.title, turner.row) == ("Tourneur", 2)


def test_nothing_beside_the_records_is_lost(load):
    documents = load("a.json", f'{{"source": "Enquête 2024", "métiers": {RECORDS}}}')
    assert all("Enquête 2024" in document.text for document in documents)


def test_features_of_a_map_are_records(load):
    feature = '{"type": "Feature", "geometry": {"type": "Point"}, "properties": {"nom": "Usine", "ville": "Dole"}}'
    (document,) = load("a.geojson", f'{{"type": "FeatureCollection", "features": [{feature}]}}')
    assert document.metadata.title == "Usine"
    assert "ville: Dole" in document.text


def test_other_data_is_named_values(load):
    pole = '{"nom": "Alpha", "vrai": true, "contacts": [{"nom": "A"}, "b"]}'
    (document,) = load("a.json", f'{{"année": 2024, "pôle": {pole}}}')
    assert sections(document) == [
        ((), None, "année: 2024"),
        (("pôle",), None, "nom: Alpha\nvrai: true"),
        (("pôle", "contacts"), None, "nom: A\n\nb"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.json", '{"a": 1,\n"b" 2}', "line 2"),
        ("a.jsonl", '{"a": "x"}\n\n{"a": "y"', "line 3"),
        ("a.json", "[" * 99999, "nested"),
    ],
)
def test_malformed_data_is_named_with_its_line(load, name, content, line):
    with pytest.raises(DocumentError, match=line) as caught:
        load(name, content)
    assert caught.value.code == "broken"


def test_an_archive_of_documents(load):
    files = {
        "Métiers/soudeur.md": "Il soude.",
        "rapport.html": "<h1>Le bois</h1><p>Un texte.</p>",
        "rapport.HTML": "<p>Autre</p>",
        "tables/t.csv": "Titre,Ville\nA,Dole\nB,Lons\n",
        "__MACOSX/._rapport.html": "x",
        "~$note.docx": "x",
        "photo.raw": "x",
        "faux.docx": "Du texte.",
    }
    documents = load("a.zip", zipped(files))
    assert [(each.member, each.row, each.metadata.title, each.metadata.kind) for each in documents] == [
        ("Métiers/soudeur.md", None, "Soudeur", "job"),
        ("rapport.html", None, "Le bois", None),
        ("rapport.HTML", None, "Rapport", None),
        ("tables/t.csv", 1, "A", None),
        ("tables/t.csv", 2, "B", None),
    ]
    names = documents[0].warnings[-1].details["names"]
    assert names.startswith("photo.raw; faux.docx (")
    assert "note" not in names


def test_names_in_archives_of_windows(load):
    member = b"note_m?tier.md"
    data = zipped({member.decode(): "Un texte."}).replace(member, member.replace(b"?", "é".encode("cp850")))
    (document,) = load("a.zip", data)
    assert (document.member, document.metadata.title) == ("note_métier.md", "Note métier")


def test_what_is_told_of_a_file_in_an_archive_names_it(load):
    hidden = "<p>Un texte.</p><p hidden>Une marge qui ne se publie pas</p>"
    (document,) = load("a.zip", zipped({"notes/a.html": hidden}))
    assert describe(document.warnings[0]).startswith("notes/a.html: Text formatted as hidden")


def test_two_files_of_one_name(load):
    buffer = BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(buffer, "w") as archive:
        archive.writestr("a.md", "Un.")
        archive.writestr("a.md", "Deux.")
    assert [(each.member, each.text) for each in load("a.zip", buffer.getvalue())] == [
        ("a.md", "Un."),
        ("a [2].md", "Deux."),
    ]


def test_an_archive_that_would_unpack_to_a_huge_size_is_refused(load, monkeypatch):
    monkeypatch.setattr("assistant.loading.archive._MOST_UNPACKED", 1000)
    with pytest.raises(DocumentError) as caught:
        load("a.zip", zipped({"a.md": "x" * 2000}))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped({}), "empty"),
        (zipped({"a.raw": "x"}), "empty"),
        (b"Du texte.", "wrong-type"),
    ],
    ids=["nothing", "nothing that is read", "no archive"],
)
def test_archives_without_documents_are_refused(load, content, code):
    with pytest.raises(DocumentError) as caught:
        load("a.zip", content)
    assert caught.value.code == code


def test_a_document_of_word_before_2007(load):
    (document,) = load("a.doc", doc("Le pôle compte 12 membres – été.\rDeuxième paragraphe.\r"))
    assert kinds(document) == [("prose", "Le pôle compte 12 membres – été."), ("prose", "Deuxième paragraphe.")]
    assert not document.warnings


@pytest.mark.parametrize(
    "content", [rb"{\rtf1\ansi Un texte.}", b"<html><body><p>Un texte.</p></body></html>"], ids=["rtf", "html"]
)
def test_what_programs_save_under_that_ending(load, content):
    assert load("a.doc", content)[0].text == "Un texte."


@pytest.mark.parametrize("content", [b"Du texte.", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_not_of_word_is_refused(load, content):
    with pytest.raises(DocumentError):
        load("a.doc", content)
