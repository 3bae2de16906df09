"""What the chat page is made of, without a browser: turns, messages, filters, suggestions, exports, stopping."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.documents import Answer, Chunk, Citation, DocumentInfo, Evidence, Filters, Grounding, Metadata, Sentence
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.web.chat.facets import choices
from assistant.web.chat.messages import filters_of, read
from assistant.web.chat.stopping import Running, Stops
from assistant.web.chat.turns import LONGEST_TURN, TURNS_KEPT, ShownTurn, pack, unpack
from assistant.web.export import markdown
from assistant.web.reference import answer_with_references, citation_reference
from assistant.web.suggestions import job_title, suggestions
from assistant.web.texts import ENGLISH, FRENCH
from tests.web.conftest import Site

ORIGIN = "https://example.org"


def document(id_: str, kind: str = "job", cluster: tuple[str, ...] = ("Alpha",), **known: object) -> DocumentInfo:
    fields = {"title": id_.title(), "kind": kind, "language": "en", "cluster": cluster, **known}
    return DocumentInfo(id_, f"{kind}s/{id_}.md", Metadata(**fields))  # type: ignore[arg-type]


WELDER = document("welder", year=2026, source=("a.example", "b.example", "c.example"), extra={"secret": ("x",)})
QUOTE = "A welder joins *metal*."


def cited(found: DocumentInfo = WELDER, heading: tuple[str, ...] = ("Skills",), abstained: bool = False) -> Answer:
    chunk = Chunk("c", found.id, QUOTE, 5, 5 + len(QUOTE), 0, heading, 2)
    if abstained:
        frame = Sentence("Not told.", grounding=Grounding.FRAME)
        return Answer("q", "en", (frame,), abstained=True, nearest=(Evidence(chunk, found, 0.4, 1),))
    citation = Citation(1, chunk, found, QUOTE, 5, 5 + len(QUOTE), 0.9)
    return Answer("What is it?", "en", (Sentence("It joins metal.", (1,)),), (citation,), 0.9)


def test_a_turn_comes_back_from_the_browser_as_it_went() -> None:
    turn = ShownTurn("What?", cited(), Filters(kind=("job",)), ("And?",), "id", "up")
    (back,) = unpack([pack(turn)])
    assert (back.question, back.filters, back.suggestions, back.record, back.rating) == (
        "What?", turn.filters, ("And?",), "id", "up",
    )  # fmt: skip
    assert back.answer.sentences == turn.answer.sentences
    assert back.answer.citations[0].quote == QUOTE
    assert "secret" not in pack(turn)


@pytest.mark.parametrize(
    "packed", ["", "7", "null", "{}", '{"question": 1}', '{"question": "a", "answer": {}}', "x" * (LONGEST_TURN + 1)]
)
def test_what_is_no_turn_is_left_out(packed: str) -> None:
    good = pack(ShownTurn("What?", cited()))
    assert [t.question for t in unpack([packed, good])] == ["What?"]


def test_a_turn_whose_answer_never_ended_counts_as_stopped_and_only_the_newest_turns_are_read() -> None:
    open_ended = pack(ShownTurn("What?", replace(cited(), complete=False)))
    (turn,) = unpack([open_ended])
    assert turn.stopped
    assert turn.answer.complete
    assert len(unpack([open_ended] * (TURNS_KEPT + 5))) == TURNS_KEPT


def test_a_message_is_checked_and_bounded() -> None:
    message = read({"code": "fr", "question": "Q", "turns": ["t"], "chosen": {"kind": "job"}, "more": 1})
    assert (message.code, message.question, message.turns) == ("fr", "Q", ("t",))
    assert filters_of(message.chosen) == Filters(kind=("job",))
    bad: object
    for bad in (None, [], {"code": "xx"}, {"at": -1}, {"turns": ["t"] * (TURNS_KEPT + 1)}, {"ticket": '"><b>'},
                {"origin": "javascript:alert(1)"}, {"chosen": {"kind": "x" * 301}}):  # fmt: skip
        assert read(bad) == read({}), bad


def test_filters_offer_only_what_exists_under_the_others() -> None:
    documents = [
        document("welder", region=("Bretagne",), sector="maritime"),
        document("glazier", cluster=("Beta",), region=("Normandie",), sector="glass", language="fr"),
        document("alpha", "report", region=("Bretagne",)),
    ]
    facets = choices(documents, {}, ENGLISH)
    assert facets["kind"].choices == (("report", "Report (1)"), ("job", "Job description (2)"))
    assert facets["sector"].choices == (("glass", "Glass (1)"), ("maritime", "Maritime (1)"))
    facets = choices(documents, {"region": "Bretagne"}, FRENCH)
    assert facets["cluster"].choices == (("Alpha", "Alpha (2)"),)
    assert facets["language"].choices == (("en", "anglais (2)"),)
    assert [value for value, _ in facets["region"].choices] == ["Bretagne", "Normandie"]
    # What does not exist, or never together, is not chosen.
    assert choices(documents, {"region": "Atlantis"}, FRENCH)["region"].chosen == ""
    together = choices(documents, {"region": "Bretagne", "sector": "glass"}, FRENCH)
    assert together["region"].chosen == together["sector"].chosen == ""


def headings(*named: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(("welder", "alpha", "guide"), named)


def test_suggestions_are_about_other_sections_of_what_was_cited() -> None:
    sections = headings("In brief", "Skills", "How to get there", "Why the job changes", "Sources")
    found = suggestions(cited(), ["What is it?"], {"welder": WELDER}, lambda id_: sections.get(id_, ()), ENGLISH)
    assert found == ("How does one get into this job: Welder?", "Why is this job changing: Welder?")
    french = suggestions(cited(), [], {"welder": WELDER}, lambda id_: sections.get(id_, ()), FRENCH)
    assert french[0] == "Comment devient-on : Welder ?"


def test_a_job_s_title_is_short_but_says_something() -> None:
    for title, short in (
        ("Data analyst (measurement) / metrologist", "Data analyst"),
        ("Technician / perfume assistant", "Technician / perfume assistant"),
        ("Welder", "Welder"),
        ("(x)", "(x)"),
    ):
        assert job_title(document("j", title=title), ENGLISH) == short
    translated = document("j", title="Welder", extra={"title_fr": ("Soudeur naval (h/f)",)})
    assert job_title(translated, FRENCH) == "Soudeur naval"


def test_suggestions_leave_out_what_was_asked_and_go_on_to_neighbours() -> None:
    painter = document("painter")
    elsewhere = document("baker", cluster=("Beta",))
    documents = {d.id: d for d in (WELDER, painter, elsewhere)}
    asked = ["How does one get into this job : welder ?"]
    found = suggestions(cited(), asked, documents, lambda _: ("How to get there",), ENGLISH)
    assert found == ("How does one get into this job: Painter?",)


def test_suggestions_for_a_cluster_for_a_guide_and_for_an_abstention() -> None:
    alpha = document("alpha", "report")
    services = ("What the cluster does for firms",)
    found = suggestions(cited(alpha), [], {"alpha": alpha}, lambda _: services, ENGLISH)
    assert found == ("What does Alpha do for its companies?",)
    guide = document("guide", "report", cluster=())
    found = suggestions(cited(guide), [], {"guide": guide}, lambda _: ("Sources", "What an anchored job is"), ENGLISH)
    assert found == ("What do the documents say about “What an anchored job is”?",)
    found = suggestions(cited(abstained=True), [], {"welder": WELDER}, lambda _: ("Skills",), ENGLISH)
    assert found == ("Which skills does this job need: Welder?",)
    assert suggestions(Answer("Hello", "en"), [], {"welder": WELDER}, lambda _: ("Skills",), ENGLISH) == ()


ASKED = {
    "Which jobs does the Cluster Drones Paris Region train for?": ENGLISH,
    "Comment devient-on technicien de maintenance éolienne en mer ?": FRENCH,
    "Qu'est-ce qu'un métier ancré ?": FRENCH,
    "What is the capital of Mongolia?": ENGLISH,
}


@pytest.mark.model
def test_what_is_suggested_is_answered(corpus_index: Path, share: Callable[[Assistant], Assistant]) -> None:
    with Assistant(load_settings(index_dir=corpus_index)) as assistant, assistant.snapshot() as snapshot:
        share(assistant)

        def sections(id_: str) -> list[str]:
            return [h for chunk in snapshot.document_chunks(id_) for h in chunk.heading]

        for question, texts in ASKED.items():
            suggested = suggestions(assistant.answer(question), [question], snapshot.documents, sections, texts)
            assert suggested, question
            assert [s for s in suggested if assistant.answer(s).abstained] == [], question


def test_a_reference_is_in_the_reader_s_language() -> None:
    (citation,) = cited().citations
    assert citation_reference(citation, ENGLISH, ORIGIN).startswith(
        "“Welder”, section “Skills”, p. 2, Alpha, 2026. Source: a.example; b.example… https://example.org/documents/welder?"
    )
    assert citation_reference(citation, FRENCH, ORIGIN).startswith(
        "« Welder », rubrique « Skills », p. 2, Alpha, 2026. Source\N{NO-BREAK SPACE}: a.example ; b.example… https://"
    )
    bare = replace(citation, document=document("x", cluster=()), chunk=replace(citation.chunk, heading=(), page=None))
    assert citation_reference(bare, ENGLISH, "").startswith("“X”. /documents/x?")
    text = answer_with_references(cited(), ENGLISH, ORIGIN)
    assert text.startswith("It joins metal. [1]\n\nReferences:\n[1] “Welder”")


def test_the_markdown_has_footnotes_and_nothing_of_its_own_in_quotes() -> None:
    first = ShownTurn("What <b>is</b> it?", replace(cited(), notice="A *note*."))
    second = ShownTurn("What is it?", cited(), stopped=True)
    text = markdown([first, second], ENGLISH, ORIGIN, "1 May 2026")
    assert "## What \\<b\\>is\\</b\\> it?" in text
    assert "It joins metal. [^1-1]" in text
    assert "It joins metal. [^2-1]" in text
    assert "[^1-1]: A welder joins \\*metal\\*. — “Welder”" in text
    assert "*A \\*note\\*.*" in text
    assert ENGLISH.interrupted in text
    assert "*Question understood: What is it?*" in text


def numbers(gate: threading.Event, closed: threading.Event) -> Generator[int, None, None]:
    try:
        yield 1
        gate.wait(30)
        yield 2
    finally:
        closed.set()


def test_an_answer_stops_while_its_making_waits() -> None:
    gate, closed, stops = threading.Event(), threading.Event(), Stops()
    running = Running(numbers(gate, closed))
    stops.add("ticket", running)
    seen = []
    for number in running:
        seen.append(number)
        stops.stop("another")
        stops.stop("ticket")
    assert seen == [1]
    gate.set()
    assert closed.wait(30)  # what made the answer is closed as soon as it can be
    stops.stop("ticket")


def test_an_answer_that_is_not_stopped_is_whole_and_its_error_is_raised() -> None:
    gate, closed = threading.Event(), threading.Event()
    gate.set()
    assert list(Running(numbers(gate, closed))) == [1, 2]

    def failing() -> Generator[int, None, None]:
        yield 1
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        list(Running(failing()))


def test_a_conversation_leaves_as_markdown_and_as_a_page_that_runs_nothing(site: Site) -> None:
    hostile = "<script>alert(1)</script>"
    turns = [pack(ShownTurn(hostile, cited()))]
    form = {"conversation": json.dumps({"code": "fr", "origin": ORIGIN, "turns": turns})}
    with site.visitor("en") as visitor:
        file = visitor.post("/conversation/markdown", data=form)
        assert file.headers["content-disposition"] == 'attachment; filename="conversation.md"'
        assert "Conversation du " in file.text
        page = visitor.post("/conversation/print", data=form)
        assert page.status_code == 200
        assert '<html lang="fr">' in page.text
        assert hostile not in page.text
        assert "&lt;script&gt;" in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert visitor.post("/conversation/print", data={"conversation": "no"}).status_code == 200


def test_an_opinion_is_kept_only_for_a_question_of_the_log(site: Site) -> None:
    id_ = site.assistant.activity.record(cited(), 0.1, "page")
    with site.visitor() as visitor:
        assert visitor.post("/feedback", json={"record": id_, "up": True, "reason": "Clear"}).json() == {"stored": True}
        assert visitor.post("/feedback", json={"record": "unknown", "up": True}).status_code == 404
        assert visitor.post("/feedback", json={"record": id_, "up": True, "reason": "x" * 1001}).status_code == 422
    (entry,) = [e for e in site.assistant.activity.entries() if e.id == id_]
    assert (entry.up, entry.reason) == (True, "Clear")
