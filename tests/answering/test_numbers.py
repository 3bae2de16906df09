import pytest

from assistant.answering.numbers import numbers, years


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("1 500 emplois", "1,500 jobs"),
        ("1\u202f500 emplois", "1500 jobs"),
        ("12,5 %", "12.5%"),
        ("1,5 million d'euros", "€1.5 million"),
        ("3,2 milliards", "3.2bn"),
        ("15 k€", "15 thousand euros"),
        ("trois sites", "three sites"),
        ("2 000 000", "2 million"),
        ("deux millions", "2,000,000"),
        ("vingt-trois sites", "twenty-three sites"),
        ("vingt et une usines", "21 plants"),
        ("soixante-quinze", "seventy-five"),
        ("quatre-vingt-dix-huit", "ninety-eight"),
        ("dix-sept", "seventeen"),
        ("deux cents postes", "two hundred posts"),
        ("mille cinq cents emplois", "1,500 jobs"),
        ("trois mille deux cents", "three thousand two hundred"),
        ("une quarantaine d'entreprises", "about forty firms"),
        ("une douzaine", "a dozen"),
    ],
)
def test_the_same_number_reads_the_same_in_both_languages(french: str, english: str) -> None:
    assert numbers(french, "fr") & numbers(english, "en")


@pytest.mark.parametrize(
    ("text", "other", "language"),
    [("1 500", "1 501", "fr"), ("12,5 %", "125 %", "fr"), ("1,500", "1.5", "en"), ("1.5 million", "1.5 billion", "en")],
)
def test_different_numbers_differ(text: str, other: str, language: str) -> None:
    assert not numbers(text, language) & numbers(other, language)


def test_articles_are_no_numbers() -> None:
    assert numbers("un cluster et une usine", "fr") == frozenset()
    assert numbers("no one knows", "en") == frozenset()


def test_numbers_side_by_side_stay_apart() -> None:
    assert numbers("deux ou trois sites", "fr") == {"2", "3"}
    assert numbers("trois et quatre", "fr") == {"3", "4"}
    assert numbers("two, three and twenty four-wheelers", "en") >= {"2", "3"}
    assert numbers("dix pour cent, et cent personnes", "fr") == {"10", "100"}


def test_years_months_and_centuries() -> None:
    assert years("Fondé en mars 1998, au XXe siècle, avec 1 500 emplois et le code H1506", "fr") == {
        "1998", "mars", "XXc"
    }  # fmt: skip
