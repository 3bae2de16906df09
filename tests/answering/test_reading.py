import pytest
from fakes import FakeReader

from assistant.answering.reading import CANDIDATES, FIRST, as_passage, read, read_without
from assistant.documents import Query
from assistant.errors import ReaderError

QUERY = Query("Où est le siège d'Alpha ?", "fr")


class BrokenReader(FakeReader):
    def read(self, *_: object):
        raise ReaderError("The reader's weights are damaged.")


@pytest.fixture
def many(library):
    """As many passages as retrieval proposes; number 20 holds the answer."""
    texts = [f"Passage {n}." for n in range(CANDIDATES)]
    texts[20] = "Le siège est à Brest."
    library.add("doc", "\n\n".join(texts))
    return library.found("doc")


def test_what_is_likely_comes_first_under_its_new_rank(library) -> None:
    library.add("a", "Alpha recrute.\n\nAlpha forme des soudeurs. Le siège est à Brest.")
    first, second = read(QUERY, library.found("a"), FakeReader(["Brest"]))
    assert first.evidence.chunk.text.endswith("Brest.")
    assert (first.evidence.rank, second.evidence.rank) == (1, 2)
    assert first.evidence.score > 0.9 > 0.1 > second.evidence.score
    assert [each.probability > 0.9 for each in first.sentences] == [False, True]
    assert first.fused == library.found("a")[1].score


def test_retrieval_decides_between_passages_that_read_alike(library) -> None:
    library.add("a", "Un.\n\nDeux.\n\nTrois.")
    assert [each.evidence.chunk.text for each in read(QUERY, library.found("a"), FakeReader())] == [
        "Un.",
        "Deux.",
        "Trois.",
    ]


def test_the_others_are_read_only_where_none_of_the_first_is_likely(many) -> None:
    enough = FakeReader(["Passage 3."])
    assert len(read(QUERY, many, enough)) == FIRST
    assert enough.batches == [FIRST]
    further = FakeReader(["Brest"])
    found = read(QUERY, many, further)
    assert further.batches == [FIRST, CANDIDATES - FIRST]
    assert len(found) == CANDIDATES
    assert found[0].evidence.chunk.text == "Le siège est à Brest."


def test_nothing_found_is_nothing_read() -> None:
    assert read(QUERY, (), FakeReader()) == ()
    assert read_without(QUERY, ()) == ()


def test_what_the_reader_raises_is_passed_on(many) -> None:
    with pytest.raises(ReaderError, match="damaged"):
        read(QUERY, many, BrokenReader())


def test_without_a_reader_retrieval_ranks_and_words_choose_sentences(library) -> None:
    library.add("a", "Alpha recrute partout. Le siège d'Alpha est à Brest.\n\nLe siège d'Alpha.")
    found = library.found("a")
    first, second = read_without(QUERY, found)
    assert [first.evidence.chunk.id, second.evidence.chunk.id] == [each.chunk.id for each in found]
    other, seat = first.sentences
    assert seat.probability > other.probability
    assert 0 <= second.evidence.score < first.evidence.score <= 1


def test_without_a_reader_a_question_of_no_words_still_ranks(library) -> None:
    library.add("a", "Alpha recrute.\n\nBeta.")
    assert len(read_without(Query("?", ""), library.found("a"))) == 2


def test_a_passage_is_read_under_its_title_and_headings(evidence_of) -> None:
    piece = evidence_of("Le siège est à Brest. Il est grand.", ("Alpha", "Siège"), title="Rapport")
    passage = as_passage(piece)
    assert passage.about == "Rapport > Alpha > Siège"
    assert [passage.text[a:b] for a, b in passage.sentences] == ["Le siège est à Brest.", "Il est grand."]
