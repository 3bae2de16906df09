from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quels métiers recrutent ?", "fr"),
        ("Quel budget ?", "fr"),
        ("Où ?", "fr"),
        ("Qui a écrit Lessons for Children ?", "fr"),
        ("robots soudeurs", "fr"),
        ("Which companies make clocks?", "en"),
        ("Who runs the Institut de Soudure in Besançon?", "en"),
        ("What is laser welding?", "en"),
        ("supply chain", "en"),
        ("Welche Unternehmen bauen Uhren?", "de"),
        ("¿Qué empresas fabrican relojes?", "es"),
        ("Quante imprese producono orologi?", "it"),
        ("Was ist Robotik?", "de"),
        ("L'usinage est un procédé de fabrication. " * 200 + "The end. " * 900, "fr"),
        ("H1506", ""),
        ("12", ""),
        ("?", ""),
        ("", ""),
        ("psychic", ""),
    ],
)
def test_the_language_is_found_or_left_open(text, language):
    assert detect_language(text) == language


def test_many_threads_may_ask_at_once():
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(detect_language, ["Le décolletage fabrique des vis."] * 50)) == {"fr"}
