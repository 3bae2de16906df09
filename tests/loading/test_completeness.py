"""What a file shows is counted against what was kept of it; titles and authors that are none are told apart."""

import pytest

from assistant.loading.completeness import warn_of_missing
from assistant.loading.parts import Outline, Parsed
from assistant.loading.pictures import described
from assistant.loading.properties import properties, usable_title
from assistant.loading.warnings import PLACES, SENTENCES, describe


def missing(kept, *visible):
    outline = Outline()
    for text in kept:
        outline.add(text)
    warn_of_missing([Parsed(outline.finish(), "Titre")], outline, visible)
    return [describe(warning, "en") for warning in outline.warnings]


WORDS = "Les ateliers accueillent des stagiaires toute l'année, du lundi au jeudi, sauf en août."


def test_nothing_is_said_when_all_is_kept_whatever_its_form():
    kept = ["Titre", WORDS, "Région: Jura; Places: 12 345¹", "électro­mécanique"]
    assert missing(kept, ("⟨page⟩ 1", f"titre {WORDS.upper()}"), ("⟨page⟩ 2", "Jura 12 3451 électro mécanique")) == []


def test_what_is_missing_is_named_with_its_place():
    (told,) = missing([WORDS], ("⟨page⟩ 1", WORDS), ("⟨page⟩ 2", "Une page entière que personne n'a lue."))
    assert "page 2" in told and "entière" in told and "page 1" not in told
    assert told.startswith(("Only 6", "Only 7"))


def test_a_small_place_that_is_lost_whole_is_told_though_the_file_is_large():
    large = [f"{WORDS} Numéro {number}." for number in range(200)]
    (told,) = missing(
        large, ("⟨body⟩", "\n".join(large)), ("⟨footnotes⟩", "Sous réserve de l'accord écrit du recteur.")
    )
    assert "footnotes" in told


def test_a_word_that_stands_twice_must_be_kept_twice():
    assert missing(["Places: dix"], ("⟨body⟩", "Places: dix dix")) != []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_warning_has_its_sentence_in_both_languages(language):
    assert all(language in sentences for sentences in (*SENTENCES.values(), *PLACES.values()))


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Rapport annuel du pôle", "Rapport annuel du pôle"), ("about:blank", ""), ("Microsoft Word - note.docx", ""),
        ("note.indd", ""), ("Sans titre", ""), ("Présentation PowerPoint", ""), ("C:\\temp\\x", ""), ("  ", ""),
        ("le_nom", ""), ("1234", ""),
    ],
)  # fmt: skip
def test_titles_that_are_none(title, kept):
    assert usable_title(title, "le_nom") == kept


def test_names_of_programs_and_computers_are_no_authors():
    assert properties(author="Microsoft Office User", organisation="HP", date="20240305").fields() == {
        "author": "", "organisation": "", "date": "2024-03-05",
    }  # fmt: skip
    assert properties(author=" Lou  Exemple ").author == "Lou Exemple"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Plan du site", "Plan du site"), ("image1.png", ""), ("Picture 3", ""),
        ("Une image contenant texte, capture d'écran Description générée automatiquement", ""),
        ("Organigramme du pôle Description générée automatiquement", "Organigramme du pôle"),
    ],
)  # fmt: skip
def test_alternative_texts_that_a_person_wrote(text, kept):
    assert described(text) == kept
