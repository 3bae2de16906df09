import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import DocumentError
from assistant.loading.epub import read
from assistant.loading.parts import Source
from assistant.settings import Settings
from tests.loading.conftest import kinds, sections
from tests.loading.making import epub, zipped


def test_a_book_in_reading_order(load):
    items = "<ul><li>un<ul><li>sous</li></ul></li></ul>"
    chapters = [f"<h1>Chapitre {number}</h1><p>Il était une fois.</p>{items}" for number in (2, 1)]
    (document,) = load("a.epub", epub(chapters, title="Le livre", creator="A. Roy", publisher="Éditions du Pôle"))
    assert (document.metadata.title, document.metadata.extra["author"]) == ("Le livre", ("A. Roy",))
    assert document.metadata.extra["organisation"] == ("Éditions du Pôle",)
    text = "Il était une fois.\n\n- un\n  - sous"
    assert sections(document) == [(("Chapitre 2",), None, text), (("Chapitre 1",), None, text)]


def test_notes_and_boxes_of_a_book(load):
    chapter = (
        "<header><h1>Un</h1></header><p>Il y a 345<a epub:type='noteref' href='#n'>1</a> sites.</p>"
        "<aside epub:type='footnote' id='n'>En 2020.</aside><aside><p>Un encadré</p></aside>"
        "<table><tr><th>Ville</th><th>Sites</th></tr><tr><td rowspan='2'>Dole</td><td>2</td></tr><tr><td>3</td></tr>"
        "</table>"
    )
    (document,) = load("a.epub", epub([chapter], title="Microsoft Word - livre.doc"))
    assert document.metadata.title == "Un"
    assert kinds(document) == [
        ("prose", "Il y a 345¹ sites."),
        ("note", "En 2020."),
        ("prose", "Un encadré"),
        ("row", "Ville: Dole; Sites: 2"),
        ("row", "Ville: Dole; Sites: 3"),
    ]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"META-INF/container.xml": "<x/>"}, "broken"),
        ({"META-INF/container.xml": "<rootfile full-path='a.opf'/>"}, "broken"),
        ({"autre": ""}, "wrong-type"),
    ],
)
def test_a_book_without_chapters_is_refused(load, members, code):
    with pytest.raises(DocumentError) as caught:
        load("a.epub", zipped(members))
    assert caught.value.code == code


def test_a_missing_chapter_is_told(load):
    book = epub(["<p>Un texte.</p>", "<p>Un autre.</p>"]).replace(b"chapitre 1.xhtml", b"chapitre 9.xhtml")
    (document,) = load("a.epub", book)
    assert document.text == "Un texte."
    assert "chapitre 1" in document.warnings[0].details["where"]


WORDS = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x24F), min_size=1, max_size=9)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5))
def test_random_text_comes_out_whole(texts):
    data = epub([f"<h2>T{number}</h2><p>{text}</p>" for number, text in enumerate(texts)])
    (parsed,) = read(Source(data, ".epub", "a", Settings(_env_file=None)))
    kept = " ".join(part.text for part in parsed.parts)
    assert [text for text in texts if " ".join(text.split()) not in kept] == []
    assert not parsed.warnings
