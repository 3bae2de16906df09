"""Text from outside is escaped wherever it becomes HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from assistant.documents import Answer, Chunk, Citation, DocumentInfo, Evidence, Grounding, Metadata, Sentence
from assistant.web import render
from assistant.web.highlight import highlight
from assistant.web.texts import ENGLISH, FRENCH, preferred_language

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><iframe src=javascript:alert(1)>",
    "&lt;script&gt;",
    "${alert(1)}{{7*7}}",
    "javascript:alert(1)",
]


class Elements(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")


def hostile_answer(text: str) -> Answer:
    metadata = Metadata(text, "report", text, (text,), (text,), text, 2020, source=(text,))
    document = DocumentInfo(text, text, metadata)
    chunk = Chunk("c", text, text, 0, len(text), 0, (text,), 1)
    citation = Citation(1, chunk, document, text, 0, len(text), 1.0)
    evidence = Evidence(chunk, document, 1.0, 1)
    sentence = Sentence(text, (1,), Grounding.UNSUPPORTED)
    return Answer(text, "en", (sentence,), (citation,), 0.9, nearest=(evidence,), notice=text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("abstained", [False, True])
def test_nothing_from_outside_becomes_an_element_or_a_handler(text: str, abstained: bool) -> None:
    answer = hostile_answer(text)
    if abstained:
        answer = Answer(text, "en", answer.sentences, (), 0.1, True, answer.nearest, text)
    document = answer.nearest[0].document
    for html in (
        render.conversation([answer], ENGLISH, text),
        render.sources([answer], FRENCH),
        render.welcome([document], ENGLISH),
        render.status(ENGLISH, ready=True, problem=text),
    ):
        found = Elements(html)
        assert not found.tags & {"script", "img", "svg", "iframe"}
        assert not [name for name in found.attributes if name.startswith("on")]
        assert not [h for h in found.attributes.get("href", []) if not h.startswith(("/", "#"))]


@pytest.mark.parametrize(
    ("quote", "question", "expected"),
    [
        ("It trains pilots.", "Which pilot is trained?", "It <mark>trains</mark> <mark>pilots</mark>."),
        ("Les métiers formés", "À quels métiers forme-t-on ?", "Les métiers <mark>formés</mark>"),
        ("Code H1506 & R&D", "h1506 et R&D ?", "Code <mark>H1506</mark> &amp; <mark>R&amp;D</mark>"),
        ("nothing shared", "other words", "nothing shared"),
    ],
)
def test_highlight(quote: str, question: str, expected: str) -> None:
    assert highlight(quote, question) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("en-US,en;q=0.9,fr;q=0.8", "en"), ("de", "en"), ("", "en"), ("fr;q=x", "fr")],
)
def test_preferred_language(header: str, expected: str) -> None:
    assert preferred_language(header) == expected


def test_both_languages_have_every_text() -> None:
    for name in FRENCH.__dataclass_fields__:
        french, english = getattr(FRENCH, name), getattr(ENGLISH, name)
        assert type(french) is type(english), name
        assert bool(french) == bool(english), name
