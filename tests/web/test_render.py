"""Text from outside is escaped wherever it becomes HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.documents import Answer, Chunk, Citation, DocumentInfo, Evidence, Filters, Grounding, Metadata, Sentence
from assistant.web import render
from assistant.web.chat.facets import choices
from assistant.web.chat.turns import ShownTurn
from assistant.web.highlight import highlight
from assistant.web.texts import ENGLISH, FRENCH, Texts, preferred_language

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
@pytest.mark.parametrize("texts", [ENGLISH, FRENCH])
def test_nothing_from_outside_becomes_an_element_or_a_handler(text: str, abstained: bool, texts: Texts) -> None:
    answer = hostile_answer(text)
    if abstained:
        answer = Answer(text, "en", answer.sentences, (), 0.1, True, answer.nearest, text)
    document = answer.nearest[0].document
    filters = Filters(cluster=(text,), sector=(text,))
    shown = ShownTurn(text + "?", answer, filters, (text,), text, stopped=True)
    facets = choices([document], {"cluster": text}, texts)
    for html in (
        render.turn(1, shown, texts, text, text, text),
        render.turn(1, replace(shown, answer=replace(answer, complete=False)), texts, waiting=text),
        render.sources([(1, shown)], texts, folded=False),
        render.sources([(1, shown)], texts, folded=True),
        render.welcome([document], texts),
        render.filters(facets, texts, unfolded=True),
        render.status(texts, ready=True, problem=text),
        render.words(texts, text),
    ):
        found = Elements(html)
        assert not found.tags & {"script", "img", "iframe", "textarea"}
        # The thumbs are the only pictures, and they are ours.
        assert found.attributes.get("viewBox".lower(), []) == ["0 0 20 20"] * html.count("<svg")
        assert not [name for name in found.attributes if name.startswith("on")]
        assert not [h for h in found.attributes.get("href", []) if not h.startswith(("/documents/", "#source-"))]
        assert not [i for i in found.attributes.get("id", []) if not re.fullmatch(r"[\w-]+", i)]


def test_a_turn_shows_what_it_was_asked_with_and_how_it_was_understood() -> None:
    answer = Answer("What does Alpha do?", "en", (Sentence("It trains.", grounding=Grounding.FRAME),))
    shown = ShownTurn("And what does it do?", answer, Filters(kind=("job",), sector=("glass",)), ("And Beta?",))
    html = render.turn(2, shown, FRENCH)
    assert 'id="turn-2"' in html
    for piece in ("Fiche métier", "Verre", FRENCH.understood, "What does Alpha do?", "And Beta?"):
        assert piece in html
    assert FRENCH.helpful not in html  # there is nothing to rate where no log is kept
    assert FRENCH.helpful in render.turn(2, replace(shown, record="id"), FRENCH)
    assert FRENCH.understood not in render.turn(1, ShownTurn("What does  Alpha do?", answer), FRENCH)


def test_an_abstention_offers_to_look_everywhere_only_under_filters() -> None:
    answer = Answer("?", "en", (Sentence("Unknown.", grounding=Grounding.FRAME),), abstained=True)
    assert ENGLISH.ask_everywhere not in render.turn(1, ShownTurn("?", answer), ENGLISH)
    assert ENGLISH.ask_everywhere in render.turn(1, ShownTurn("?", answer, Filters(kind=("job",))), ENGLISH)


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
