import pytest

from assistant.errors import DocumentError
from tests.loading.conftest import sections


@pytest.mark.parametrize(
    "prose",
    [
        "Une phrase toute simple.",
        "2*3*4 = 24, et a * b * c.",
        "snake_case_name ou C:\\temp\\new.",
        "L'intégrale \\, de \\{x\\} vaut 5 % ; « oui ».",
        "x <y> z, 5 < 6 et 7 > 2 & AT&T.",
        "Le ~74 000 et ~11 600.",
        "Tel 'quel' \"toujours\" -- ... (c).",
        "[note] et [1] puis https://exemple.fr/a_b_c.",
        "1998. Il naît à Dole.",
        "emoji 😀 et ligature œ, № 5",
    ],
)
def test_plain_prose_is_kept_word_for_word(load, prose):
    assert load("a.md", prose)[0].text == prose


def test_wrapped_lines_are_put_together(load):
    assert load("a.md", "Une phrase\nsur deux lignes.\n\nAutre.")[0].text == "Une phrase sur deux lignes.\n\nAutre."


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("Du **gras**, de l'_italique_ et du ~~barré~~.", "Du gras, de l'italique et du barré."),
        ("Voir [le site](http://exemple.fr) et ![une image](a.png).", "Voir le site et une image."),
        ("a <!-- caché --> b", "a  b"),
        ("a <b>fort</b><br>b", "a fort\nb"),
        ("<div>un <i>bloc</i></div>", "un bloc"),
        ("- un\n- deux\n  suite\n  1. sous\n", "- un\n- deux suite\n  1. sous"),
        ("| Ville | Nom |\n|---|---|\n| Dole | Solvay |\n| Cluses | |", "Ville: Dole; Nom: Solvay\nVille: Cluses"),
        ("```\nx = 1\n\ny\n```", "x = 1\n\ny"),
        ("> cité", "cité"),
        ("Une phrase entière.\n---\nAutre.", "Une phrase entière.\n\nAutre."),
        ("<table><tr><td>Nom</td><td>Ville</td></tr>\n<tr><td>A</td><td>Dole</td></tr></table>", "Nom: A; Ville: Dole"),
        ("R\\*D et AT&amp;T", "R*D et AT&T"),
    ],
)
def test_markup_becomes_what_the_reader_sees(load, markdown, seen):
    assert load("a.md", markdown)[0].text == seen


def test_headings_become_paths_and_no_word_is_lost(load):
    (document,) = load("a.md", "# Rapport\nDébut.\n## Sites\n### Dole\nUsine.\n## Vide\n## Fin\nFin.")
    assert document.metadata.title == "Rapport"
    assert sections(document) == [
        ((), None, "Début."),
        (("Sites", "Dole"), None, "Usine."),
        ((), None, "Vide"),
        (("Fin",), None, "Fin."),
    ]


def test_front_matter_fills_the_metadata(load):
    (document,) = load(
        "reports/a.md",
        "---\ntitle: 'Un titre : long'\nkind: job\nlanguage: fr-FR\ncluster: [A, B]\nregion: Jura\nyear: 2021\n"
        "rome: H1506, H2903\nesco: http://x\nsource: a\nstatus: no\npos: {lat: 1.50}\nlevels: [1, 2]\n---\nTexte.",
    )
    metadata = document.metadata
    assert (metadata.title, metadata.kind, metadata.language, metadata.year) == ("Un titre : long", "job", "fr", 2021)
    assert (metadata.cluster, metadata.region, metadata.source) == (("A", "B"), ("Jura",), ("a",))
    assert (metadata.rome, metadata.esco) == (("H1506", "H2903"), ("http://x",))
    assert metadata.extra == {"status": ("no",), "pos.lat": ("1.50",), "levels": ("1", "2")}
    assert document.text == "Texte."


def test_a_value_that_does_not_fit_is_kept_as_extra(load):
    metadata = load("a.md", "---\nkind: poème\nyear: bientôt\n---\nTexte.")[0].metadata
    assert (metadata.kind, metadata.year) == (None, None)
    assert metadata.extra == {"kind": ("poème",), "year": ("bientôt",)}


@pytest.mark.parametrize(
    ("name", "text", "title", "kind", "language"),
    [
        ("reports/rapport_annuel-2024.md", "Le décolletage fabrique des vis.", "Rapport annuel 2024", "report", "fr"),
        ("jobs/a.txt", "Welders join metal parts with heat.", "A", "job", "en"),
        ("x/Métiers/b.md", "# Soudeur\nIl soude des pièces.", "Soudeur", "job", "fr"),
        ("c.md", "1234", "C", None, ""),
    ],
)
def test_what_is_not_said_is_inferred_where_it_is_safe(load, name, text, title, kind, language):
    metadata = load(name, text)[0].metadata
    assert (metadata.title, metadata.kind, metadata.language) == (title, kind, language)


def test_the_sidecar_wins(load):
    (document,) = load("a.md", "---\ntitle: A\nyear: 2020\n---\nTexte.", {"title": "B", "kind": "report"})
    assert (document.metadata.title, document.metadata.year, document.metadata.kind) == ("B", 2020, "report")


@pytest.mark.parametrize(
    ("front_matter", "line"), [("title: a: b", "line 2"), ("title: x\nlist: [a", "line"), ("a: &x 1\nb: *x", "line 3")]
)
def test_malformed_front_matter_is_named_with_its_line(load, front_matter, line):
    with pytest.raises(DocumentError, match=line) as caught:
        load("a.md", f"---\n{front_matter}\n---\nTexte.")
    assert caught.value.code == "front-matter"


@pytest.mark.parametrize(
    "text", ["---\n\nTexte.", "---\nTexte sans clef\n---\nFin.", "--- tiret\nTexte.", "---\n- a\n---\nFin."]
)
def test_dashes_that_are_no_front_matter_do_no_harm(load, text):
    assert load("a.md", text)[0].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_text_in_any_encoding(load, encoding):
    text = "Les métiers de l'été à Besançon : où la mécanique a été créée, là-bas, près du château."
    assert load("a.txt", text.encode(encoding))[0].text == text


def test_wrapped_text_is_unwrapped_but_lists_are_not(load):
    wrapped = "Une ligne assez longue pour qu'elle ait été coupée par un\néditeur de texte.\n\nListe :\n- a\n- b"
    assert load("a.txt", wrapped)[0].text == (
        "Une ligne assez longue pour qu'elle ait été coupée par un éditeur de texte.\n\nListe :\n- a\n- b"
    )


def test_characters_that_deceive_or_break_are_removed(load):
    assert load("a.txt", "a\u202eb\x00c\r\nde\u0301")[0].text == "abc\ndé"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.md", b"", "empty"),
        ("a.md", b" \n ", "empty"),
        ("a.md", b"<!-- rien -->", "empty"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "wrong-type"),
        ("a.txt", b"PK\x03\x04\x14\x00", "wrong-type"),
        ("a.txt", bytes(range(256)) * 20, "wrong-type"),
        ("a.dwg", b"x", "unsupported"),
        ("sans_suffixe", b"x", "unsupported"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(load, name, content, code):
    with pytest.raises(DocumentError) as caught:
        load(name, content)
    assert caught.value.code == code
    assert name not in str(caught.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(load):
    with pytest.raises(DocumentError, match="ASSISTANT_MAX_FILE_MB") as caught:
        load("a.md", b"x" * 1_000_001, max_file_mb=1)
    assert caught.value.code == "too-large"
