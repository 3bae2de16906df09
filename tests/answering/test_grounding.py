import pytest

from assistant.answering.grounding import Passage, judge
from assistant.documents import Grounding

FRENCH = Passage(
    "Neopolia réunit 1 500 salariés en Bretagne depuis mars 1999, selon « une page non datée » d'Interreg. Douze sites "
    "recrutent, pour 1,5 million d'euros.",
    "fr",
    "Neopolia",
)


@pytest.mark.parametrize(
    ("claim", "language"),
    [
        ("Neopolia réunit 1500 salariés.", "fr"),
        ("Neopolia has 1,500 employees in Brittany.", "en"),
        ("Neopolia began in March 1999.", "en"),
        ("There are 12 sites and 1.5 million euros.", "en"),
        ("C'est « une page non datée ».", "fr"),
        ("Depuis 1999, le groupe recrute.", "fr"),
    ],
)
def test_nothing_is_missing(claim: str, language: str) -> None:
    assert judge(claim, language, [FRENCH], 1.0).missing == frozenset()


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("Neopolia réunit 1 600 salariés.", {"1 600"}),
        ("Neopolia réunit 1,5 milliard de salariés.", {"1,5 milliard"}),
        ("Le groupe Safran réunit 1 500 salariés.", {"safran"}),
        ("Cosmetic Valley réunit 1 500 salariés.", {"cosmetic", "valley"}),
        ("Neopolia date de 1998.", {"1998"}),
        ("Il y a onze sites.", {"onze"}),
        ("Selon « une page bien datée ».", {"une page bien datée"}),
        ("Le code du métier est h1506.", {"h1506"}),
        ("Neopolia date d'avril.", {"avril"}),
        ("Il y a trente-deux sites.", {"trente deux"}),
    ],
)
def test_what_no_passage_says_is_missing_and_not_shown(claim: str, missing: set[str]) -> None:
    judgement = judge(claim, "fr", [FRENCH], 1.0)
    assert judgement.missing == missing
    assert judgement.grounding is None


@pytest.mark.parametrize(
    ("claim", "denied"),
    [
        ("Neopolia ne réunit pas 1 500 salariés en Bretagne.", True),
        ("Neopolia réunit 1 500 salariés en Bretagne.", False),
        ("Douze sites ne recrutent jamais.", True),
        ("Les sites n'ont aucun restaurant.", False),
        ("Neopolia n'est pas un château.", False),
    ],
)
def test_a_denial_is_noticed(claim: str, denied: bool) -> None:
    assert judge(claim, "fr", [FRENCH], 1.0).denied is denied


def test_what_a_passage_denies_is_not_borne_out_by_it() -> None:
    passage = Passage("The cluster does not train welders in Nantes, but it hires engineers.", "en")
    assert judge("The cluster trains welders in Nantes.", "en", [passage], 1.0).denied
    assert not judge("The cluster hires engineers.", "en", [passage], 1.0).denied
    assert not judge("The cluster does not train welders.", "en", [passage], 1.0).denied


def test_a_figure_from_another_statement_is_marked() -> None:
    text = "Neopolia trains 40 welders a year. The port of Nantes receives 900 ships. Neopolia was founded in 1999."
    passage = Passage(text, "en", "Neopolia")
    assert judge("Neopolia trains 900 welders a year.", "en", [passage], 1.0).grounding is Grounding.UNSUPPORTED
    assert judge("Neopolia trains 40 welders a year.", "en", [passage], 1.0).grounding is Grounding.SUPPORTED
    both = "Neopolia, founded in 1999, trains 40 welders a year."
    assert judge(both, "en", [passage], 1.0).grounding is Grounding.SUPPORTED


def test_a_claim_without_facts_is_as_good_as_the_reader_finds_it() -> None:
    claim = "Les robots remplacent les ouvriers."
    assert judge(claim, "fr", [FRENCH], 0.02).grounding is Grounding.UNSUPPORTED
    assert judge(claim, "fr", [FRENCH], 0.97).grounding is Grounding.SUPPORTED
    assert judge(claim, "fr", [FRENCH], 0.3).score == pytest.approx(0.3)


def test_no_reader_can_vouch_for_what_is_missing_or_denied() -> None:
    for claim in ("Neopolia réunit 1 600 salariés.", "Neopolia ne réunit pas 1 500 salariés en Bretagne."):
        judgement = judge(claim, "fr", [FRENCH], 1.0)
        assert judgement.grounding is not Grounding.SUPPORTED
        assert judgement.score == 0.0


def test_without_a_reader_the_words_of_the_passage_tell() -> None:
    assert judge("Les robots remplacent les ouvriers.", "fr", [FRENCH], None).grounding is Grounding.UNSUPPORTED
    assert judge("Les sites recrutent en mars.", "fr", [FRENCH], None).grounding is Grounding.SUPPORTED
