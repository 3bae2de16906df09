"""Mails: head, body, and each attachment as a document of its own."""

from email.message import EmailMessage

import pytest
from compressed_rtf import compress
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import DocumentError
from assistant.loading.eml import read
from assistant.loading.parts import Source
from assistant.settings import Settings
from tests.loading.conftest import kinds
from tests.loading.making import msg, zipped


def mail(text="Bonjour,\n\nLe comité se tient le 12 mars.", **headers):
    message = EmailMessage()
    given_headers = {"From": "Camille Roy <c.roy@exemple.fr>", "To": "pole@exemple.fr", "Subject": "Comité d'été"}
    for name, value in (given_headers | {name.capitalize(): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message


def test_head_and_body(load):
    message = mail(date="Wed, 5 Mar 2025 09:30:00 +0100", cc="a@exemple.fr, B <b@exemple.fr>", organization="Pôle Bois")
    (document,) = load("a.eml", message.as_bytes())
    assert document.metadata.title == "Comité d'été"
    assert document.metadata.year == 2025
    extra = document.metadata.extra
    assert (extra["author"], extra["date"], extra["organisation"]) == (
        ("Camille Roy",),
        ("2025-03-05",),
        ("Pôle Bois",),
    )
    assert kinds(document) == [
        ("row", "From: Camille Roy <c.roy@exemple.fr>"),
        ("row", "To: pole@exemple.fr"),
        ("row", "Cc: a@exemple.fr, B <b@exemple.fr>"),
        ("row", "Date: 2025-03-05 09:30"),
        ("row", "Subject: Comité d'été"),
        ("prose", "Bonjour,"),
        ("prose", "Le comité se tient le 12 mars."),
    ]


def test_of_alternatives_the_one_with_tables(load):
    message = mail("Ville Places")
    table = "<table><tr><th>Ville</th><th>Places</th></tr><tr><td>Dole</td><td>12</td></tr></table>"
    message.add_alternative(f"<p>Bonjour,</p>{table}<blockquote>Cité</blockquote>", subtype="html")
    (document,) = load("a.eml", message.as_bytes())
    assert kinds(document)[3:] == [("prose", "Bonjour,"), ("row", "Ville: Dole; Places: 12"), ("prose", "Cité")]


def test_attachments_are_documents(load):
    message = mail()
    message.add_attachment(b"# Budget\n\n52 000 euros.", maintype="text", subtype="markdown", filename="b.md")
    message.add_attachment(b"Ville,Places\nDole,12\n", maintype="text", subtype="csv", filename="p.csv")
    message.add_attachment(b"\x00" * 9, maintype="application", subtype="x", filename="plan.dwg")
    message.add_attachment(b"abc", maintype="application", subtype="pdf", filename="faux.pdf")
    forwarded = mail("Un message transmis.", subject="Transmis")
    message.add_attachment(forwarded)
    documents = load("a.eml", message.as_bytes())
    assert [(document.member, document.metadata.title) for document in documents] == [
        ("", "Comité d'été"),
        ("b.md", "Budget"),
        ("p.csv", "Dole"),
        ("Transmis.eml", "Transmis"),
    ]
    assert documents[1].text == "52 000 euros."
    (warning,) = documents[0].warnings
    assert warning.code == "attachments"
    assert "plan.dwg" in warning.details["names"]
    assert "faux.pdf (" in warning.details["names"]


def test_pictures_of_the_body_are_no_attachments(load):
    message = mail()
    message.add_alternative("<p>Bonjour</p><img src='cid:logo'>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    (document,) = load("a.eml", message.as_bytes())
    assert not document.warnings


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8", "us-ascii"])
def test_encodings_of_bodies(load, charset):
    written = "cp1252" if charset != "utf-8" else "utf-8"
    head = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    (document,) = load("a.eml", head.encode() + "L’été : 48 €".encode(written))
    assert document.text.endswith("L’été : 48 €")


def test_a_mail_of_outlook(load):
    data = msg(
        "Convention", "La convention est signée.", sender=("Camille Roy", "c@exemple.fr"),
        receivers=[("Pôle", "pole@exemple.fr")],
        attachments={"note.md": b"# Note\n\nUn texte.", "plan.dwg": b"x" * 9000},
    )  # fmt: skip
    first, note = load("a.msg", data)
    assert first.metadata.title == "Convention"
    assert first.text.split("\n\n")[-1] == "La convention est signée."
    assert "From: Camille Roy <c@exemple.fr>\nTo: Pôle <pole@exemple.fr>" in first.text
    assert first.warnings[0].details["names"] == "plan.dwg"
    assert (note.member, note.text) == ("note.md", "Un texte.")


def test_a_mail_of_outlook_with_markup(load):
    (document,) = load("a.msg", msg("Places", html="<p>Été</p><ul><li>un</li></ul>".encode()))
    assert document.text == "Subject: Places\n\nÉté\n\n- un"


def test_a_mail_of_outlook_in_rich_text(load):
    (document,) = load("a.msg", msg("Places", rich_text=compress(rb"{\rtf1\ansi Un \'e9t\'e9.\par}")))
    assert document.text == "Subject: Places\n\nUn été."


def test_a_page_saved_as_one_file(load):
    page = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://exemple.fr/a\r\nSubject: x\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<h1>Le h=C3=AAtre</h1><p>Un texte=\r\n.</p>\r\n--b--\r\n"
    )
    (document,) = load("a.mhtml", page)
    assert (document.metadata.title, document.text) == ("Le hêtre", "Un texte.")
    assert document.metadata.source == ("https://exemple.fr/a",)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.eml", b"Bonjour sans en-tete", "wrong-type"),
        ("a.eml", b"Subject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b--", "encrypted"),
        ("a.msg", b"PK\x03\x04", "wrong-type"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken"),
    ],
)
def test_what_is_no_mail_is_refused(load, name, content, code):
    with pytest.raises(DocumentError) as caught:
        load(name, content)
    assert caught.value.code == code


def test_a_mail_in_an_archive_in_a_mail_ends_somewhere(load):
    data = zipped({"a.md": "# Fond\n\nUn texte."})
    for _ in range(5):
        message = mail()
        message.add_attachment(data, maintype="application", subtype="zip", filename="a.zip")
        data = zipped({"m.eml": message.as_bytes()})
    documents = load("a.zip", data)
    assert "nested too deep" in str([warning.details for warning in documents[0].warnings])


WORDS = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x24F), min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), st.booleans())
def test_random_text_comes_out_whole(text, as_markup):
    message = mail("x" if as_markup else text)
    if as_markup:
        message.add_alternative(f"<div><p>{text}</p></div>", subtype="html")
    (parsed,) = read(Source(message.as_bytes(), ".eml", "a", Settings(_env_file=None)))
    assert " ".join(text.split()) in " ".join(part.text for part in parsed.parts)
    assert not parsed.warnings
