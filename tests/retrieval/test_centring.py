import numpy as np

from assistant.retrieval.centring import LanguageMeans, centred, passage_mean, question_mean

MEANS = LanguageMeans(
    {"fr": np.float32([1, 0]), "en": np.float32([0, 1])},
    {"fr": np.float32([2, 0]), "en": np.float32([0, 2])},
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
