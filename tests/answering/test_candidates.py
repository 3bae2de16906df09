import pytest

from assistant.answering.candidates import candidates, sentences_of


def test_sentences_are_verbatim_and_know_what_stands_before_them(library) -> None:
    library.add("n", "Intro.\n\nAlpha est à Brest. Elle forme des soudeurs.", ("Alpha", "Formation"))
    piece = library.found("n")[1]
    first, second = candidates(piece)
    assert [each.text for each in (first, second)] == ["Alpha est à Brest.", "Elle forme des soudeurs."]
    assert library.text("n")[second.start : second.end] == second.text
    assert (first.before, second.before) == ("", "Alpha est à Brest.")
    assert second.heading == ("Alpha", "Formation")
    assert second.place == ("n", second.start)


def test_probabilities_stay_with_their_sentences_where_one_says_nothing(evidence_of) -> None:
    piece = evidence_of("Alpha est à Brest.\n***\nElle forme des soudeurs.")
    assert len(sentences_of(piece.chunk)) == 3
    found = {each.text: each.probability for each in candidates(piece, (0.9, 0.8, 0.7))}
    assert found == {"Alpha est à Brest.": 0.9, "Elle forme des soudeurs.": 0.7}
    assert {each.probability for each in candidates(piece)} == {0.0}


def test_an_item_knows_the_line_that_leads_its_list_in(evidence_of) -> None:
    lead, first, second = candidates(evidence_of("Les compétences sont :\n- le soudage\n- les plans"))
    assert not lead.is_item
    assert first.is_item
    assert (first.before, second.before) == (lead.text, lead.text)


@pytest.mark.parametrize(
    ("line", "item", "row", "lead_in"),
    [
        ("- le soudage à l'arc", True, False, False),
        ("2. Apply before June.", True, False, False),
        ("2018 fut une bonne année.", False, False, False),
        ("Year: 2018; Jobs: 7 000", False, True, False),
        ("Emplois en 2018 :", False, False, True),
        ("Les compétences sont :", False, False, True),
        ("Jobs that we link to Alpha and its members: [2]", False, False, True),
        ("Alpha is in Brest [2].", False, False, False),
    ],
)
def test_kinds_of_lines_are_those_of_their_blocks(evidence_of, line: str, item: bool, row: bool, lead_in: bool) -> None:
    (found,) = candidates(evidence_of(line))
    assert (found.is_item, found.is_row, found.leads_in) == (item, row, lead_in)


@pytest.mark.parametrize(("line", "sign"), [("- le soudage - à l'arc", "- "), ("12. Apply.", "12. "), ("Apply.", "")])
def test_the_sign_of_an_item_is_known(evidence_of, line: str, sign: str) -> None:
    (found,) = candidates(evidence_of(line))
    assert line[: found.mark] == sign
