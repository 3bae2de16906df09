import pytest

from assistant.answering import small_talk
from assistant.documents import Grounding


@pytest.fixture
def documents(library):
    library.add("a", "Texte.", title="Les lunetiers du Jura", kind="report")
    library.add("b", "Text.", title="Welder", kind="job", language="en")
    return library.documents


@pytest.mark.parametrize(
    ("message", "language", "expected"),
    [
        ("Bonjour", "", "Bonjour !"),
        ("bonsoir !!", "fr", "Bonjour !"),
        ("Hello there", "", "Hello!"),
        ("Merci beaucoup !", "fr", "Avec plaisir"),
        ("thank you", "en", "welcome"),
        ("Que peux-tu faire ?", "fr", "2 documents"),
        ("What can you do?", "en", "2 documents"),
        ("Who are you?", "en", "assistant"),
        ("Quels documents as-tu ?", "fr", "Les lunetiers du Jura"),
        ("Which documents do you have?", "en", "1 report and 1 job"),
        ("Au revoir", "", "bientôt"),
        ("merci pour ton aide", "fr", "Avec plaisir"),
        ("Qui t'a créé ?", "fr", "assistant automatique"),
        ("Are you ChatGPT?", "en", "automatic assistant"),
        ("Can you help me?", "en", "2 documents"),
        ("Montre-moi tes documents", "fr", "Les lunetiers du Jura"),
        ("Can I trust you?", "en", "wrong"),
        ("ta réponse est fausse", "fr", "passage"),
        ("tu es vraiment stupide !", "fr", "regrette"),
        ("you're useless", "en", "sorry"),
    ],
)
def test_answered_at_once(documents, message: str, language: str, expected: str) -> None:
    answer = small_talk(message, language, documents)
    assert answer is not None
    assert expected in answer.text
    assert answer.citations == ()
    assert not answer.abstained
    assert all(s.grounding is Grounding.FRAME for s in answer.sentences)


@pytest.mark.parametrize(
    "question",
    [
        "Bonjour, quels clusters travaillent l'optique ?",
        "What can a welder do?",
        "Que peut faire un cluster pour moi ?",
        "Qui es le président de Neopolia",
        "hi-fi manufacturers in Limousin",
        "Merci, et quel est le salaire d'un soudeur ?",
        "Quel modèle de drone utilise le télépilote ?",
        "Is the job of welder stupid?",
        "C'est nul de ne pas avoir de formation : lesquelles existent ?",
        "Which documents does a welder need?",
        "",
    ],
)
def test_questions_are_left_alone(documents, question: str) -> None:
    assert small_talk(question, "fr", documents) is None
