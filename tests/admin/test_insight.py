"""Insight: what is asked, what in vain, what is cited; nothing of it to harm whoever opens the export."""

from __future__ import annotations

import csv
import io
import re
import time
from datetime import UTC, date, datetime

import pytest

from assistant.activity import CitedDocument, Entry
from assistant.admin.charts import nice_top
from assistant.admin.insight import as_csv, by_day, harmless, latency, most_cited


def ask(admin, *questions):
    assistant = admin.area.assistant
    ids = []
    for question in questions:
        begun = time.perf_counter()
        ids.append(assistant.activity.record(assistant.answer(question), time.perf_counter() - begun, "page"))
    return ids


def section(html, heading):
    return html.split(heading, 1)[1].split("<h2", 1)[0]


def test_what_people_ask_is_grouped_by_what_they_mean(admin):
    ask(admin, "Where are clocks made?", "where are clocks made", "Where are the clocks made?", "What does a diver do?")
    part = section(admin.page("/insight"), "What people ask</h2>")
    counts = re.findall(r'class="count">(\d+)</span> <div>([^<]*)', part)
    assert counts[0][0] == "3" and "clocks" in counts[0][1]
    assert counts[1] == ("1", "What does a diver do?")


def test_what_could_not_be_answered_is_shown_with_the_nearest_documents_until_it_is_handled(admin):
    ask(admin, "What is the capital of Mongolia?", "what is the capital of Mongolia ?", "Where are clocks made?")
    html = admin.page("/insight")
    part = section(html, "What could not be answered")
    assert "Mongolia" in part and "clocks made" not in part and "2 times" in part and 'href="/documents/' in part
    ids = re.search(r'name="ids" value="([^"]*)"', part).group(1)
    admin.post("/insight/handled", ids=ids, name="Mongolia", days="30")
    assert "Mongolia" not in section(admin.page("/insight"), "What could not be answered")
    assert admin.page("/").count("could not be answered") == 1


def test_thumbs_down_come_with_their_reason_as_text(admin):
    [id_] = ask(admin, "Where are clocks made?")
    admin.area.assistant.activity.rate(id_, False, "<b>wrong</b> town")
    part = section(admin.page("/insight"), "Thumbs down</h2>")
    assert "&lt;b&gt;wrong&lt;/b&gt; town" in part and "Where are clocks made?" in part


def test_documents_most_and_never_cited(admin):
    ask(admin, "Where are clocks made?", "Where are clocks made?")
    html = admin.page("/insight")
    assert "Clocks" in section(html, "Most cited documents</h2>")
    never = section(html, "Documents never cited")
    assert "Diver" in never and "Clocks" not in never


def test_the_export_holds_every_question_and_no_formula(admin):
    ask(admin, "Where are clocks made?", '=HYPERLINK("http://evil.example";"x")', "  @SUM(A1)", "-2+3 clocks?")
    answer = admin.client.get("/admin/insight/questions.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert admin.area.audit.latest()[0].action == "export questions"
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert rows[0]["question"] == "Where are clocks made?"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "  =1"])
def test_a_cell_never_begins_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


def test_switched_off_the_page_says_so(open_admin):
    admin = open_admin(activity="off")
    admin.log_in()
    assert "ASSISTANT_ACTIVITY=off" in admin.page("/insight")


def entry(asked, *, abstained=False, seconds=1.0, documents=()):
    return Entry("i", asked, "q", "en", "page", abstained, 0.5, seconds, tuple(CitedDocument(d, d) for d in documents))


def test_days_without_questions_are_there_too():
    noon = datetime(2026, 3, 3, 12, tzinfo=UTC).timestamp()
    days = by_day([entry(noon), entry(noon, abstained=True), entry(noon - 2 * 86_400)], date(2026, 3, 3), 3)
    assert [(d.day.day, d.answered, d.abstained) for d in days] == [(1, 1, 0), (2, 0, 0), (3, 1, 1)]


def test_figures():
    assert latency([]) == {}
    assert latency([entry(0, seconds=s / 100) for s in range(101)])[95] == pytest.approx(0.95)
    cited = most_cited([entry(0, documents="ab"), entry(0, documents="b"), entry(0, abstained=True, documents="c")], {})
    assert [(each.document.id, each.answers) for each in cited] == [("b", 2), ("a", 1)]
    assert [nice_top(value) for value in (0, 1, 7, 20, 130, 501)] == [1, 1, 10, 20, 200, 1000]
    assert as_csv([]).startswith("asked,question,")
