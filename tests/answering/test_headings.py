import pytest

from assistant.answering.abstention import looked_for
from assistant.answering.candidates import candidates, is_reference, leads_in
from assistant.answering.entities import Entities
from assistant.answering.extractive import told, with_items
from assistant.answering.headings import heading_match, with_sections
from assistant.answering.presenting import shown
from assistant.answering.questions import Asks
from assistant.answering.scoring import Scored, Scorer
from assistant.documents import Chunk, DocumentInfo, Evidence, Metadata, Query, Retrieval


def _piece(text: str, *heading: str, rank: int = 1, title: str = "Verrier", start: int = 0) -> Evidence:
    document = DocumentInfo(title, f"jobs/{title}.md", Metadata(title, "job", "fr"))
    return Evidence(Chunk(f"{title}-{rank}", title, text, start, start + len(text), rank, heading), document, 0.5, rank)


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Comment devient-on verrier ?", "Comment y accéder"),
        ("Quelles études pour être verrier ?", "How to get there"),
        ("How does one get into glassmaking?", "Formation"),
        ("Why is the glassmaker's job changing?", "Pourquoi le métier change"),
        ("Que fait un verrier ?", "What the person does"),
        ("What does Alpha do for companies?", "Ce que fait le cluster pour les entreprises"),
        ("Which jobs are there?", "Métiers ancrés"),
        ("Which cluster shares a machine?", "Sharing a machine, a workshop"),
    ],
)
def test_the_heading_that_is_asked_about(question: str, heading: str) -> None:
    assert heading_match(question, "fr", "Verrier", ("Verrier", heading)) == 1.0
    assert heading_match(question, "fr", "Verrier", ("Verrier", "En bref")) == 0.0
    assert heading_match(question, "fr", "Verrier", ("Verrier", "Sources")) == 0.0


def test_the_words_of_any_other_heading_count_in_part() -> None:
    assert heading_match("Quel budget annuel ?", "fr", "Alpha", ("Budget",)) == 0.5
    assert heading_match("Quel est le budget d'Alpha ?", "fr", "Alpha", ("Alpha",)) == 0.0


def test_the_section_asked_about_answers_first() -> None:
    definition = _piece("Le verrier (glassmaker) est un technicien du verre.", "Le métier en bref", rank=1)
    way = _piece("On entre par un CAP. Un bac pro existe aussi.", "Comment y accéder", rank=2, start=80)
    scorer = Scorer(Query("Comment devient-on verrier ?", "fr"), candidates((definition, way)))
    scored = scorer.score({})
    assert scored[0].candidate.text == "On entre par un CAP."
    sentences, _ = told([scored[0], next(s for s in scored if s.candidate.text.startswith("Le verrier"))])
    assert [s.text[:5] for s in sentences] == ["On en", "Le ve"]


def test_a_section_that_was_not_retrieved_is_added(library) -> None:
    library.add("verrier", "On entre par un CAP.", ("Comment y accéder",), title="Verrier", kind="job")
    library.add("autre", "On entre par un BTS.", ("Comment y accéder",), title="Soudeur", kind="job")
    first = _piece("Le verrier fait du verre.", "En bref", title="verrier")
    found = with_sections(Retrieval(Query("Comment devient-on verrier ?", "fr"), (first,), 0.9), library)
    assert [piece.chunk.text for piece in found.evidence] == ["Le verrier fait du verre.", "On entre par un CAP."]
    other = Retrieval(Query("Combien coûte le verre ?", "fr"), (first,), 0.9)
    assert with_sections(other, library) is other


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1. https://exemple.fr/page", True),
        ("3. letrois.info, article 169847", True),
        ("- Roy, Les clusters, vol. 3, p. 12", True),
        ("Le site letrois.info décrit le métier.", False),
        ("Site web : https://exemple.fr", False),
        ("- le soudage à l'arc", False),
    ],
)
def test_references_are_no_candidates(line: str, expected: bool) -> None:
    assert is_reference(line) is expected
    assert bool(candidates([_piece(line)])) is not expected


def test_a_lead_in_without_its_items_is_left_out() -> None:
    assert leads_in("Jobs that we link to Alpha: [2]")
    alone = candidates([_piece("Jobs that we link to Alpha: [2]\n\nAlpha makes glass.")])
    scored = [Scored(c, 1.0) for c in alone]
    assert [s.candidate.text for s in with_items(scored, scored, Asks.THING)] == ["Alpha makes glass."]
    led = [Scored(c, 1.0) for c in candidates([_piece("Jobs of Alpha: [2]\n- glassmaker")])]
    assert len(with_items(led[:1], led, Asks.THING)) == 2


def test_rows_wait_for_a_question_about_figures() -> None:
    row = "Chiffre clé: 65 verriers; Année: 2014; Source: [1]"
    found = candidates([_piece(f"{row}\nAlpha aide 65 verriers.")])
    assert Scorer(Query("Alpha aide-t-il les verriers ?", "fr"), found).score({})[0].candidate.text != row
    asked, other = (Query(q, "fr") for q in ("Combien de verriers ?", "Parle des verriers"))
    by = [next(s.logit for s in Scorer(q, found).score({}) if s.candidate.text == row) for q in (asked, other)]
    assert by[0] > by[1]
    assert shown(found[0], False) == "Chiffre clé: 65 verriers; Année: 2014"


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Comment devient-on technicien hydrogène ?", "fr", "« technicien hydrogène »"),
        ("Quel est le chiffre d'affaires de Réseau Mesure en 1950 ?", "fr", "« Réseau Mesure »"),
        ("Quel est le budget de Pôle Ceramique ?", "fr", "« Pôle Ceramique »"),
        ("What is the budget of NASA?", "en", "“NASA”"),
        ("Comment devient-on astronaute dans la fusée ?", "fr", "« astronaute », « fusée »"),
    ],
)
def test_an_abstention_names_the_subject(library, question: str, language: str, expected: str) -> None:
    library.add("h", "x", title="Technicien hydrogène", kind="job")
    library.add("m", "x", title="Réseau Mesure", kind="report", cluster=("Réseau Mesure",))
    assert looked_for(question, language, Entities(library.documents.values())) == expected
