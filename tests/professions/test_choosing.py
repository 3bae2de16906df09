"""Choosing among professions: filters with counts, pages, and what three ways of searching make together."""

import numpy as np

from assistant.documents import DocumentInfo, Metadata
from assistant.professions import make_catalogue
from assistant.professions.browsing import PAGE_SIZE, Selection, choose
from assistant.professions.searching import by_meaning, combined


def job(id_, **fields):
    extra = {k: fields.pop(k) for k in list(fields) if k not in Metadata.__dataclass_fields__}
    return DocumentInfo(id_, f"{id_}.md", Metadata(id_.capitalize(), kind="job", language="fr", extra=extra, **fields))


JOBS = make_catalogue(
    [
        job("a", sector="glass", region=("Bretagne",), levels=("cap", "bac")),
        job("b", sector="glass", region=("Normandie", "Bretagne"), levels=("bac+5",), drivers=("technology",)),
        job("c", sector="energy", region=("Normandie",), levels=("bac",)),
    ]
).professions


def shown(**chosen):
    return choose(JOBS, Selection(chosen={k: (v,) for k, v in chosen.items()}), "fr")


def test_each_facet_counts_what_the_others_admit():
    choice = shown(sector="glass")
    assert [p.id for p in choice.professions] == ["a", "b"]
    assert dict(choice.facets["sector"]) == {"glass": 2, "energy": 1}, "another sector can still be chosen"
    assert dict(choice.facets["region"]) == {"Bretagne": 2, "Normandie": 1}
    assert choice.facets["level"] == (("cap", 1), ("bac", 1), ("bac+5", 1)), "in the order in which they are climbed"
    assert shown(sector="glass", region="Normandie").total == 1


def test_several_values_of_a_facet_widen_and_facets_narrow():
    choice = choose(JOBS, Selection(chosen={"sector": ("glass", "energy"), "level": ("bac",)}), "fr")
    assert [p.id for p in choice.professions] == ["a", "c"]
    assert shown(sector="steel").total == 0


def test_long_lists_come_in_pages():
    many = make_catalogue([job(f"job{n:03}") for n in range(PAGE_SIZE + 5)]).professions
    second = choose(many, Selection(page=2), "fr")
    assert (second.total, second.page, second.pages, len(second.professions)) == (PAGE_SIZE + 5, 2, 2, 5)
    assert choose(many, Selection(page=99), "fr").page == 2
    assert choose([], Selection(), "fr").pages == 1


def test_names_come_before_descriptions_and_the_nearest_only_when_nothing_is_sure():
    found = combined(JOBS, {"c": 0.8}, {}, {"a": 0.5, "b": 0.1, "c": 0.0})
    assert [(f.profession.id, f.how) for f in found] == [("c", "name"), ("a", "text")]
    near = combined(JOBS, {}, {}, {"a": 0.16, "b": 0.19, "c": 0.05})
    assert [(f.profession.id, f.how) for f in near] == [("b", "near"), ("a", "near")]
    assert combined(JOBS, {}, {}, {"a": 0.1, "b": 0.1, "c": 0.1}) == []


def test_without_a_model_words_are_enough():
    found = combined(JOBS, {}, {"b": 0.6, "a": 0.1}, None)
    assert [(f.profession.id, f.how) for f in found] == [("b", "text")]


def test_words_help_meaning():
    found = combined(JOBS, {}, {"b": 0.9}, {"a": 0.30, "b": 0.25, "c": 0.1})
    assert [f.profession.id for f in found] == ["b", "a"]


def test_the_best_passages_stand_for_a_description():
    query = np.array([1, 0], np.float32)
    one_hit = np.array([[1, 0], [0, 1], [0, 1], [0, 1]], np.float32)
    all_through = np.array([[0.6, 0.8]] * 4, np.float32)
    scores = by_meaning(query, {"chance": one_hit, "subject": all_through})
    assert scores["subject"] > scores["chance"]
