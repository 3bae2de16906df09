import pytest

from assistant.retrieval.fusion import Candidate, fused


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
