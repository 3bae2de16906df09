import pytest

from assistant.answering.cleaning import cited_numbers, plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See [the site](http://evil.example/x?y) [1].", "See the site [1]."),
        ("![a](http://evil.example/?q=secret) Text [2].", "Text [2]."),
        ("<img src=x onerror=alert(1)>Text <b>bold</b>.", "Text bold."),
        ("<script>alert(1)</script>Text.", "Text."),
        ("&lt;img src=x onerror=alert(1)&gt;Text.", "Text."),
        ("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Text.", "Text."),
        ("**Bold** and *soft* and `code`.", "Bold and soft and code."),
        ("## Title\n- item [1]", "Title\nitem [1]"),
        ("Go to https://evil.example/a now.", "Go to now."),
        ("[click][ref]\n[ref]: http://evil.example", "click"),
        ("<think>secret plan</think>Answer [1].", "Answer [1]."),
        ("2*3*4 and snake_case_name stay.", "2*3*4 and snake_case_name stay."),
        ("[1](http://evil.example)", "1"),
        ("unfinished <a href='http://evil.example", "unfinished"),
    ],
)
def test_nothing_but_words_and_citations_stays(written: str, shown: str) -> None:
    assert plain(written) == shown


@pytest.mark.parametrize(
    ("sentence", "text", "numbers"),
    [
        ("It makes clocks [1].", "It makes clocks.", (1,)),
        ("It makes clocks. [1] [3]", "It makes clocks.", (1, 3)),
        ("Elle forme [2, 3] des soudeurs [2].", "Elle forme des soudeurs.", (2, 3)),
        ("A [1-3].", "A.", (1, 2, 3)),
        ("A [source 4].", "A.", (4,)),
        ("A【2】.", "A.", (2,)),
        ("No citation.", "No citation.", ()),
    ],
)
def test_citation_numbers(sentence: str, text: str, numbers: tuple[int, ...]) -> None:
    assert cited_numbers(sentence) == (text, numbers)
