"""Whatever program wrote a text file, its accents come out right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.loading.encodings import decode_text

FRENCH = "Le métier d'été à Besançon : où la mécanique a été créée, là-bas, près du château ; coût élevé."
WINDOWS = "L’œuvre coûte 12 € – c’est « cher »."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman", "cp850"])
@pytest.mark.parametrize("text", [FRENCH, "ÉTÉ À DÔLE, ÎLE-DE-FRANCE, ÇA", "Größe über alles", "¿Qué mañana?"])
def test_encodings_of_western_europe(encoding, text):
    assert decode_text(text.encode(encoding)) == text


def test_signs_that_only_windows_and_the_newer_latin_have():
    assert decode_text(f"{FRENCH}\n{WINDOWS}".encode("cp1252")) == f"{FRENCH}\n{WINDOWS}"
    newer = f"{FRENCH} Main-d'œuvre : 48 €"
    assert decode_text(newer.encode("iso-8859-15")) == newer


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (f"{FRENCH}\n".encode() * 9 + "spécial".encode("cp1252"), f"{FRENCH}\n" * 9 + "spécial"),
        (FRENCH.encode() + b" l\x92usine " + FRENCH.encode(), f"{FRENCH} l’usine {FRENCH}"),
        (FRENCH.encode() + b"\xe9", FRENCH + "é"),
        (WINDOWS.encode() + f"{FRENCH}\n".encode("cp1252") * 50, WINDOWS + f"{FRENCH}\n" * 50),
        (f"{FRENCH}\n".encode("cp1252") * 50 + WINDOWS.encode(), f"{FRENCH}\n" * 50 + WINDOWS),
        (FRENCH.encode() + b" \x81 ", f"{FRENCH} \ufffd "),
    ],
)
def test_what_is_mostly_utf_8_stays_so(data, text):
    assert decode_text(data) == text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_bytes_that_are_no_text_are_told(load, name):
    (document,) = load(name, f"{FRENCH}\n".encode() * 3 + b"fin \x81 \x8d")
    assert [(warning.code, warning.details) for warning in document.warnings] == [("repaired-bytes", {"count": "2"})]
    assert not load(name, FRENCH.encode() + b" \x92")[0].warnings


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_accents_that_come_late(encoding):
    text = "code;intitule\n" + "1;Soudeur\n" * 60_000 + "2;Décolleteur spécialisé\n"
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["cp1251", "cp1250", "iso8859-2", "shift-jis"])
def test_declared_encodings(encoding):
    text = {"cp1251": "Сварщик", "shift-jis": "溶接工"}.get(encoding, "Zażółć gęślą jaźń")
    assert decode_text(text.encode(encoding), encoding) == text


@pytest.mark.parametrize("declared", ["nonsense", "utf-8", "", "us-ascii", "x" * 300])
def test_a_declaration_that_tells_nothing_does_no_harm(declared):
    assert decode_text(FRENCH.encode("cp1252"), declared) == FRENCH


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["", "cp1252", "utf-16", "cp1251"]))
def test_any_bytes_are_some_text(data, declared):
    assert isinstance(decode_text(data, declared), str)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_utf_8_is_itself(text):
    assert decode_text(text.encode("utf-8", "surrogatepass")) == text or text.startswith("\ufeff") or _lone(text)


def _lone(text):
    return any("\ud800" <= char <= "\udfff" for char in text)
