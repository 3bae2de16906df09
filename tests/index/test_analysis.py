"""What makes two words the same word for the lexical index."""

from __future__ import annotations

from threading import Thread

import pytest

from assistant.index.analysis import terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("métiers", "metier"),
        ("L'entreprise", "entreprises"),
        ("qu’une école", "écoles"),
        ("soudeuse", "soudeurs"),
        ("conductrice", "conducteur"),
        ("opératrices", "opérateur"),
        ("ingénieure", "ingénieurs"),
        ("technicienne", "technicien"),
        ("couturière", "couturiers"),
        ("cheffes", "chef"),
        ("cœur", "coeur"),
        ("1 500", "1500"),
        ("1.500", "1 500"),
        ("12,5 %", "12.5 %"),
        ("plug-in", "plugin"),
        ("R&D", "r&d"),
        ("ﬁlière", "filière"),
    ],
)
def test_french_forms_share_a_term(one: str, other: str) -> None:
    assert set(terms(one, "fr")) & set(terms(other, "fr"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("clusters", "cluster"), ("cluster's", "cluster"), ("welding", "welds"), ("1,500", "1500"), ("co-op", "coop")],
)
def test_english_forms_share_a_term(one: str, other: str) -> None:
    assert set(terms(one, "en")) & set(terms(other, "en"))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("code H1506", "fr", ["cod", "h1506", "1506"]),
        ("aujourd'hui", "fr", []),
        ("Quelle est la R&D du PTCE ?", "fr", ["r&d", "ptce"]),
        ("d'Alembert", "fr", ["alembert"]),
        ("What is the plug-in?", "en", ["plugin", "plug"]),
        ("don't", "en", []),
        ("en 2021 300 salariés", "fr", ["2021", "300", "salari"]),
        ("C++ et C#", "fr", ["c++", "c#"]),
        ("", "en", []),
        ("… — !", "fr", []),
    ],
)
def test_terms(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


def test_words_are_folded_but_not_stemmed() -> None:
    assert words("Les métiers de l'été", "fr") == ["metiers"]
    assert words("L'horlogère répare", "fr") == ["horlogere", "repare"]


def test_threads_do_not_disturb_each_other() -> None:
    text = " ".join(f"travailleuses{n} nationalisations{n} développements{n}" for n in range(300))
    expected = terms(text, "fr")
    results: list[list[str]] = []
    threads = [Thread(target=lambda: results.append(terms(text, "fr"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4
