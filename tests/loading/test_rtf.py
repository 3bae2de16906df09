import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import DocumentError
from assistant.loading.parts import Source
from assistant.loading.rtf import read
from assistant.settings import Settings
from tests.loading.conftest import kinds

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Calibri;}{\f1\fcharset204 Arial;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}"
)


def written(body, head=HEAD):
    return f"{head}{body}}}".encode("latin-1")


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (
            r"Le p\'f4le \u8211? l\'92\'e9t\'e9\par Fin \{ou\} non",
            [("prose", "Le pôle – l’été"), ("prose", "Fin {ou} non")],
        ),
        (r"12 345{\super 1} et CO{\sub 2}\par", [("prose", "12 345¹ et CO₂")]),
        (r"{\f1 \'d1\'e2\'e0\'f0}\par", [("prose", "Свар")]),
        (r"\uc2\u233??t\u233\'3f\'3f\par", [("prose", "été")]),
        (
            r"{\pntext\f0 \'b7\tab}un\par{\pntext\f0 \'b7\tab}deux\par{\listtext 3.\tab}trois\par",
            [("item", "- un"), ("item", "- deux"), ("item", "3. trois")],
        ),
        (
            r"Fin{\footnote \pard {\super 1} en 2020\par} de phrase.\par",
            [("prose", "Fin de phrase."), ("note", "¹ en 2020")],
        ),
        (r"{\field{\*\fldinst HYPERLINK http://x}{\fldrslt le site}} bleu\par", [("prose", "le site bleu")]),
        (r"{\pict\pngblip 89504e}{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt Encadr\'e9\par}}", [("prose", "Encadré")]),
        (r"{\header Pied\par}{\header Pied\par}Texte\par", [("prose", "Texte"), ("note", "Pied")]),
        (
            r"\trowd\clvmgf\cellx100\cellx200\pard\intbl R\'e9gion\cell Ville\cell\row"
            r"\trowd\clvmgf\cellx100\cellx200\pard\intbl Jura\cell Dole\cell\row"
            r"\trowd\clvmrg\cellx100\cellx200\pard\intbl \cell Lons\cell\row\pard Apr\'e8s\par",
            [("row", "Région: Jura; Ville: Dole"), ("row", "Région: Jura; Ville: Lons"), ("prose", "Après")],
        ),
        (r"a\bin5 }}}}}b\par", [("prose", "ab")]),
    ],
)
def test_what_a_word_processor_shows(load, body, blocks):
    assert kinds(load("a.rtf", written(body))[0]) == blocks


def test_headings_and_what_the_file_says_of_itself(load):
    info = r"{\info{\title Le h\'eatre}{\author Camille Roy}{\company P\'f4le}{\creatim\yr2024\mo3\dy5\hr9}}"
    (document,) = load("a.rtf", written(rf"{info}\pard\s1 Usages\par\pard Un meuble.\par"))
    extra = document.metadata.extra
    assert document.metadata.title == "Le hêtre"
    assert (extra["author"], extra["organisation"], extra["date"]) == (("Camille Roy",), ("Pôle",), ("2024-03-05",))
    assert document.blocks[0].heading == ("Usages",)


def test_hidden_and_deleted_text_is_left_out_and_told(load):
    (document,) = load("a.rtf", written(r"Un texte{\v masqu\'e9} visible{\deleted effac\'e9}.\par"))
    assert document.text == "Un texte visible."
    assert [warning.code for warning in document.warnings] == ["hidden-text", "deleted-text"]


def test_what_is_no_rich_text_is_refused(load):
    with pytest.raises(DocumentError) as caught:
        load("a.rtf", b"Bonjour")
    assert caught.value.code == "wrong-type"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x2FF), min_size=1), min_size=1, max_size=20)
)
def test_random_text_comes_out_whole(words):
    body = " ".join("".join(f"\\u{ord(char)}?" for char in word) for word in words)
    (parsed,) = read(Source(written(body + r"\par"), ".rtf", "a", Settings(_env_file=None)))
    assert parsed.parts[0].text.split() == " ".join(words).split()
