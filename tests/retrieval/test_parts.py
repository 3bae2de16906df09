"""The pure parts of retrieval: subject, centring, fusion, choice, confidence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.documents import Chunk, DocumentInfo, Evidence, Filters, Metadata, Query
from assistant.retrieval.calibration import questions, subjects
from assistant.retrieval.centring import LanguageMeans, centred, passage_mean, question_mean
from assistant.retrieval.confidence import Model, Signals, probability, shipped, signals
from assistant.retrieval.diversity import PER_DOCUMENT, Scored, choose
from assistant.retrieval.fusion import Candidate, fused
from assistant.retrieval.subject import subject, titled
from assistant.retrieval.understanding import understand


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Que fait une soudeuse ?", "fr", "Soudeuse"),
        ("En quoi consiste le métier de chargé d'affaires ?", "fr", "Chargé d'affaires"),
        ("Pouvez-vous décrire les missions d'un technicien de maintenance ?", "fr", None),
        ("Je cherche une fiche sur le métier : horloger.", "fr", "Horloger"),
        ("What does a welder do?", "en", "Welder"),
        ("Describe the role of a quality inspector", "en", "Quality inspector"),
        ("Quel est le métier de Marie Curie ?", "fr", None),
        ("Combien gagne un soudeur ?", "fr", None),
        ("Où exercer le métier de soudeur ?", "fr", None),
        ("Pourquoi le métier de soudeur change-t-il ?", "fr", None),
        ("Quelles machines le cluster partage-t-il ?", "fr", None),
        ("Qué hace un soldador", "", None),
        ("", "fr", None),
        ("?", "en", None),
    ],
)
def test_subject(question: str, language: str, expected: str | None) -> None:
    assert subject(question, language) == expected


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("technicien/ne de maintenance", "Technicien de maintenance"),
        ("conseiller·ère en formation", "Conseiller en formation"),
        ("chargé(e) d'affaires", "Chargé d'affaires"),
        ("directeur/-trice des achats", "Directeur des achats"),
        ("soudeur / soudeuse", "Soudeur / soudeuse"),
        ("R&D et essais", "R&D et essais"),
        ("", ""),
    ],
)
def test_titles_give_one_gender(written: str, title: str) -> None:
    assert titled(written) == title


@pytest.mark.parametrize(
    ("text", "language"),
    [("Quels métiers recrutent ?", "fr"), ("Which jobs are hiring?", "en"), ("H1506", ""), ("", "")],
)
def test_questions_are_cleaned_and_their_language_told(text: str, language: str) -> None:
    query = understand(f"  {text}\0 \n", Filters(kind=("job",)))
    assert query == Query(text, language, Filters(kind=("job",)))


def test_calibration_questions_are_parallel_and_distinct() -> None:
    for texts, count in ((questions(), 150), (subjects(), 100)):
        assert len(texts["fr"]) == len(texts["en"]) == len(set(texts["fr"])) == len(set(texts["en"])) == count


MEANS = LanguageMeans(
    {"fr": np.float32([1, 0]), "en": np.float32([0, 1])},
    {"fr": np.float32([2, 0]), "en": np.float32([0, 2])},
    {"fr": np.float32([3, 0]), "en": np.float32([0, 3])},
)


def test_centring_removes_what_a_language_has_in_common() -> None:
    french, english = np.float32([[1, 0, 0.1], [1, 0, -0.1]]), np.float32([[0, 1, 0.1], [0, 1, -0.1]])
    cosines = centred(french, french.mean(axis=0)) @ centred(english, english.mean(axis=0)).T
    assert np.allclose(cosines, [[1, -1], [-1, 1]], atol=1e-5)
    assert np.isfinite(centred(np.zeros((1, 3), np.float32), np.zeros(3, np.float32))).all()


def test_the_mean_of_few_passages_stays_near_the_prior() -> None:
    own = np.float32([10, 10])
    few, many = (passage_mean(MEANS, "fr", own, count) for count in (1, 100_000))
    assert np.linalg.norm(few - [2, 0]) < np.linalg.norm(few - own)
    assert np.allclose(many, own, atol=0.01)
    assert np.allclose(passage_mean(MEANS, "xx", own, 0), [1, 1])


def test_questions_of_unknown_language_are_centred_between_the_languages() -> None:
    assert np.allclose(question_mean(MEANS, ""), (question_mean(MEANS, "fr") + question_mean(MEANS, "en")) / 2)


def test_words_weigh_more_within_a_language() -> None:
    both, meaning = Candidate("a", "fr", 0.4, 10.0), Candidate("b", "fr", 0.4, 0.0)
    gain_own = fused(both, "fr", 20.0) - fused(meaning, "fr", 20.0)
    gain_other = fused(both, "en", 20.0) - fused(meaning, "en", 20.0)
    assert gain_own > gain_other > 0


@pytest.mark.parametrize("dense", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize("lexical", [0.0, 5.0, 1e9])
@pytest.mark.parametrize("ceiling", [0.0, 5.0])
def test_scores_stay_between_zero_and_one(dense: float, lexical: float, ceiling: float) -> None:
    assert 0 <= fused(Candidate("a", "fr", dense, lexical), "fr", ceiling) <= 1


def scored(document: str, text: str, score: float, language: str = "fr", same: str = "") -> Scored:
    known = Metadata(document, language=language, extra={"id": (same,)} if same else {})
    info = DocumentInfo(document, f"{document}.md", known)
    return Scored(Chunk(f"{document}-{text}", document, text, 0, len(text), 0), info, score)


def test_one_document_does_not_crowd_out_the_others() -> None:
    ranked = [scored("one", f"passage numéro {n}{n}", 0.9 - n / 100) for n in range(10)]
    ranked += [scored(f"other{n}", f"autre texte {n}{n}", 0.5 - n / 100) for n in range(10)]
    chosen = choose(ranked, "fr", 10)
    documents = [one.document.id for one in chosen]
    assert documents.count("one") == PER_DOCUMENT
    assert len(set(documents)) == 10 - PER_DOCUMENT + 1
    assert [one.score for one in chosen] == sorted((one.score for one in chosen), reverse=True)


def test_a_corpus_of_one_document_still_fills_the_evidence() -> None:
    ranked = [scored("one", f"passage numéro {n}{n}", 0.9 - n / 100) for n in range(10)]
    assert len(choose(ranked, "fr", 10)) == 10


@pytest.mark.parametrize(("language", "expected"), [("fr", "a.fr"), ("en", "a.en"), ("", "a.en")])
def test_of_two_translations_the_one_in_the_language_of_the_question_is_shown(language: str, expected: str) -> None:
    ranked = [
        scored("a.en", "English text", 0.8, "en", "a"),
        scored("a.fr", "texte français", 0.75, "fr", "a"),
        scored("b.fr", "autre chose", 0.5, "fr", "b"),
    ]
    assert [one.document.id for one in choose(ranked, language, 10)] == [expected, "b.fr"]


def test_a_far_better_translation_wins_whatever_its_language() -> None:
    ranked = [scored("a.en", "English text", 0.8, "en", "a"), scored("a.fr", "texte français", 0.3, "fr", "a")]
    assert [one.document.id for one in choose(ranked, "fr", 10)] == ["a.en"]


def test_copies_are_shown_once() -> None:
    text = "Le cluster réunit douze entreprises de mécanique à Besançon"
    ranked = [scored("one", text, 0.8), scored("two", text + ".", 0.7), scored("three", "Tout autre chose", 0.6)]
    assert [one.document.id for one in choose(ranked, "fr", 10)] == ["one", "three"]


def idf(term: str) -> float:
    return {"cluster": 0.5, "2021": 2.0}.get(term, 4.0)


def measured(question: str, *texts: str, language: str = "fr", dense: float = 0.6) -> Signals:
    query = understand(question)
    evidence = []
    for rank, text in enumerate(texts, 1):
        info = DocumentInfo(f"d{rank}", f"d{rank}.md", Metadata("Titre", language=language))
        chunk = Chunk(f"c{rank}", info.id, text, 0, len(text), 0)
        evidence.append(Evidence(chunk, info, 0.7 - rank / 10, rank, dense, 10.0))
    return signals(query, evidence, idf)


def test_a_year_that_nothing_has_weighs_most() -> None:
    text = "Le Réseau Mesure a un chiffre d'affaires de 3 millions en 2021."
    there = measured("Quel est le chiffre d'affaires du Réseau Mesure en 2021 ?", text)
    elsewhere = measured("Quel est le chiffre d'affaires du Réseau Mesure en 2021 ?", text.replace("2021", "2020"))
    nowhere = measured("Quel est le chiffre d'affaires du Réseau Mesure en 2031 ?", text)
    assert (there.year_missing, nowhere.year_missing) == (0, 1)
    assert 0 < elsewhere.year_missing < 1
    assert probability(there, shipped()) > 0.5 > probability(nowhere, shipped())


def test_names_and_numbers_that_are_missing_are_seen() -> None:
    text = "Le cluster compte 12 membres à Lyon."
    assert measured("Combien de membres à Lyon ?", text).names_missing == 0
    assert measured("Combien de membres à Oulan-Bator ?", text).names_missing == 1
    assert measured("Les 12 membres sont-ils là ?", text).number_missing == 0
    assert measured("Les 13 membres sont-ils là ?", text).number_missing == 1


def test_evidence_in_the_other_language_is_judged_by_meaning() -> None:
    found = measured("Combien de membres ?", "The cluster has 12 members.", language="en")
    assert (found.foreign, found.meaning, found.covered, found.foreign_meaning) == (1, 0, 0, 0.6)


def test_probability_is_logistic_and_survives_extremes() -> None:
    zero = Signals(*[0.0] * len(Signals.__dataclass_fields__))
    weights = dict.fromkeys(Signals.__dataclass_fields__, 0.0)
    assert probability(zero, Model(weights, 0.0)) == 0.5
    assert probability(zero, Model(weights, math.log(3))) == pytest.approx(0.75)
    assert 0 <= probability(zero, Model(weights, -1e9)) < 1e-9


def test_the_shipped_model_has_a_weight_for_every_signal() -> None:
    assert set(shipped().weights) == set(Signals.__dataclass_fields__)
