import pytest
from chat_server import ChatServer

from assistant.answering import standalone
from assistant.documents import Answer, Citation, Turn
from assistant.settings import Settings, load_settings


@pytest.fixture
def talk(library):
    library.add(
        "neopolia", "Neopolia.", title="Neopolia", kind="report", cluster=("Neopolia",), region=("Pays de la Loire",),
        extra={"aliases": ("Néopolia Mécanique",)},
    )  # fmt: skip
    library.add("mer", "Mer.", title="Pôle Mer", kind="report", cluster=("Pôle Mer",), region=("Bretagne",))
    library.add("eolien", "Job.", title="Technicien éolien", kind="job", region=("Bretagne", "Pays de la Loire"))
    library.add("soudeur", "Job.", title="Soudeur", kind="job", extra={"title_en": ("Welder",)})

    def turn(question: str, *cited: str) -> Turn:
        citations = []
        for n, id_ in enumerate(cited, 1):
            chunk = library.document_chunks(id_)[0]
            citations.append(Citation(n, chunk, library.documents[id_], chunk.text, 0, len(chunk.text), 1.0))
        return Turn(question, Answer(question, "fr", citations=tuple(citations)))

    def follow(question: str, *turns: tuple[str, ...], settings: Settings | None = None) -> str:
        return standalone(question, [turn(*t) for t in turns], library, settings)

    return follow


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("et en Normandie ?", ("Quels clusters en Pays de la Loire ?", "neopolia"), "Quels clusters en Normandie ?"),
        (
            "and in Bretagne?",
            ("Which clusters are in Pays de la Loire?", "neopolia"),
            "Which clusters are in Bretagne?",
        ),
        ("et Pôle Mer ?", ("Combien de membres compte Neopolia ?", "neopolia"), "Combien de membres compte Pôle Mer ?"),
        (
            "quel diplôme pour ça ?",
            ("Que fait un technicien éolien ?", "eolien"),
            "quel diplôme pour ça ? (technicien éolien)",
        ),
        (
            "Combien gagne-t-on dans ce métier ?",
            ("Que fait un soudeur ?", "soudeur"),
            "Combien gagne-t-on dans ce métier ? (soudeur)",
        ),
        ("Et les formations ?", ("Que fait un soudeur ?", "soudeur"), "les formations ? (soudeur)"),
        ("What about training?", ("What does a welder do?", "soudeur"), "training? (welder)"),
        (
            "Combien de membres compte-t-il ?",
            ("Où est le pôle mer ?", "mer"),
            "Combien de membres compte-t-il ? (Pôle Mer)",
        ),
        (
            "How many firms did it gather?",
            ("Where is Neopolia?", "neopolia"),
            "How many firms did it gather? (Neopolia)",
        ),
        ("Où est son siège ?", ("Qui aide les PME du naval ?", "neopolia"), "Où est son siège ? (Neopolia)"),
        (
            "Tell me more about the second one",
            ("Which clusters work at sea?", "neopolia", "mer"),
            "Tell me more about Pôle Mer",
        ),
        ("parle-moi du dernier", ("Quels clusters ?", "neopolia", "mer"), "parle-moi de Pôle Mer"),
        ("parle-moi du second", ("Compare Pôle Mer et Neopolia.", "mer"), "parle-moi de Neopolia"),
        (
            "et en 2019 ?",
            ("Combien de membres avait Neopolia en 2007 ?", "mer"),
            "Combien de membres avait Neopolia en 2019 ?",
        ),
        ("Et celui de tourneur ?", ("Quel est le code du soudeur ?", "soudeur"), "Quel est le code du tourneur ?"),
        (
            "Et celui de tourneur ?",
            ("Pourquoi le métier de vannier change-t-il ?", "mer"),
            "Pourquoi le métier de tourneur change-t-il ?",
        ),
        ("et en Normandie ?", ("Que fait-on dans les Pays de la Loire ?", "mer"), "Que fait-on en Normandie ?"),
        (
            "What makes these jobs vanish?",
            ("What is a rooted job?", "mer"),
            "What makes these jobs vanish? (rooted job)",
        ),
        (
            "Combien de jeunes y travaillent ?",
            ("Qu'est-ce que Halle 27 ?", "mer"),
            "Combien de jeunes y travaillent ? (Halle 27)",
        ),
        ("Pourquoi ?", ("Le métier de soudeur change-t-il ?", "soudeur"), "Pourquoi ? (soudeur)"),
        ("dis-m'en plus", ("Que fait Néopolia Mécanique ?", "neopolia"), "dis-m'en plus (Neopolia)"),
    ],
)
def test_follow_ups_are_completed(talk, question: str, before: tuple[str, ...], expected: str) -> None:
    assert talk(question, before) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Que fait un soudeur ?",
        "Où est le siège de Pôle Mer ?",
        "Combien d'entreprises réunit Cosmetic Valley ?",
        "Comment une entreprise protège-t-elle ses brevets ?",
        "How does a firm share its machines?",
        "Quelles aides pour recruter des alternants ?",
        "hydrogène",
        "Où la Maison du Verre a-t-elle ouvert ?",
        "Which clusters are there in Normandy?",
        "Y a-t-il un cluster du bois ?",
        "Quel est le premier cluster de France ?",
        "",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(talk, question: str) -> None:
    assert talk(question, ("Combien de membres compte Neopolia ?", "neopolia")) == question


def test_nothing_to_refer_to(talk) -> None:
    assert talk("et en Normandie ?") == "et en Normandie ?"


def test_the_conversation_can_go_back_to_its_first_subject(talk) -> None:
    turns = [("Que fait Pôle Mer ?", "mer"), ("Et pour Neopolia ?", "neopolia", "mer")]
    assert talk("Pour revenir au premier, où est-il ?", *turns) == "où est-il ? (Pôle Mer)"
    assert talk("Back to the first one: where is it?", *turns) == "where is it? (Pôle Mer)"
    assert talk("Where is it?", *turns) == "Where is it? (Neopolia)"


def test_the_subject_survives_an_abstention(talk) -> None:
    assert (
        talk("Et les salaires ?", ("Que fait un soudeur ?", "soudeur"), ("Et la NASA ?",)) == "les salaires ? (soudeur)"
    )


def test_an_ordinal_out_of_range_is_no_reference(talk) -> None:
    assert talk("Quel est le premier cluster de France ?", ("Où est Neopolia ?", "neopolia")) == (
        "Quel est le premier cluster de France ?"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Quelles études mènent au métier de soudeur ?", "Quelles études mènent au métier de soudeur ?"),
        ("", "quel diplôme pour ça ? (soudeur)"),
        ("Le soudeur soude.\n\nIl suit des études.", "quel diplôme pour ça ? (soudeur)"),
        ("Quelles études chez Airbus pour le soudeur ?", "quel diplôme pour ça ? (soudeur)"),
        ("soudeur " * 100, "quel diplôme pour ça ? (soudeur)"),
    ],
)
def test_a_chat_model_words_a_follow_up_if_it_can(talk, written: str, expected: str) -> None:
    pytest.importorskip("langchain_openai")
    server = ChatServer()
    server.text = written
    try:
        settings = load_settings(chat_model="openai:m", chat_base_url=server.url)
        assert talk("quel diplôme pour ça ?", ("Que fait un soudeur ?", "soudeur"), settings=settings) == expected
        assert talk("Que fait un soudeur ?", ("Où est Neopolia ?", "neopolia"), settings=settings) == (
            "Que fait un soudeur ?"
        )
        assert len(server.requests) == 1
    finally:
        server.close()
