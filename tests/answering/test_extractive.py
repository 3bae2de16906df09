from fakes import FakeReader

from assistant.answering.extractive import compose, language_notice, order, tell
from assistant.answering.selecting import select
from assistant.documents import Grounding, Query, Why

NEOPOLIA = """Neopolia réunit 240 entreprises industrielles de l'Ouest. Le siège de Neopolia est à Saint-Nazaire. \
Neopolia a été fondé en 1999 par des sous-traitants de la navale [3].

Le groupe travaille aussi pour l'éolien en mer. Il forme des soudeurs et des chaudronniers.

Les compétences recherchées sont :
- le soudage à l'arc
- la lecture de plans
- la chaudronnerie"""
QUERY = Query("Que sait-on de Neopolia ?", "fr")


def chosen(library, likely, *ids: str):
    return select(library.read(FakeReader(likely), *(ids or library.documents)), "fr")


def told(library, likely, *ids: str) -> list[str]:
    return [s.text for s in tell(QUERY, chosen(library, likely, *ids))[0]]


def test_every_sentence_is_cited_and_every_quote_verbatim(library) -> None:
    library.add("neopolia", NEOPOLIA, kind="report", cluster=("Neopolia",))
    answer = compose(QUERY, chosen(library, ["1999", "240"]), 0.8)
    assert [s.citations for s in answer.sentences] == [(1,), (2,)]
    assert [c.n for c in answer.citations] == [1, 2]
    for citation in answer.citations:
        assert library.text("neopolia")[citation.start : citation.end] == citation.quote
    assert answer.citations[1].quote.endswith("[3].")
    assert "[3]" not in answer.sentences[1].text
    assert (answer.confidence, answer.why, answer.notice) == (0.8, Why.ANSWERED, "")
    assert all(0 < c.score <= 1 for c in answer.citations)


def test_the_best_sentence_comes_first_and_the_others_follow_in_order(library) -> None:
    library.add("neopolia", NEOPOLIA, kind="report", cluster=("Neopolia",))
    assert [text[:18] for text in told(library, {"1999": 5.0, "240": 3.0, "Nazaire": 2.0, "éolien": 3.5})] == [
        "Neopolia a été fon",
        "Neopolia réunit 24",
        "Le siège de Neopol",
        "Le groupe travaill",
    ]


def test_the_document_of_the_best_sentence_comes_first(library) -> None:
    library.add("a", "Alpha est à Brest. Alpha a 12 machines.")
    library.add("b", "Beta forme des soudeurs. Beta loue des bancs.")
    found = order(chosen(library, {"12": 5.0, "soudeurs": 4.0, "Brest": 3.0, "bancs": 2.0}))
    assert [each.place[0] for each in found] == ["a", "a", "b", "b"]
    assert found[0].text == "Alpha a 12 machines."


def test_what_the_best_sentence_refers_back_to_stands_before_it(library) -> None:
    library.add("n", "Alpha est une école de Brest. Elle forme 60 soudeurs par an. Alpha recrute.")
    assert told(library, {"60": 5.0, "recrute": 2.0}) == [
        "Alpha est une école de Brest.",
        "Elle forme 60 soudeurs par an.",
        "Alpha recrute.",
    ]


def test_a_list_is_whole_and_in_order_whichever_item_is_best(library) -> None:
    library.add("neopolia", NEOPOLIA)
    every = ["Les compétences recherchées sont :", "le soudage à l'arc", "la lecture de plans", "la chaudronnerie"]
    assert told(library, ["Les compétences"]) == every
    assert told(library, {"plans": 5.0, "chaudronnerie": 3.0, "Les compétences": 2.0, "l'arc": 2.0}) == every


def test_a_list_without_a_lead_in_is_introduced(library) -> None:
    library.add("n", "- le soudage à l'arc\n- la lecture de plans de soudage")
    answer = compose(QUERY, chosen(library, ["soudage"]), 0.8)
    assert answer.sentences[0].grounding is Grounding.FRAME
    assert answer.sentences[0].citations == ()
    assert [s.text for s in answer.sentences[1:]] == ["le soudage à l'arc", "la lecture de plans de soudage"]


def test_an_answer_in_part_says_that_it_is_only_near(library) -> None:
    library.add("n", "Alpha recrute.")
    answer = compose(QUERY, chosen(library, ["recrute"]), 0.4, Why.PARTLY)
    assert answer.why is Why.PARTLY
    assert not answer.abstained
    assert [s.grounding for s in answer.sentences] == [Grounding.FRAME, Grounding.SUPPORTED]


def test_passages_in_the_other_language_are_announced(library) -> None:
    library.add("en", "Alpha trains 60 welders.", language="en")
    library.add("fr", "Alpha forme 60 soudeurs.")
    _, english = tell(QUERY, chosen(library, ["welders"]))
    _, both = tell(QUERY, chosen(library, {"welders": 3.0, "soudeurs": 2.0}))
    assert len({each.document.metadata.language for each in both}) == 2
    assert language_notice(english, "fr") == "Les passages cités sont en anglais."
    assert language_notice(english, "en") == language_notice(both, "fr") == language_notice([], "fr") == ""


def test_numbers_of_citations_go_on_where_they_are_told_to(library) -> None:
    library.add("n", "Alpha recrute.")
    sentences, citations = tell(QUERY, chosen(library, ["recrute"]), first=4)
    assert (sentences[0].citations, citations[0].n) == ((4,), 4)


def test_where_the_document_changes_the_new_one_is_named(library) -> None:
    library.add("a", "Les soudeurs manquent.", title="Alpha : rapport")
    library.add("b", "Les verriers manquent. Les fours coûtent cher.", title="Beta")
    likely = {"soudeurs": 5.0, "verriers": 4.0, "fours": 3.0}
    assert told(library, likely) == [
        "[Alpha] Les soudeurs manquent.",
        "[Beta] Les verriers manquent.",
        "Les fours coûtent cher.",
    ]
    about_both = [s.text for s in tell(Query("Qui manque à Alpha et Beta ?", "fr"), chosen(library, likely))[0]]
    assert not any("[" in text for text in about_both)


def test_a_document_of_no_known_kind_is_not_named_where_it_is_the_only_one(library) -> None:
    library.add("a", "Les soudeurs manquent.", title="scan_004")
    assert told(library, ["soudeurs"]) == ["Les soudeurs manquent."]
