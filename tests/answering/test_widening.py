import pytest

from assistant.answering.candidates import candidates
from assistant.answering.entities import Entities
from assistant.answering.nearness import Nearness
from assistant.answering.widening import widened
from assistant.documents import Filters

pytestmark = pytest.mark.model


@pytest.fixture
def widen(library, embedder):
    library.embedder = embedder
    library.add("report", "Alpha a soutenu 216 projets.\n\nAlpha est au Havre.", kind="report", cluster=("Alpha",))
    library.add("mention", "Alpha a été liquidé en 2020.", kind="report", cluster=("Alpha", "Beta"))
    library.add("row", "Le soudeur assemble.", kind="job", extra={"id": ("soudeur",)})
    sheet = "The welder joins metal.\n\nThe welder needs a CAP.\n\nThe welder reads plans."
    library.add("sheet", sheet, language="en", kind="job", extra={"id": ("soudeur",)})

    def run(question: str, ids: list[str], filters: Filters | None = None) -> list[str]:
        entities = Entities(library.documents.values())
        retrieval = library.retrieval(question, ids, filters=filters)
        return [piece.document.id for piece in widened(retrieval, library, entities, Nearness(embedder)).evidence]

    return run


def test_the_report_on_the_cluster_in_question_joins_a_mention_of_it(widen) -> None:
    assert widen("Combien de projets Alpha a-t-il soutenus ?", ["mention"]) == ["mention", "report", "report"]


def test_a_fuller_version_joins_a_summary_and_not_the_reverse(widen) -> None:
    assert widen("Que fait un soudeur ?", ["row"]) == ["row", "sheet", "sheet", "sheet"]
    assert "row" not in widen("What does a welder do?", ["sheet"])


def test_what_the_filters_leave_out_stays_out(widen) -> None:
    assert widen("Que fait un soudeur ?", ["row"], Filters(language=("fr",))) == ["row"]


def test_evidence_that_holds_the_report_is_left_as_it_is(widen) -> None:
    assert widen("Combien de projets Alpha a-t-il soutenus ?", ["report", "mention"]) == ["report", "report", "mention"]


def test_a_sentence_is_embedded_once(embedder, evidence_of, monkeypatch) -> None:
    asked: list[int] = []
    encode = embedder.encode_passages
    monkeypatch.setattr(embedder, "encode_passages", lambda texts: asked.append(len(texts)) or encode(texts))
    found = candidates([evidence_of("Alpha est au Havre. Alpha a 12 membres.")])
    nearness = Nearness(embedder)
    first = nearness.measure("Où est Alpha ?", found)
    assert nearness.measure("Où est Alpha ?", found) == first
    assert asked == [2]
