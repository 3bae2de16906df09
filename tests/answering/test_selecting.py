from fakes import FakeReader

from assistant.answering.selecting import ITEMS, PASSAGES, SENTENCES, repeats, select

FACTS = ["rouge", "verte", "bleue", "noire", "blanche", "jaune", "grise", "brune"]


def texts(chosen) -> list[str]:
    return [each.text for each in chosen]


def test_a_fact_is_one_sentence(library) -> None:
    library.add("a", "Alpha est à Brest. Alpha recrute des soudeurs. Alpha a un restaurant.")
    assert texts(select(library.read(FakeReader(["soudeurs"]), "a"), "fr")) == ["Alpha recrute des soudeurs."]


def test_as_many_sentences_as_are_likely_the_likeliest_first(library) -> None:
    library.add("a", "Alpha est à Brest. Alpha forme des soudeurs. Alpha a un restaurant.")
    found = select(library.read(FakeReader({"restaurant": 2.0, "Brest": 4.0}), "a"), "fr")
    assert texts(found) == ["Alpha est à Brest.", "Alpha a un restaurant."]


def test_there_is_an_end_to_how_much_is_said(library) -> None:
    library.add("a", "\n\n".join(f"La pièce {one} coûte cher. La salle {one} reste vide." for one in FACTS))
    assert len(select(library.read(FakeReader(["pièce", "salle"]), "a"), "fr")) == SENTENCES


def test_nothing_unlikely_fills_an_answer_up_but_the_best_is_kept(library) -> None:
    library.add("a", "Alpha est à Brest. Alpha forme des soudeurs.")
    assert texts(select(library.read(FakeReader({"soudeurs": -1.0}), "a"), "fr")) == ["Alpha forme des soudeurs."]
    assert len(select(library.read(FakeReader(), "a"), "fr")) == 1
    assert select((), "fr") == []


def test_a_sentence_far_less_likely_than_the_best_is_left_out(library) -> None:
    library.add("a", "Alpha est à Brest. Alpha forme des soudeurs.")
    found = library.read(FakeReader({"Brest": 8.0, "soudeurs": 0.0}), "a")
    assert texts(select(found, "fr")) == ["Alpha est à Brest."]


def test_what_two_documents_say_alike_is_said_once(library) -> None:
    library.add("a", "Alpha réunit 240 entreprises industrielles de Nantes.")
    library.add("b", "Alpha réunit 240 entreprises industrielles de Nantes !")
    library.add("c", "Alpha réunit 240 entreprises et forme 60 soudeurs par an à Saint-Nazaire.")
    found = library.read(FakeReader(["240"]), "a", "b", "c")
    assert {each.place[0] for each in select(found, "fr")} == {"a", "c"}
    one, other, third = (each.sentences[0] for each in sorted(found, key=lambda each: each.evidence.chunk.id))
    assert repeats(one, other)
    assert not repeats(one, third)


def test_what_the_best_sentence_refers_back_to_comes_along(library) -> None:
    library.add("a", "Alpha est une école de Brest. Elle forme 60 soudeurs. Alpha recrute.")
    assert texts(select(library.read(FakeReader(["60"]), "a"), "fr")) == [
        "Elle forme 60 soudeurs.",
        "Alpha est une école de Brest.",
    ]


def test_in_a_report_the_subject_is_known_without_it(library) -> None:
    library.add("a", "Alpha est une école. Elle forme 60 soudeurs.", kind="report", cluster=("Alpha",))
    assert texts(select(library.read(FakeReader(["60"]), "a"), "fr")) == ["Elle forme 60 soudeurs."]


def test_a_chosen_line_that_leads_a_list_in_brings_its_items(library) -> None:
    items = [f"le point numéro {n}" for n in range(ITEMS + 3)]
    library.add("a", "Alpha recrute.\nLes points sont :\n" + "\n".join(f"- {item}" for item in items))
    found = select(library.read(FakeReader(["Les points sont"]), "a"), "fr")
    assert texts(found) == ["Les points sont :", *(f"- {item}" for item in items[:ITEMS])]


def test_the_items_of_another_passage_do_not_belong_to_it(library) -> None:
    library.add("a", "Les points sont :\n- un\n\nLes points sont :\n- deux")
    first, second = library.found("a")
    assert first.chunk.text != second.chunk.text
    assert texts(select(library.read(FakeReader({"un": 4.0, "Les points": 3.0}), "a"), "fr"))[:1] == ["- un"]
    found = select(library.read(FakeReader(["- deux"]), "a"), "fr")
    assert texts(found) == ["- deux"]


def test_a_lead_in_without_items_is_left_out(library) -> None:
    library.add("a", "Jobs that we link to Alpha and its members: [2]\n\nAlpha makes glass.")
    found = library.read(FakeReader({"Jobs that": 5.0, "glass": 3.0}), "a")
    assert texts(select(found, "fr")) == ["Alpha makes glass."]


def test_sentences_come_from_the_best_passages_only(library) -> None:
    passages = ("Le four", "La presse", "Un banc", "Une scie", "Ce tour", "Des rails")
    library.add("a", "\n\n".join(f"{name} travaille l'acier." for name in passages))
    found = library.read(FakeReader(["acier"]), "a")
    assert {each.text for each in select(found, "fr")} == {each.sentences[0].text for each in found[:PASSAGES]}


def test_of_a_text_in_two_languages_one_version_is_quoted(library) -> None:
    library.add("fr", "Alpha forme 60 soudeurs.", extra={"id": ("alpha",)})
    library.add("en", "Alpha trains 60 welders.", language="en", extra={"id": ("alpha",)})
    found = library.read(FakeReader(["60"]), "en", "fr")
    assert texts(select(found, "fr")) == ["Alpha forme 60 soudeurs."]
    assert texts(select(found, "en")) == ["Alpha trains 60 welders."]


def test_where_a_passage_is_sure_those_far_behind_give_nothing(library) -> None:
    library.add("a", "Alpha est à Brest.\n\nBêta est à Lyon.")
    sure = select(library.read(FakeReader({"Brest": 4.0, "Lyon": 1.0}), "a"), "fr")
    assert texts(sure) == ["Alpha est à Brest."]
    unsure = select(library.read(FakeReader({"Brest": 0.5, "Lyon": -2.0}), "a"), "fr")
    assert texts(unsure) == ["Alpha est à Brest.", "Bêta est à Lyon."]
